"""One call of a module that has hooks."""

from __future__ import annotations

import warnings

from ...tensor import Tensor
from . import hooks
from .backward import BackwardFence, watch_last_operation


class HookedCall:
    """A call on its way: the arguments, replaced by pre-hooks; the output, replaced by hooks."""

    def __init__(self, module, args, kwargs):
        self.module = module
        self.args = args
        self.kwargs = kwargs
        self.output = None
        self.fired = set()

    def run(self):
        """The module's output. If anything raises, the hooks marked always_call still run."""
        try:
            return self._run()
        except Exception:
            self._run_the_unfired()
            raise

    def _run(self):
        module = self.module
        full, partial = _backward_hooks(module)
        pre = [*hooks._global_backward_pre_hooks.values(), *module._backward_pre_hooks.values()]
        self._run_pre_hooks()
        fence = BackwardFence(module, full, pre) if full or pre else None
        if fence is not None:
            self.args = fence.around_inputs(self.args)
        self.output = module.forward(*self.args, **self.kwargs)
        self._run_hooks()
        if fence is not None:
            self._check_output()
            self.output = fence.around_outputs(self.output)
        if partial:
            watch_last_operation(module, partial, self.args, self.output)
        return self.output

    def _run_pre_hooks(self):
        module = self.module
        for key, hook in (*hooks._global_forward_pre_hooks.items(), *module._forward_pre_hooks.items()):
            if key in module._forward_pre_hooks_with_kwargs:
                self._replace_both(hook(module, self.args, self.kwargs))
            else:
                self._replace_args(hook(module, self.args))

    def _replace_both(self, result):
        if result is None:
            return
        if not isinstance(result, tuple) or len(result) != 2:
            raise RuntimeError(
                f"forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got {result}."
            )
        self.args, self.kwargs = result

    def _replace_args(self, result):
        if result is not None:
            self.args = result if isinstance(result, tuple) else (result,)

    def _forward_hooks(self):
        """(hook, takes keyword arguments, is always called, id), the global ones first."""
        module = self.module
        for key, hook in (*hooks._global_forward_hooks.items(), *module._forward_hooks.items()):
            with_kwargs = hooks._global_forward_hooks_with_kwargs, module._forward_hooks_with_kwargs
            always = hooks._global_forward_hooks_always_called, module._forward_hooks_always_called
            yield hook, any(key in d for d in with_kwargs), any(key in d for d in always), key

    def _run_hooks(self):
        for hook, with_kwargs, always, key in self._forward_hooks():
            if always:
                self.fired.add(key)
            self._run_hook(hook, with_kwargs)

    def _run_hook(self, hook, with_kwargs):
        extra = (self.kwargs,) if with_kwargs else ()
        result = hook(self.module, self.args, *extra, self.output)
        if result is not None:
            self.output = result

    def _run_the_unfired(self):
        for hook, with_kwargs, always, key in self._forward_hooks():
            if not always or key in self.fired:
                continue
            try:
                self._run_hook(hook, with_kwargs)
            except Exception as error:
                warnings.warn(
                    "module forward hook with ``always_call=True`` raised an exception that was silenced "
                    f"as another error was raised in forward: {error}",
                    stacklevel=4,
                )

    def _check_output(self):
        if not isinstance(self.output, (Tensor, tuple)):
            warnings.warn(
                "For backward hooks to be called, module output should be a Tensor or a tuple of Tensors "
                f"but received {type(self.output)}",
                stacklevel=5,
            )


def _backward_hooks(module):
    """The full backward hooks, and the older ones, of all modules and of this."""
    chosen = {True: [], False: [], None: []}
    chosen[hooks._global_is_full_backward_hook].extend(hooks._global_backward_hooks.values())
    chosen[module._is_full_backward_hook].extend(module._backward_hooks.values())
    return chosen[True], chosen[False]

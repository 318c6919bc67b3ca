"""One of the two twins: a Module of either library, run on plain arrays and read out as plain arrays."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module

import numpy as np

from .structure import is_tensor, leaves, map_tensors, tensors, to_array


def library_of(module):
    """The library, torch or numpynn, whose Module this is."""
    for base in type(module).__mro__:
        if (root := base.__module__.partition(".")[0]) in ("torch", "numpynn"):
            return import_module(root)
    raise TypeError(f"twin() takes Modules of torch and numpynn, not {type(module).__name__}")


GRADIENT = "gradient of "


class Side:
    """A Module together with the library that it belongs to.

    `names` says what its parameters and buffers are to be called where that is not their own name.
    """

    def __init__(self, module, names=None):
        self.module = module
        self.names = names or {}
        self.library = library_of(module)

    @property
    def dtype(self) -> str:
        """The dtype of the floating parameters, by name; float32 if there are none."""
        for value in self.module.state_dict().values():
            if is_tensor(value) and value.is_floating_point():
                return str(value.dtype).rpartition(".")[2]
        return "float32"

    def state(self) -> dict:
        """A copy of the state_dict, as arrays."""
        return map_tensors(lambda value: to_array(value).copy(), dict(self.module.state_dict()))

    def name(self, own: str) -> str:
        """What the parameter or buffer `own` is called in comparisons."""
        return self.names.get(own, own)

    def module_name(self, own: str) -> str:
        """What the module `own` is called, going by the names of its parameters and buffers."""
        inside = (new for old, new in self.names.items() if old.rpartition(".")[0] == own)
        return next(inside, f"{own}.").rpartition(".")[0]

    def load(self, state: dict) -> None:
        """Load a state of arrays; raises naming what is missing, unexpected or of another size."""
        self.module.load_state_dict({name: self._restored(value) for name, value in state.items()})

    def _restored(self, value):
        return self.library.from_numpy(value.copy()) if isinstance(value, np.ndarray) else value

    def given(self, inputs: dict, dtype: str) -> dict:
        """The inputs as this library's tensors in this precision; the floating ones require grad."""
        return map_tensors(lambda value: self._tensor(value, dtype), inputs)

    def _tensor(self, value, dtype):
        array = np.array(to_array(value) if is_tensor(value) else value)
        if array.dtype.kind not in "fc":
            return self.library.from_numpy(array)
        wanted = np.result_type(dtype, np.complex64) if array.dtype.kind == "c" else np.dtype(dtype)
        return self.library.from_numpy(array.astype(wanted)).requires_grad_()

    @contextmanager
    def prepared(self, dtype: str, seed: int, training: bool):
        """Inside: this precision and mode, no gradients, a seeded generator; afterwards all is as it was."""
        own, was_training, default = self.dtype, self.module.training, self.library.get_default_dtype()
        kept = self.state()
        self.library.set_default_dtype(getattr(self.library, dtype))
        try:
            self.module.to(getattr(self.library, dtype)).train(training).zero_grad()
            self.library.manual_seed(seed)
            yield
        finally:
            self.library.set_default_dtype(default)
            self.module.to(getattr(self.library, own)).train(was_training).zero_grad()
            self.load(kept)

    def call(self, given: dict):
        """The module's output: inputs named by numbers are positional."""
        positional = [value for name, value in given.items() if isinstance(name, int)]
        return self.module(*positional, **{k: v for k, v in given.items() if isinstance(k, str)})

    def loss(self, output, loss):
        """The user's loss of an output; by default a sum in which each element has a weight of its own."""
        if loss is not None:
            return loss(self.library, output)
        rng = np.random.default_rng(0)
        return sum((tensor * self._weights(tensor, rng)).sum() for tensor in tensors(output) if tensor.requires_grad)

    def _weights(self, tensor, rng):
        return self.library.from_numpy(np.asarray(rng.standard_normal(tensor.shape)).astype(to_array(tensor).dtype))

    def run(self, inputs: dict, loss, dtype: str, seed: int, training: bool) -> dict:
        """Outputs, gradients and buffers of one pass forward and back, by name."""
        with self.prepared(dtype, seed, training):
            given = self.given(inputs, dtype)
            output = self.call(given)
            value = self.loss(output, loss)
            if is_tensor(value) and value.requires_grad:
                value.backward()
            return arrays(leaves(output, "output")) | self._gradients(given) | self._buffers()

    def _gradients(self, given):
        of_inputs = [(_input_name(path), tensor.grad) for path, tensor in leaves(given, "input") if is_tensor(tensor)]
        of_parameters = [(self.name(name), parameter.grad) for name, parameter in self.module.named_parameters()]
        return arrays((GRADIENT + name, gradient) for name, gradient in of_inputs + of_parameters)

    def _buffers(self):
        return arrays((f"buffer {self.name(name)}", buffer) for name, buffer in self.module.named_buffers())

    def train(self, inputs: dict, loss, dtype: str, seed: int, training: bool, optimizer, steps: int) -> dict:
        """The loss at each optimizer step, then parameters, the optimizer's state and buffers, by name."""
        with self.prepared(dtype, seed, training):
            rule, found = optimizer(self.library, self.module.parameters()), []
            for step in range(steps):
                rule.zero_grad()
                value = self.loss(self.call(self.given(inputs, dtype)), loss)
                value.backward()
                rule.step()
                found.append((f"loss at step {step + 1}", value))
            names = [self.name(name) for name, _ in self.module.named_parameters()]
            found += [(f"parameter {self.name(name)}", value) for name, value in self.module.named_parameters()]
            return arrays(found) | _optimizer_state(rule, names) | self._buffers()


class Nudged(Side):
    """A side whose inputs and parameters are moved by one unit in the last place, each up or down by chance.

    What changes then, and how far, is what rounding alone can do to the results.
    """

    def __init__(self, module, seed: int):
        super().__init__(module)
        self.rng = np.random.default_rng(seed)

    def _nudged(self, array):
        steps = np.finfo(array.dtype).eps * self.rng.choice([-1, 1], array.shape)
        return np.asarray(array * (1 + steps)).astype(array.dtype)

    def _tensor(self, value, dtype):
        tensor = super()._tensor(value, dtype)
        if not tensor.requires_grad:
            return tensor
        return self.library.from_numpy(self._nudged(to_array(tensor))).requires_grad_()

    @contextmanager
    def prepared(self, dtype: str, seed: int, training: bool):
        """As for any side, but with every parameter moved."""
        with super().prepared(dtype, seed, training), self.library.no_grad():
            for parameter in self.module.parameters():
                parameter.copy_(self.library.from_numpy(self._nudged(to_array(parameter))))
            with self.library.enable_grad():
                yield


def arrays(named) -> dict:
    """Named leaves with Tensors as arrays of their own."""
    return {name: to_array(leaf).copy() if is_tensor(leaf) else leaf for name, leaf in named}


def _input_name(path):
    return path.replace("input[0]", "input") if path == "input[0]" else path


def _optimizer_state(rule, names):
    """What the optimizer keeps for each parameter: "exp_avg of fc.weight"."""
    state = rule.state_dict()["state"]
    return arrays(
        (f"optimizer's {key} of {names[index]}", value) for index, kept in state.items() for key, value in kept.items()
    )

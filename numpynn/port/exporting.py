"""Programs out of torch: torch.export of a module, with any batch size, or a saved .pt2. Needs torch."""

from __future__ import annotations

import io
import logging
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from ..parity.structure import map_tensors
from . import leaves
from .constructors import constructor
from .errands import UNREADABLE, Refusal


def exported(
    module, arguments: tuple, keywords: dict | None = None, open_dims=(0,), dynamic_shapes=None, training: bool = False
):
    """The ExportedProgram of a torch module in evaluation mode, or in training mode.

    The sizes of the inputs in `open_dims`, by default the batch in front, are left open as far as the model allows;
    `dynamic_shapes`, which is that of torch.export, says it more exactly.
    """
    import torch

    arguments, keywords, noted = tuple(arguments), keywords or {}, tuple(_noted(module))
    ways = [(arguments, keywords, dynamic_shapes, noted), (arguments, keywords, dynamic_shapes, ())]
    if dynamic_shapes is None:
        # Some models want a certain batch; some, calls that cannot be noted down.
        ways.insert(0, (*_opened(torch, arguments, keywords, open_dims), noted))
    failures = []
    with in_mode(module, training), quiet():
        for given, named, shapes, modules in ways:
            try:
                return torch.export.export(
                    module, given, named, dynamic_shapes=shapes, preserve_module_call_signature=modules
                )
            except Exception as error:
                failures.append(error)
    raise Refusal(f"torch.export cannot export the model: {_first_line(failures[-1])}", UNREADABLE) from failures[-1]


def loaded(path: str):
    """The ExportedProgram of a .pt2 file.

    torch.export.load reads it, and what torch says of that holds here: load only what you trust.
    """
    import torch

    with quiet():
        try:
            return torch.export.load(path)
        except OSError:
            raise
        except Exception as error:
            raise Refusal(f"{path!r} is no program of torch.export: {_first_line(error)}", UNREADABLE) from error


def runnable(exported):
    """A torch module that runs an ExportedProgram, with the parameters' own names."""
    with quiet():
        module = exported.module()
    # A program has the mode that it was exported in; torch refuses to be asked for another.
    module.train = module.eval = lambda mode=True: module
    module.training = False
    cast = module.to

    def to(dtype):
        _set_dtype(module, dtype)
        return cast(dtype)

    module.to = to
    return module


def _set_dtype(module, dtype):
    """Where a program makes tensors of a dtype that it names, it is of the new precision too."""
    import torch

    for node in module.graph.nodes:
        if node.kwargs.get("dtype") in (torch.float32, torch.float64):
            node.kwargs = {**node.kwargs, "dtype": dtype}
    module.recompile()


def _noted(module, path=""):
    """The modules whose calls are to be noted down: those of torch.nn that run many operators, as attention does, which
    are ported as one, and those whose inputs have names that are worth keeping."""
    for name, child in module.named_children():
        below = f"{path}.{name}" if path else name
        if leaves.row(f"{type(child).__module__}.{type(child).__name__}") is not None:
            continue
        if constructor(child) is not None:
            yield below
            continue
        if type(child).__module__ != "torch.nn.modules.container":
            yield below
        yield from _noted(child, below)


@contextmanager
def in_mode(module, training: bool):
    """Inside, the module and all in it are in this mode."""
    modes = {each: each.training for each in module.modules()}
    module.train(training)
    try:
        yield
    finally:
        for each, training in modes.items():
            each.training = training


@contextmanager
def quiet():
    """Inside, torch says nothing of its own workings: where it fails, it prints its graphs besides raising an error."""
    level = logging.root.manager.disable
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(level)


def _opened(torch, arguments, keywords, dims):
    """The inputs, with a batch of at least two, and which of their sizes are open."""
    tensors = []
    map_tensors(tensors.append, (arguments, keywords))
    if {tensor.shape[0] for tensor in tensors if tensor.ndim} == {1}:
        # Export takes 1 for a size that never changes.
        arguments, keywords = map_tensors(lambda t: torch.cat([t, t]) if t.ndim else t, (arguments, keywords))

    def opened(value):
        if isinstance(value, torch.Tensor):
            return {dim: torch.export.Dim.AUTO for dim in dims if dim < value.ndim}
        if isinstance(value, dict):
            return {key: opened(item) for key, item in value.items()}
        return [opened(item) for item in value] if isinstance(value, list | tuple) else None

    return arguments, keywords, tuple(map(opened, (*arguments, *keywords.values())))


def _first_line(error):
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0]

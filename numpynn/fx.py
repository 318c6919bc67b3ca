"""torch.fx: not supported but for `wrap`; the names raise NotImplementedError when they are called."""

from ._absent import absent

_ABSENT = "Graph GraphModule Interpreter Node Proxy Tracer Transformer replace_pattern symbolic_trace"
__all__ = [*_ABSENT.split(), "wrap"]

Graph, GraphModule, Interpreter, Node, Proxy, Tracer, Transformer, replace_pattern, symbolic_trace = absent(
    __name__,
    _ABSENT,
    "programs run as they are written, without being traced",
)


def wrap(fn_or_name):
    """The function, or its name: nothing is traced through it."""
    return fn_or_name

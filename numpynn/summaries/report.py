"""What numpynn.summary gives: the layers and the totals, whose str is the table."""

from __future__ import annotations

from ..nn.parameter import is_lazy
from .layers import Layer, bytes_of
from .table import Row, footer, table


class Summary:
    """The layers of a network as they were called, and their totals; `print(summary)` shows the table.

    `layers` has a Layer for each call of a module, `total_params`, `trainable_params` and `param_bytes` count each parameter
    once, `total_mult_adds` and `output_bytes` (of layers that call no others) every call; `input_bytes` is what was given.
    """

    def __init__(self, model, layers: list[Layer], columns, settings, depth: int, input_bytes: int):
        parameters = [parameter for parameter in model.parameters() if not is_lazy(parameter)]
        self.layers = layers
        self.total_params = sum(parameter.numel() for parameter in parameters)
        self.trainable_params = sum(parameter.numel() for parameter in parameters if parameter.requires_grad)
        self.total_mult_adds = sum(layer.mult_adds for layer in layers)
        self.input_bytes = input_bytes
        self.output_bytes = sum(layer.output_bytes for layer, inner in _with_inner(layers) if not inner)
        self.param_bytes = bytes_of(parameters)
        self._table = table(self._rows(depth), columns, settings, self.total_params)
        self._ran = layers[0].output_size is not None

    def __str__(self):
        return "\n".join([*self._table, *footer(self, self._ran), self._table[0]])

    __repr__ = __str__

    def _rows(self, depth):
        """A row for each layer that is shown; what is deeper counts in the one that holds it."""
        seen = set()
        return [
            self._row(layer, inner, depth, seen) for layer, inner in _with_inner(self.layers) if layer.depth <= depth
        ]

    def _row(self, layer, inner, depth, seen):
        shown = {id(p) for within in inner if within.depth <= depth for p in within.module.parameters()}
        own = [p for p in layer.module.parameters() if id(p) not in shown and not is_lazy(p)]
        fresh = [p for p in own if id(p) not in seen]
        seen.update(map(id, own))
        hidden = [within.mult_adds for within in inner if within.depth > depth and layer.depth == depth]
        return Row(
            layer,
            params=sum(p.numel() for p in fresh),
            recursive=bool(own) and not fresh,
            mult_adds=layer.mult_adds + sum(hidden),
            trainable={p.requires_grad for p in layer.module.parameters()},
        )


def _with_inner(layers):
    """Each layer, with those called within it."""
    for at, layer in enumerate(layers):
        end = next((i for i in range(at + 1, len(layers)) if layers[i].depth <= layer.depth), len(layers))
        yield layer, layers[at + 1 : end]

"""The functions, as torch spells them, and the Tensor's methods."""

from . import (
    _lazy,
    activation,
    attributes,
    comparison,
    conversion,
    creation,
    indexing,
    inplace_methods,
    joining,
    linalg,
    operators,
    pointwise,
    protocol,
    reduction,
    shape,
)

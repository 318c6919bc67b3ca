"""Checks a network against its torch twin, tensor by tensor, and names the first module that differs.

    from numpynn import parity

    def test_my_network():
        twins = parity.twin(TorchNet(), NumpyNet())
        twins.run(images).assert_close()

A difference beyond the tolerance table is looked at again in float64: what vanishes there is *rounding*, what
stays is a *bug*. What stays, but is no more than torch's own result moves when its inputs and weights are moved by
one unit in the last place, is rounding too.
"""

from .compare import Difference, compare
from .report import Report, Row
from .tolerance import TABLE, Tolerance, tolerance
from .twins import Twins, twin

__all__ = ["Difference", "Report", "Row", "TABLE", "Tolerance", "Twins", "compare", "tolerance", "twin"]

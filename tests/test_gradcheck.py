"""gradcheck and gradgradcheck pass what is right, and catch what is wrong."""

import numpy as np
import pytest

import numpynn as nt
from numpynn.autograd import Function, gradcheck, gradgradcheck
from numpynn.autograd.gradient_check import GradcheckError

rng = np.random.default_rng(0)


def leaf(*shape, dtype=float):
    values = rng.standard_normal(shape).astype(dtype)
    if dtype is complex:
        values += 1j * rng.standard_normal(shape)
    return nt.tensor(values, requires_grad=True)


class Wrong(Function):
    """Its first derivative is right, its second is not."""

    @staticmethod
    def forward(ctx, x, factor):
        ctx.save_for_backward(x)
        ctx.factor = factor
        return x**2

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return ctx.factor * g * (x + x.detach()), None


RIGHT = [
    (lambda x: x.sin(), (leaf(2, 3),)),
    (lambda x, y: (x @ y, x.sum() * 2), (leaf(2, 3), leaf(3, 2))),
    (lambda x, k: x**k, (leaf(2), 3)),
    (lambda x: x * x * x, (leaf(2, dtype=complex),)),
    (lambda x: (x * x.conj()).real, (leaf(2, dtype=complex),)),
    (lambda x: x.t().exp(), (leaf(2, 3),)),
    (lambda x: x * 2, (leaf(),)),
    (lambda x: x * 2, (leaf(0, 3),)),
]


@pytest.mark.parametrize(("func", "inputs"), RIGHT)
def test_right_gradients_pass(func, inputs):
    assert gradcheck(func, inputs)
    assert gradgradcheck(func, inputs)
    assert gradgradcheck(func, inputs, gen_non_contig_grad_outputs=True)


def test_wrong_gradients_are_caught():
    x = leaf(2)
    with pytest.raises(GradcheckError, match="output 0 with respect to input 0"):
        gradcheck(lambda x: Wrong.apply(x, 1.5), x)
    assert gradcheck(lambda x: Wrong.apply(x, 1.5), x, raise_exception=False) is False
    assert gradcheck(lambda x: Wrong.apply(x, 1), x)
    with pytest.raises(GradcheckError):
        gradgradcheck(lambda x: Wrong.apply(x, 1), x)
    with pytest.raises(GradcheckError, match="expected to be zero"):
        gradcheck(lambda x: x.detach(), x)


def test_refused():
    with pytest.raises(ValueError, match="at least one"):
        gradcheck(nt.sin, nt.ones(2))
    with pytest.raises(NotImplementedError, match="check_forward_ad"):
        gradcheck(nt.sin, leaf(2), check_forward_ad=True)
    with pytest.warns(UserWarning, match="double precision"):
        gradcheck(nt.sin, nt.ones(2, requires_grad=True), raise_exception=False)

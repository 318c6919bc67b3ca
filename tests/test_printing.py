"""A few texts as torch prints them; parity_tests/test_printing.py compares with torch itself."""

import numpy as np
import pytest

from numpynn.printing import tensor_repr

TEXTS = [
    (np.arange(6, dtype=np.float32).reshape(2, 3), "tensor([[0., 1., 2.],\n        [3., 4., 5.]])"),
    (np.array([0.1, -2.5, np.nan, np.inf], np.float32), "tensor([ 0.1000, -2.5000,     nan,     inf])"),
    (np.array([1, 1001], np.float32), "tensor([1.0000e+00, 1.0010e+03])"),
    (np.array([0.5, 1e-5]), "tensor([5.0000e-01, 1.0000e-05], dtype=torch.float64)"),
    (np.zeros((0, 3), np.int64), "tensor([], size=(0, 3), dtype=torch.int64)"),
    (
        np.arange(2000).reshape(2, 1000),
        "tensor([[   0,    1,    2,  ...,  997,  998,  999],\n        [1000, 1001, 1002,  ..., 1997, 1998, 1999]])",
    ),
    (np.array([1 + 2j, -0.5 - 1e-3j], np.complex64), "tensor([ 1.0000+2.0000e+00j, -0.5000-1.0000e-03j])"),
    (np.array([[True, False]]), "tensor([[ True, False]])"),
    (np.array(3.25, np.float16), "tensor(3.2500, dtype=torch.float16)"),
]


@pytest.mark.parametrize(("array", "text"), TEXTS)
def test_text(array, text):
    assert tensor_repr(array) == text


def test_what_the_array_does_not_tell():
    one = np.ones(1, np.float32)
    assert tensor_repr(one, requires_grad=True) == "tensor([1.], requires_grad=True)"
    assert tensor_repr(one, requires_grad=True, grad_fn_name="MulBackward0") == "tensor([1.], grad_fn=<MulBackward0>)"

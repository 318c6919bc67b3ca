"""Sparse tensors against dense arrays, and what they refuse, by name."""

import numpy as np
import pytest

import numpynn as torch
from numpynn.kernels import sparse

INDICES = np.array([[0, 1, 1, 0, 2], [2, 0, 2, 2, 1]])
VALUES = np.array([3.0, 4.0, 5.0, 1.0, 2.0])


def dense():
    array = np.zeros((3, 4))
    np.add.at(array, tuple(INDICES), VALUES)
    return array


def made(**options):
    return torch.sparse_coo_tensor(torch.from_numpy(INDICES), torch.from_numpy(VALUES.copy()), (3, 4), **options)


def test_kernels():
    rng = np.random.default_rng(0)
    places, values = rng.integers(0, 7, 50), rng.standard_normal((50, 2))
    expected = np.zeros((9, 2))
    np.add.at(expected, places, values)
    assert np.allclose(sparse.gather_sum(values, places, 9), expected, rtol=1e-13)
    assert sparse.gather_sum(values[:0], places[:0], 3).tolist() == [[0, 0]] * 3
    x = rng.standard_normal((4, 3))
    assert np.allclose(sparse.matmul(VALUES, x, *INDICES, 3), dense() @ x, rtol=1e-13)


def test_the_dense_tensor_and_back():
    s = made()
    assert np.array_equal(s.to_dense().numpy(), dense())
    again = s.to_dense().to_sparse()
    assert again.is_coalesced() and np.array_equal(again.to_dense().numpy(), dense())
    assert s.coalesce().indices().tolist() == [[0, 1, 1, 2], [2, 0, 2, 1]]
    assert s.coalesce().values().tolist() == [4.0, 4.0, 5.0, 2.0]


@pytest.mark.parametrize("axes", [0, 1, (0, 1)])
def test_sums(axes):
    total = torch.sparse.sum(made(), axes)
    assert np.array_equal(total.to_dense().numpy(), dense().sum(axes))


def test_gradients_are_those_of_the_dense_product():
    x = torch.from_numpy(np.random.default_rng(1).standard_normal((4, 2)))
    cotangent = np.random.default_rng(2).standard_normal((3, 2))
    s, x = made(requires_grad=True), x.requires_grad_()
    (s @ x).backward(torch.from_numpy(cotangent))
    assert np.allclose(x.grad.numpy(), dense().T @ cotangent, rtol=1e-13)
    full = cotangent @ x.detach().numpy().T
    assert np.allclose(s.grad._values().numpy(), full[tuple(INDICES)], rtol=1e-13)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda s: s.exp(), "exp"),
        (lambda s: torch.exp(s), "exp"),
        (lambda s: s.softmax(1), "softmax"),
        (lambda s: s.view(-1), "view"),
        (lambda s: s[0], "getitem"),
        (lambda s: s.to_sparse_csr(), "to_sparse_csr"),
        (lambda s: torch.sparse_csr_tensor([0], [0], [1.0]), "sparse_csr_tensor"),
        (lambda s: torch.cat([s, s]), "cat"),
        (lambda s: torch.nn.functional.linear(s, s), "linear"),
        (lambda s: s == s, "compare"),
        (lambda s: s.mul_(2), "mul_"),
        (lambda s: s * s, "mul"),
        (lambda s: torch.zeros_like(s), "zeros_like"),
    ],
)
def test_what_is_not_there_is_refused_by_name(call, name):
    with pytest.raises(NotImplementedError, match=name):
        call(made())


def test_other_layouts_are_refused():
    with pytest.raises(NotImplementedError, match="sparse_csr"):
        torch.eye(2).to_sparse(layout=torch.sparse_csr)
    with pytest.raises(RuntimeError, match="dim 0, size is 1 but found indices from 0 to 2"):
        torch.sparse_coo_tensor(INDICES, VALUES, (1, 4))

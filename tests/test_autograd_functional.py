"""Jacobians, Hessians and their products, against formulas."""

import numpy as np
import pytest

import numpynn as nt

functional = nt.autograd.functional
rng = np.random.default_rng(0)
A = rng.standard_normal((3, 3))
X, V = rng.standard_normal((2, 3))
# f(x) = sum of (A x)^3 has the gradient 3 A^T (A x)^2 and the Hessian 6 A^T diag(A x) A.
GRADIENT = 3 * A.T @ (A @ X) ** 2
HESSIAN = 6 * A.T @ np.diag(A @ X) @ A


def cubes(x):
    return (nt.tensor(A) @ x) ** 3


def total(x):
    return cubes(x).sum()


def same(tensor, values):
    np.testing.assert_allclose(tensor.detach().numpy(), values, rtol=1e-11)


@pytest.mark.parametrize("options", [{}, {"create_graph": True}, {"strict": True}, {"vectorize": True}])
def test_jacobian_and_hessian(options):
    x = nt.tensor(X)
    same(functional.jacobian(cubes, x, **options), 3 * ((A @ X) ** 2)[:, None] * A)
    same(functional.hessian(total, x, **options), HESSIAN)
    ((block,),) = functional.hessian(total, (x,), **options)
    same(block, HESSIAN)


@pytest.mark.parametrize("options", [{}, {"create_graph": True}, {"strict": True}])
def test_products(options):
    x, v = nt.tensor(X), nt.tensor(V)
    same(functional.vjp(total, x, **options)[1], GRADIENT)
    same(functional.vjp(cubes, x, v, **options)[1], A.T @ (3 * (A @ X) ** 2 * V))
    same(functional.jvp(cubes, x, v, **options)[1], 3 * (A @ X) ** 2 * (A @ V))
    for product in (functional.vhp, functional.hvp):
        value, found = product(total, x, v, **options)
        same(value, ((A @ X) ** 3).sum())
        same(found, HESSIAN @ V)


def test_results_are_recorded_when_asked_for():
    x = nt.tensor(X, requires_grad=True)
    assert not functional.jacobian(cubes, x).requires_grad
    jacobian = functional.jacobian(cubes, x, create_graph=True)
    same(nt.autograd.grad(jacobian.sum(), x)[0], 6 * A.T @ ((A @ X) * A.sum(1)))
    assert x.grad is None


def test_what_does_not_depend_on_the_input():
    x = nt.tensor(X)
    same(functional.jacobian(lambda x: nt.ones(2), x), np.zeros((2, 3)))
    assert functional.jacobian(lambda x: x[:0], x).shape == (0, 3)
    for function in (functional.jacobian, functional.hessian):
        with pytest.raises(RuntimeError, match="strict mode"):
            function(lambda x: nt.ones(()), x, strict=True)


@pytest.mark.parametrize("function", [functional.vjp, functional.jvp, functional.vhp, functional.hvp])
def test_refused(function):
    x = nt.tensor(X)
    with pytest.raises(TypeError, match="list"):
        function(total, [x], x)
    with pytest.raises(RuntimeError, match="3"):
        function(cubes, x)
    with pytest.raises(RuntimeError, match="2"):
        function(total, x, nt.ones(2))
    with pytest.raises(NotImplementedError, match="forward-mode"):
        functional.jacobian(cubes, x, strategy="forward-mode")

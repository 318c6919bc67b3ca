"""Samples of distributions: from torch's numbers, in torch's order. Bit for bit, but for what log, exp and sums round otherwise."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import torch

import numpynn
from numpynn.parity.compare import compare
from numpynn.parity.tolerance import tolerance

A = "t([0.1, 0.4, 1.0, 3.0, 7.0, 9.0, 30.0])"
P = "t([0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9])"
EYE = "t([[1.0, 0.0], [0.5, 2.0]])"
EXACT = [
    *[f"Normal(-{A}, 0.7)", "Normal(0.5, 2.0)", f"HalfNormal({A})", f"Cauchy({A}, 0.7)", f"HalfCauchy({A})"],
    *[f"Uniform(-{A}, 3.0)", f"Exponential({A})", f"Gamma({A}, {P})", f"Chi2({A})", f"Beta({A}, {P})"],
    *[f"StudentT({A})", f"FisherSnedecor({A}, 3.0)", f"Poisson({A})", f"Geometric({P})", f"NegativeBinomial(9, {P})"],
    *[f"Bernoulli({P})", f"Bernoulli(logits={A})", f"Binomial(9, {P})", f"Binomial(900, {P})"],
    *[f"Categorical({P})", f"Categorical(logits={A})", f"OneHotCategorical({P})", f"Multinomial(20, {P})"],
    f"Independent(D.Normal({A}, 1.0), 1)",
    f"MixtureSameFamily(D.Categorical({P}), D.Normal({A}, 0.3))",
    f"LowRankMultivariateNormal(t([0.0, 1.0]), {EYE}, t([1.0, 2.0]))",
]
# By log, exp, powers, cosines, and by products of matrices and sums of vectors.
ROUNDED = [
    *[f"Dirichlet({A})", f"Laplace({A}, 0.7)", f"LogNormal(-{P}, 0.7)", f"InverseGamma({A}, 3.0)", f"Gumbel({A}, 3.0)"],
    *[f"Weibull({A}, 3.0)", f"Pareto({A}, 3.0)", f"Kumaraswamy({A}, 3.0)", f"GeneralizedPareto({A}, 3.0, 0.3)"],
    *[f"ContinuousBernoulli({P})", f"VonMises({P}, 3.0)", "LKJCholesky(3, t(1.5))", f"LogisticNormal({P}, 1.0)"],
    *[f"RelaxedBernoulli(t(0.5), {P})", f"RelaxedOneHotCategorical(t(0.5), {P})"],
    *[f"MultivariateNormal(t([0.0, 1.0]), scale_tril={EYE})", f"Wishart(t(5.0), scale_tril={EYE})"],
]


def drawn(library, text, dtype, seed):
    """A sample, and the state of the generator after it."""
    library.manual_seed(seed)
    names = {"D": library.distributions, "t": lambda values: library.tensor(values, dtype=getattr(library, dtype))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sample = eval(f"D.{text}", names).sample((40,))
    return sample.numpy(), library.get_rng_state().numpy()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("text", EXACT + ROUNDED)
def test_samples(text, dtype):
    for seed in range(3):
        expected, state = drawn(torch, text, dtype, seed)
        actual, ours = drawn(numpynn, text, dtype, seed)
        assert np.array_equal(state, ours)
        assert expected.dtype == actual.dtype
        if text in EXACT:
            assert np.array_equal(expected, actual)
        else:
            assert compare(actual, expected, tolerance(expected.dtype)).problem == ""

"""nn.init and nn.utils without torch: what they promise."""

import math
import warnings

import numpy as np
import pytest

import numpynn as nt
from numpynn import nn
from numpynn.nn.utils import parametrizations, parametrize, prune, rnn


def parameter(*gradient):
    p = nn.Parameter(nt.zeros(len(gradient)))
    p.grad = nt.tensor(list(gradient))
    return p


def test_clipping():
    p = [parameter(3.0, 4.0), parameter(12.0)]
    assert nn.utils.clip_grad_norm_(p, 6.5).item() == 13.0
    np.testing.assert_allclose(p[0].grad.numpy(), [1.5, 2.0], rtol=1e-6)
    nn.utils.clip_grad_value_(p, 1.75)
    assert p[1].grad.tolist() == [1.75]
    with pytest.raises(RuntimeError, match="non-finite"):
        nn.utils.clip_grad_norm_([parameter(math.inf)], 1.0, error_if_nonfinite=True)


def test_vectors():
    p = [nn.Parameter(nt.ones(2, 2)), nn.Parameter(nt.zeros(1))]
    assert nn.utils.parameters_to_vector(p).tolist() == [1.0, 1.0, 1.0, 1.0, 0.0]
    with pytest.raises(RuntimeError):
        nn.utils.vector_to_parameters(nt.arange(4.0), p)
    assert p[0].tolist() == [[1.0, 1.0], [1.0, 1.0]]
    nn.utils.vector_to_parameters(nt.arange(5.0), p)
    assert p[1].tolist() == [4.0]


def test_functional_call_restores_after_an_error():
    m = nn.Linear(2, 1)
    weight = m.weight
    with warnings.catch_warnings(), pytest.raises(RuntimeError):
        warnings.simplefilter("ignore")
        nn.utils.stateless.functional_call(m, {"weight": nt.ones(1, 2)}, nt.ones(5))
    assert m.weight is weight


def test_skip_init_draws_nothing():
    nt.manual_seed(0)
    before = nt.get_rng_state().tolist()
    m = nn.utils.skip_init(nn.Linear, 4, 3)
    assert m.weight.shape == (3, 4)
    assert nt.get_rng_state().tolist() == before
    nn.Linear(4, 3)
    assert nt.get_rng_state().tolist() != before


def test_orthogonal_matrices():
    for shape in ((3, 5), (5, 3), (4, 2, 2)):
        w = nn.init.orthogonal_(nt.empty(shape, dtype=nt.float64), gain=2.0).numpy().reshape(shape[0], -1)
        small = w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w
        np.testing.assert_allclose(small, 4 * np.eye(len(small)), atol=1e-12)


def test_truncated_draws_stay_inside():
    for bounds in ((-2, 2), (1.5, 3), (-0.01, 0.01)):
        w = nn.init.trunc_normal_(nt.empty(1000), 0.0, 1.0, *bounds)
        assert bounds[0] <= w.min().item() <= w.max().item() <= bounds[1]
        assert len(set(w.tolist())) > 900


def test_sparse_columns():
    w = nn.init.sparse_(nt.empty(10, 6), 0.25)
    assert [(column == 0).sum().item() for column in w.T] == [3] * 6


def test_packing_there_and_back():
    x = nt.arange(24.0).reshape(4, 3, 2)
    packed = rnn.pack_padded_sequence(x, [1, 4, 2], enforce_sorted=False)
    assert packed.batch_sizes.tolist() == [3, 2, 1, 1]
    padded, lengths = rnn.pad_packed_sequence(packed, padding_value=-1.0)
    assert lengths.tolist() == [1, 4, 2]
    assert padded[:, 1].tolist() == x[:, 1].tolist()
    assert padded[1:, 0].tolist() == [[-1.0, -1.0]] * 3
    with pytest.raises(RuntimeError, match="length 5 exceeds the 4 steps"):
        rnn.pack_padded_sequence(x, [5, 2, 1])


def test_unpadding_leaves_its_argument_alone():
    x = nt.arange(6.0).reshape(3, 2)
    assert [part.tolist() for part in rnn.unpad_sequence(x, nt.tensor([3, 1]))] == [[0.0, 2.0, 4.0], [1.0]]
    assert x.shape == (3, 2)


class Symmetric(nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).T

    def right_inverse(self, x):
        return x.triu()


def test_parametrizing():
    m = nn.Linear(2, 2)
    m.weight.data = nt.tensor([[1.0, 2.0], [3.0, 4.0]])
    parametrize.register_parametrization(m, "weight", Symmetric())
    assert m.weight.tolist() == [[1.0, 2.0], [2.0, 4.0]]
    m.weight = nt.tensor([[5.0, 6.0], [7.0, 8.0]])
    assert m.weight.tolist() == [[5.0, 6.0], [6.0, 8.0]]
    parametrize.remove_parametrizations(m, "weight")
    assert type(m) is nn.Linear
    assert m.weight.tolist() == [[5.0, 6.0], [6.0, 8.0]]


def test_a_refused_parametrization_leaves_the_module_as_it_was():
    class Wrong(Symmetric):
        def forward(self, x):
            return x[0]

    m = nn.Linear(2, 2)
    weight, before = m.weight, m.weight.tolist()
    with pytest.raises(ValueError, match="may not change the shape"):
        parametrize.register_parametrization(m, "weight", Wrong())
    assert m.weight is weight
    assert m.weight.tolist() == before
    assert type(m) is nn.Linear


def test_spectral_norm_finds_the_largest_singular_value():
    m = parametrizations.spectral_norm(nn.Linear(5, 4))
    for _ in range(100):
        m(nt.ones(5))
    assert np.linalg.norm(m.weight.detach().numpy(), 2) == pytest.approx(1.0, rel=1e-5)


def test_weight_norm_splits_length_from_direction():
    m = parametrizations.weight_norm(nn.Linear(3, 2))
    m.parametrizations.weight.original0.data.fill_(5.0)
    np.testing.assert_allclose(np.linalg.norm(m.weight.detach().numpy(), axis=1), [5.0, 5.0], rtol=1e-6)


def test_pruning():
    m = nn.Linear(3, 1)
    m.weight.data = nt.tensor([[0.1, -3.0, 2.0]])
    prune.l1_unstructured(m, "weight", 1)
    prune.l1_unstructured(m, "weight", 1)
    assert m.weight.tolist() == [[0.0, -3.0, 0.0]]
    m(nt.ones(3)).sum().backward()
    assert m.weight_orig.grad.tolist() == [[0.0, 1.0, 0.0]]
    prune.remove(m, "weight")
    assert m.weight.tolist() == [[0.0, -3.0, 0.0]]
    assert list(m.state_dict()) == ["bias", "weight"]


def test_a_refused_pruning_leaves_the_earlier_one():
    m = prune.l1_unstructured(nn.Linear(3, 1), "weight", 1)
    mask = m.weight_mask.tolist()
    with pytest.raises(ValueError, match="amount=100"):
        prune.l1_unstructured(m, "weight", 100)
    assert m.weight_mask.tolist() == mask
    assert prune.is_pruned(m)

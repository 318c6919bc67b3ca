"""load_state_dict: all or nothing, and no more memory than it takes."""

import tracemalloc

import numpy as np
import pytest

import numpynn as nt
from numpynn import nn


def network():
    return nn.Sequential(nn.Linear(200, 200), nn.BatchNorm1d(200))


def values(module):
    return [t.array.copy() for t in module.state_dict().values()]


def halved(state):
    return {name: tensor / 2 if tensor.is_floating_point() else tensor for name, tensor in state.items()}


def assert_loads_or_stays(module, state, error):
    before = values(module)
    with pytest.raises(type(error), match=str(error)):
        module.load_state_dict(state)
    for a, b in zip(values(module), before, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("1.bias", nt.zeros(7)),
        ("1.bias", nt.zeros(200, dtype=nt.complex64).expand(3, 200)),
        ("1.weight", "a word"),
        ("2.weight", nt.zeros(3)),
    ],
)
def test_a_state_that_does_not_fit_changes_nothing(name, value):
    module = network()
    assert_loads_or_stays(module, halved(module.state_dict()) | {name: value}, RuntimeError("loading state_dict"))


def fail(*_):
    raise ValueError("not today")


def test_what_hooks_and_modules_refuse_changes_nothing():
    hooked = network()
    hooked[1].register_load_state_dict_post_hook(fail)
    assert_loads_or_stays(hooked, halved(hooked.state_dict()), ValueError("not today"))
    own = network()
    own[1]._load_state_dict_pre_hooks[0] = fail
    assert_loads_or_stays(own, halved(own.state_dict()), ValueError("not today"))

    class Late(nn.Module):
        def _load_from_state_dict(self, *args):
            fail()

    late = network().append(Late())
    assert_loads_or_stays(late, halved(late.state_dict()), ValueError("not today"))


def test_a_state_that_overlaps_the_module_changes_nothing():
    module = network()
    state = halved(module.state_dict()) | {"0.weight": module[0].weight.detach().T}
    assert_loads_or_stays(module, dict(reversed(state.items())), RuntimeError("single memory location"))


def test_a_state_that_fits_is_copied_once():
    module, other = network(), network()
    state = other.state_dict()
    module.load_state_dict(state)
    tracemalloc.start()
    module.load_state_dict(state)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < module[0].weight.nbytes / 2
    for a, b in zip(values(module), values(other), strict=True):
        np.testing.assert_array_equal(a, b)

"""load_state_dict: what it takes, and that an error leaves the module as it was."""

from collections import OrderedDict

import numpy as np
import pytest

import numpynn as nt
from numpynn import nn


class Counting(nn.Linear):
    """A module with state of its own, loaded by methods that subclasses may write."""

    def __init__(self):
        super().__init__(2, 2)
        self.count = 0
        self.register_buffer("kept", nt.zeros(1))

    def get_extra_state(self):
        return self.count

    def set_extra_state(self, state):
        self.count = state

    def _load_from_state_dict(self, state_dict, prefix, *findings):
        super()._load_from_state_dict(state_dict, prefix, *findings)
        with nt.no_grad():
            self.kept += 1


def net():
    return nn.Sequential(nn.Linear(2, 2), Counting(), nn.Sequential(nn.Linear(2, 1)))


def values(module):
    return {
        name: value.tolist() if isinstance(value, nt.Tensor) else value for name, value in module.state_dict().items()
    }


def test_arrays_are_taken():
    m = nn.Linear(2, 1)
    m.load_state_dict({"weight": np.array([[1.0, 2.0]]), "bias": np.float32(5.0).reshape(1)})
    assert m.weight.tolist() == [[1.0, 2.0]]
    assert m.weight.dtype is nt.float32
    assert m.bias.tolist() == [5.0]


def test_loading_writes_into_the_same_memory():
    m, other = nn.Linear(2, 1), nn.Linear(2, 1)
    window = m.weight.detach().numpy()
    m.load_state_dict(other.state_dict())
    assert window.tolist() == other.weight.tolist()


@pytest.mark.parametrize("assign", [False, True])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda state: state.pop("2.0.bias"),
        lambda state: state.update(more=nt.zeros(1)),
        lambda state: state.update({"2.0.weight": nt.zeros(5)}),
        lambda state: state.update({"2.0.bias": "text"}),
    ],
    ids=["missing", "unexpected", "another shape", "no tensor"],
)
def test_an_error_leaves_the_module_as_it_was(spoil, assign):
    m, other = net(), net()
    other[1].count = 7
    before, weight, kept = values(m), m[0].weight, m[1].kept
    state = other.state_dict()
    spoil(state)
    with pytest.raises(RuntimeError, match="loading state_dict"):
        m.load_state_dict(state, assign=assign)
    assert values(m) == before
    assert m[0].weight is weight
    assert m[1].kept is kept
    assert m[1].count == 0


def test_an_error_leaves_a_lazy_module_lazy():
    m = nn.Sequential(nn.LazyLinear(3), nn.Linear(3, 1))
    with pytest.raises(RuntimeError, match=r"size mismatch for 1\.weight"):
        m.load_state_dict(nn.Sequential(nn.Linear(2, 3), nn.Linear(4, 1)).state_dict())
    assert m[0].has_uninitialized_params()
    assert repr(m[0].weight) == "<UninitializedParameter>"
    assert m(nt.ones(5)).shape == (1,)


def test_an_error_of_a_hook_leaves_the_module_as_it_was():
    def fails(module, keys):
        raise KeyError("hook")

    m = net()
    m.register_load_state_dict_post_hook(fails)
    before = values(m)
    with pytest.raises(KeyError, match="hook"):
        m.load_state_dict(net().state_dict())
    assert values(m) == before


def test_errors_are_listed_together():
    m = nn.Linear(2, 1)
    with pytest.raises(RuntimeError) as caught:
        m.load_state_dict({"weight": nt.zeros(3, 2), "more": nt.zeros(1)})
    assert str(caught.value) == (
        'Error(s) in loading state_dict for Linear:\n\tMissing key(s) in state_dict: "bias". \n\t'
        'Unexpected key(s) in state_dict: "more". \n\tsize mismatch for weight: copying a param with shape '
        "torch.Size([3, 2]) from checkpoint, the shape in current model is torch.Size([1, 2])."
    )


def test_assigning_leaves_no_mark_in_the_state():
    state = nn.Linear(2, 1).state_dict()
    first, second = nn.Linear(2, 1), nn.Linear(2, 1)
    first.load_state_dict(state, assign=True)
    assert state._metadata == OrderedDict({"": {"version": 1}})
    second.load_state_dict(state)
    state["weight"].fill_(9.0)
    assert first.weight.tolist() == [[9.0, 9.0]]
    assert second.weight.tolist() != [[9.0, 9.0]]


def test_extra_state():
    m, other = net(), net()
    other[1].count = 7
    m.load_state_dict(other.state_dict())
    assert m[1].count == 7
    assert m[1].kept.item() == 1.0

"""Containers as lists and dictionaries."""

import pytest

import numpynn as nt
from numpynn import nn


def names(container):
    return list(container._modules)


def test_sequential():
    a, b, c = nn.Identity(), nn.Flatten(), nn.Linear(2, 1)
    s = nn.Sequential(a, b).append(c)
    assert list(s) == [a, b, c]
    assert list(s[1:]) == [b, c]
    assert names(s[1:]) == ["1", "2"]
    assert s.pop(1) is b
    assert names(s) == ["0", "1"]
    assert list(s.insert(-1, b)) == [a, b, c]
    assert list(s * 2) == [a, b, c] * 2
    assert list(s + nn.Sequential(b)) == [a, b, c, b]
    with pytest.raises(IndexError, match="index 5 is out of range"):
        s[5]
    with pytest.raises(ValueError, match="Non-positive"):
        s * 0


def test_sequential_added_to_itself():
    s = nn.Sequential(nn.Identity(), nn.Flatten())
    s += s
    assert [type(m) for m in s] == [nn.Identity, nn.Flatten] * 2


def test_module_list():
    a, b = nn.Identity(), nn.Flatten()
    m = nn.ModuleList([a])
    m += [b]
    m.insert(0, b)
    assert list(m) == [b, a, b]
    del m[0]
    assert list(m) == [a, b]
    assert names(m) == ["0", "1"]
    assert type(m[:1]) is nn.ModuleList
    with pytest.raises(KeyError, match="-1"):
        m.insert(-1, a)
    assert list(m) == [a, b]


def test_module_list_repr():
    m = nn.ModuleList([nn.Linear(1, 1), nn.Linear(1, 1), nn.Identity()])
    assert repr(m) == (
        "ModuleList(\n  (0-1): 2 x Linear(in_features=1, out_features=1, bias=True)\n  (2): Identity()\n)"
    )
    assert repr(nn.ModuleList()) == "ModuleList()"


def test_module_dict():
    a, b = nn.Identity(), nn.Flatten()
    m = nn.ModuleDict({"b": b})
    m.update([("a", a)])
    assert list(m.items()) == [("b", b), ("a", a)]
    assert m.pop("b") is b
    assert "b" not in m
    with pytest.raises(ValueError, match="length 3"):
        m.update([(1, 2, 3)])
    with pytest.raises(KeyError, match="already exists"):
        m["keys"] = a


def test_parameter_list():
    p = nn.ParameterList([nt.ones(2), "text"])
    assert isinstance(p[0], nn.Parameter)
    assert p[-1] == "text"
    assert len(p.append(nt.zeros(1))) == 3
    assert [name for name, _ in p.named_parameters()] == ["0", "2"]
    assert len(p[1:]) == 2
    with pytest.raises(RuntimeError, match="floating point"):
        p.append(nt.ones(1, dtype=nt.int64))
    assert len(p) == 3
    with pytest.raises(RuntimeError, match="should not be called"):
        p(1)


def test_parameter_dict():
    p = nn.ParameterDict({"b": nt.ones(2), "a": 5})
    assert list(p) == ["a", "b"]
    assert isinstance(p["b"], nn.Parameter)
    assert p.setdefault("c", 3) == 3
    assert p.popitem() == ("c", 3)
    assert list(p | nn.ParameterDict({"z": 1})) == ["a", "b", "z"]
    with pytest.raises(TypeError, match="must be a string"):
        p[5] = nt.ones(1)
    assert list(p) == ["a", "b"]
    p.clear()
    assert len(p) == 0
    assert not p._parameters

"""Options of constructors that cannot be had here are refused, not ignored."""

import pytest

import numpynn as nt

MAKERS = {
    "zeros": lambda **o: nt.zeros(2, **o),
    "ones": lambda **o: nt.ones(2, **o),
    "empty": lambda **o: nt.empty(2, **o),
    "full": lambda **o: nt.full((2,), 1.0, **o),
    "arange": lambda **o: nt.arange(3, **o),
    "linspace": lambda **o: nt.linspace(0, 1, 3, **o),
    "eye": lambda **o: nt.eye(2, **o),
    "rand": lambda **o: nt.rand(2, **o),
    "randn": lambda **o: nt.randn(2, **o),
    "randint": lambda **o: nt.randint(0, 5, (2,), **o),
    "randperm": lambda **o: nt.randperm(3, **o),
    "zeros_like": lambda **o: nt.zeros_like(nt.ones(2), **o),
    "rand_like": lambda **o: nt.rand_like(nt.ones(2), **o),
    "new_zeros": lambda **o: nt.ones(2).new_zeros(2, **o),
}


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
def test_another_layout_is_refused(maker):
    assert maker().numel() >= 2
    with pytest.raises(NotImplementedError, match="layout"):
        maker(layout="sparse")


@pytest.mark.parametrize("name", ["zeros", "full", "arange", "rand", "randperm", "new_zeros"])
def test_memory_cannot_be_pinned(name):
    with pytest.raises(RuntimeError, match="accelerator"):
        MAKERS[name](pin_memory=True)

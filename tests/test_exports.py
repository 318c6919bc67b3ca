"""What a package offers is what it lists: `__all__` is complete, sorted, and every name of it is there."""

from importlib import import_module
from types import ModuleType

import pytest
from importing import PACKAGE

PUBLIC = [
    "numpynn",
    "numpynn.checkpoint",
    "numpynn.datasets",
    "numpynn.distributions",
    "numpynn.distributions.constraints",
    "numpynn.distributions.transforms",
    "numpynn.linalg",
    "numpynn.models",
    "numpynn.nn",
    "numpynn.nn.functional",
    "numpynn.nn.init",
    "numpynn.nn.utils",
    "numpynn.optim",
    "numpynn.parity",
    "numpynn.port",
    "numpynn.random",
    "numpynn.sparse",
    "numpynn.utils",
    "numpynn.utils.data",
    "numpynn.vision",
    "numpynn.vision.datasets",
    "numpynn.vision.transforms",
    "numpynn.vision.utils",
]


def exists(name):
    place = PACKAGE.parent.joinpath(*name.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def public_names(module):
    """A package offers all it holds but modules; a file what it defines, not what it imported for that."""
    is_package = hasattr(module, "__path__")
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
        if is_package or getattr(value, "__module__", None) == module.__name__
    }


@pytest.fixture(params=[name for name in PUBLIC if exists(name)])
def module(request):
    return import_module(request.param)


def test_all_is_sorted_and_names_nothing_twice(module):
    assert list(module.__all__) == sorted(set(module.__all__))


def test_all_is_complete(module):
    assert public_names(module) - set(module.__all__) == set()


def test_every_name_of_all_is_there(module):
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


@pytest.mark.parametrize("name", ["numpynn.nn", "numpynn.optim"])
def test_no_name_without_meaning(name):
    """A misspelt name is refused with the package's name, whether names are found at once or on demand."""
    with pytest.raises(AttributeError, match="Liner"):
        import_module(name).Liner  # noqa: B018

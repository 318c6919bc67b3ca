"""The examples in the docstrings say what happens."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import numpynn

# Examples of the rooms that need torch are run by parity_tests.
WITH_TORCH = ("numpynn.parity", "numpynn.port")
MODULES = [
    module.name
    for module in pkgutil.walk_packages(numpynn.__path__, "numpynn.")
    if not module.name.startswith(WITH_TORCH) and not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, _ = doctest.testmod(import_module(name), optionflags=flags)
    assert failed == 0

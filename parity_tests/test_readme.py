"""README's examples that need torch do what they assert."""

import pytest

from tests.readme import EXAMPLES, needs_torch, run


@pytest.mark.parametrize("example", [example for example in EXAMPLES if needs_torch(example)])
def test_example(example):
    run(example)

"""README's examples do what they assert; those that need torch are run by parity_tests."""

import pytest
from readme import EXAMPLES, needs_torch, run


@pytest.mark.parametrize("example", [example for example in EXAMPLES if not needs_torch(example)])
def test_example(example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run(example)


def test_every_example_is_found():
    assert len(EXAMPLES) == 4 and sum(map(needs_torch, EXAMPLES)) == 1

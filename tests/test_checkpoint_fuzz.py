"""A short form of scripts/fuzz_checkpoint: whatever is done to a file, reading it ends in a value or in our own error."""

import fuzzing
import pytest


@pytest.mark.parametrize("batch", range(4))
def test_mutations_end_in_a_value_or_an_error(batch):
    values, errors = fuzzing.run(range(batch * 500, (batch + 1) * 500))
    assert values and errors

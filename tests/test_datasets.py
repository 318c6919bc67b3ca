import numpy as np
import pytest

from numpynn.datasets import load_digits, train_test_split


def test_digits_are_the_1797_of_the_source():
    images, labels = load_digits()
    assert images.shape == (1797, 1, 8, 8) and images.dtype == np.float32
    assert labels.shape == (1797,) and labels.dtype == np.int64
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert images.min() == 0 and images.max() == 1
    pixels = images * 16
    assert np.array_equal(pixels, np.round(pixels)) and pixels.sum() == 561718
    assert pixels[0, 0, 0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]


def test_split_keeps_every_row_once_and_pairs_together():
    rows = np.arange(50)
    a_train, a_test, b_train, b_test = train_test_split(rows, rows[:, None] * 10, test_size=0.25)
    assert len(a_test) == 13
    assert sorted([*a_train, *a_test]) == rows.tolist()
    assert np.array_equal(a_train * 10, b_train[:, 0]) and np.array_equal(a_test * 10, b_test[:, 0])


def test_split_is_the_same_for_the_same_seed():
    def split(seed):
        return train_test_split(np.arange(10), test_size=3, seed=seed)[1].tolist()

    assert split(0) == [2, 8, 4]
    assert split(1) != split(0) == split(0)


@pytest.mark.parametrize("test_size", [0, 0.0, 10, 1.0, -1])
def test_split_refuses_an_empty_part(test_size):
    with pytest.raises(ValueError, match=r"test_size=.* of 10 rows"):
        train_test_split(np.arange(10), test_size=test_size)


def test_split_refuses_arrays_of_different_lengths():
    with pytest.raises(ValueError, match=r"\[3, 4\]"):
        train_test_split(np.arange(3), np.arange(4))
    with pytest.raises(ValueError):
        train_test_split()

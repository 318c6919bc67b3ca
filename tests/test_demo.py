"""The NumPy half of the main job learns, and reads with weights that it is given."""

import re

import numpy as np
import pytest

import numpynn
from numpynn import checkpoint, demo
from numpynn.models import LeNet5


def accuracies(text):
    return [float(number) for number in re.findall(r"(\d+\.\d)%", text)]


def test_one_epoch_learns(capsys):
    assert demo.main(["--epochs", "1"]) == 0
    text = capsys.readouterr().out
    assert "61706 parameters" in text and "read as 2" in text
    assert min(accuracies(text)) > 85


def test_reads_with_given_weights(tmp_path, capsys):
    numpynn.manual_seed(1)
    model = LeNet5()
    weights, predictions = tmp_path / "weights.npz", tmp_path / "predictions.npy"
    checkpoint.save(model.state_dict(), weights)
    assert demo.main(["--weights", str(weights), "--predictions", str(predictions)]) == 0
    seen = np.load(predictions)
    _, images, _, labels = demo.digits()
    assert np.array_equal(seen, demo.Learner(numpynn, model).read(images))
    assert accuracies(capsys.readouterr().out) == [round(100 * float(np.mean(seen == labels)), 1)]


def test_batches_hold_every_row_once_in_another_order_each_epoch():
    first, second = demo.batches(100, 1), demo.batches(100, 2)
    assert [len(batch) for batch in first] == [32, 32, 32, 4]
    assert sorted(np.concatenate(first)) == list(range(100))
    assert not np.array_equal(first[0], second[0])
    assert np.array_equal(first[0], demo.batches(100, 1)[0])


def test_digits_are_centred():
    train_images, images, _, labels = demo.digits()
    assert train_images.dtype == np.float32 and len(images) == len(labels) == 360
    every = np.concatenate([train_images, images])
    assert abs(every.mean()) < 1e-5 and abs(every.std() - 1) < 1e-5


@pytest.mark.parametrize("size", [8, 16, 28, 32])
def test_lenet_takes_images_of_several_sizes(size):
    assert LeNet5(num_classes=7, in_channels=3)(numpynn.zeros(2, 3, size, size)).shape == (2, 7)


def test_lenet_enlarges_pixels_to_blocks():
    numpynn.manual_seed(0)
    model, images = LeNet5(), numpynn.randn(2, 1, 8, 8)
    enlarged = numpynn.from_numpy(images.numpy().repeat(4, 2).repeat(4, 3))
    assert numpynn.equal(model(images), model(enlarged))


@pytest.mark.parametrize("shape", [(1, 1, 9, 9), (1, 1, 8, 16), (1, 1, 64, 64)])
def test_lenet_refuses_other_sizes(shape):
    with pytest.raises(ValueError, match=f"{shape[-2]}x{shape[-1]}"):
        LeNet5()(numpynn.zeros(shape))

"""numpynn.parity names the layer that was broken on purpose, and says bug or rounding."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import numpynn
from numpynn import parity

IMAGES = np.random.default_rng(0).standard_normal((6, 1, 8, 8)).astype(np.float32)


def network(lib, batch_norm=None, activation=None):
    """A small convolutional network, some of whose layers may be others."""
    nn = lib.nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            layers = [nn.Conv2d(1, 4, 3), batch_norm or nn.BatchNorm2d(4), activation or nn.Tanh(), nn.MaxPool2d(2)]
            self.features = nn.Sequential(*layers)
            self.head = nn.Linear(4 * 3 * 3, 5)

        def forward(self, x):
            return self.head(self.features(x).flatten(1))

    return Net()


class Tanh(numpynn.nn.Module):
    """A tanh of which some part can be broken."""

    def __init__(self, forward):
        super().__init__()
        self.forward = forward


def broken_gradient(x):
    y = x.tanh().detach()
    return y + (x - x.detach()) * (1 - y)


def coarse_in_float32(x):
    return x.tanh() * (1 + 1e-3) if x.dtype == numpynn.float32 else x.tanh()


def twins_with(**layers):
    torch.manual_seed(0)
    return parity.twin(network(torch), network(numpynn, **layers))


def adam(lib, parameters):
    return lib.optim.Adam(parameters, lr=1e-3)


def test_twins_agree():
    report = twins_with().run(IMAGES)
    report.assert_close()
    assert report.close and report.verdict in ("same", "close")
    assert {row.name for row in report.rows} >= {
        "output",
        "gradient of input",
        "gradient of features.0.weight",
        "buffer features.1.running_var",
    }
    assert str(report).startswith("11 tensors agree in float32\n")
    assert report.first_output is None and report.first_gradient is None


def test_twins_train_alike():
    report = twins_with().train(IMAGES, optimizer=adam, steps=4)
    report.assert_close()
    assert {row.name for row in report.rows} >= {
        "loss at step 4",
        "parameter head.weight",
        "optimizer's exp_avg_sq of head.bias",
        "buffer features.1.running_mean",
    }


def test_a_wrong_eps_is_a_bug_of_that_layer():
    report = twins_with(batch_norm=numpynn.nn.BatchNorm2d(4, eps=1e-3)).run(IMAGES)
    assert report.verdict == "bug"
    assert report.first_output == "features.1 (BatchNorm2d)"
    with pytest.raises(AssertionError, match=r"first module whose output differs: features\.1 \(BatchNorm2d\)"):
        report.assert_close()


def test_a_wrong_gradient_is_a_bug_of_that_layer():
    report = twins_with(activation=Tanh(broken_gradient)).run(IMAGES)
    assert report.verdict == "bug"
    assert report.first_output is None
    assert report.first_gradient == "features.2 (Tanh)"
    by_name = {row.name: row.verdict for row in report.rows}
    assert by_name["output"] == by_name["gradient of head.weight"] == "same" or by_name["output"] == "close"
    assert by_name["gradient of features.1.weight"] == "bug"


def test_a_loss_of_precision_in_float32_is_a_bug():
    report = twins_with(activation=Tanh(coarse_in_float32)).run(IMAGES)
    assert report.verdict == "bug"
    assert report.first_output == "features.2 (Tanh)"


def test_what_float64_explains_is_rounding():
    def shifted(lib, shift):
        class Shifted(lib.nn.Module):
            def forward(self, x):
                return (x + shift) - shift

        return lib.nn.Sequential(lib.nn.Linear(3, 4), lib.nn.Sigmoid(), Shifted())

    torch.manual_seed(0)
    report = parity.twin(shifted(torch, 3000.0), shifted(numpynn, 2000.3)).run(IMAGES[0, 0, :, :3])
    assert report.verdict == "rounding"
    assert report.first_output == "2 (Shifted)"
    report.assert_close()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_gradient_of_noise_is_rounding(dtype):
    """Batch norm takes the bias before it away: its gradient is noise, which Adagrad makes steps of."""

    def adagrad(lib, parameters):
        return lib.optim.Adagrad(parameters, lr=0.01)

    twins = twins_with()
    for side in (twins.theirs, twins.ours):
        side.module.to(getattr(side.library, dtype))
    report = twins.train(IMAGES, optimizer=adagrad, steps=10)
    verdicts = {row.name: row.verdict for row in report.rows}
    assert verdicts["parameter features.0.bias"] == "rounding"
    assert verdicts["parameter features.0.weight"] in ("same", "close")
    report.assert_close()


def test_a_wrong_optimizer_is_found_where_forward_and_backward_agree():
    def sgd(lib, parameters):
        return lib.optim.SGD(parameters, lr=0.1 if lib is torch else 0.11)

    report = twins_with().train(IMAGES, optimizer=sgd, steps=2)
    assert report.verdict == "bug"
    assert report.first_output is None and report.first_gradient is None
    assert "see the optimizer" in str(report)


def test_twins_are_left_as_they_were():
    twins = twins_with()
    before = {key: value.numpy().copy() for key, value in twins.ours.module.state_dict().items()}
    twins.ours.module.eval()
    twins.run(IMAGES)
    twins.train(IMAGES, optimizer=adam)
    after = {key: value.numpy() for key, value in twins.ours.module.state_dict().items()}
    assert all(np.array_equal(before[key], after[key]) for key in before)
    assert not twins.ours.module.training and twins.theirs.module.training
    assert all(parameter.grad is None for parameter in twins.ours.module.parameters())


def test_weights_are_copied_both_ways():
    theirs, ours = torch.nn.Linear(3, 4), numpynn.nn.Linear(3, 4)
    parity.twin(theirs, ours)
    assert np.array_equal(theirs.weight.numpy(force=True), ours.weight.numpy(force=True))
    with numpynn.no_grad():
        ours.weight.mul_(2)
    parity.Twins(theirs, ours).copy_back()
    assert np.array_equal(theirs.weight.numpy(force=True), ours.weight.numpy(force=True))


def test_networks_of_other_shapes_are_no_twins():
    with pytest.raises(RuntimeError, match="size mismatch"):
        parity.twin(torch.nn.Linear(3, 4), numpynn.nn.Linear(3, 5))
    with pytest.raises(TypeError, match="takes Modules of torch and numpynn, not int"):
        parity.twin(3, numpynn.nn.Linear(3, 5))


def test_float64_twins_are_held_to_the_float64_row():
    def nearly(x):
        return x.tanh() * (1 + 1e-9)

    torch.manual_seed(0)
    twins = parity.twin(network(torch).double(), network(numpynn, activation=Tanh(nearly)).double())
    assert twins.run(IMAGES).first_output == "features.2 (Tanh)"


def test_integer_inputs_and_structured_outputs():
    def model(lib):
        class Words(lib.nn.Module):
            def __init__(self):
                super().__init__()
                self.embedding, self.memory = lib.nn.Embedding(5, 3), lib.nn.LSTM(3, 4)

            def forward(self, words, scale):
                outputs, (h, c) = self.memory(self.embedding(words) * scale)
                return {"outputs": outputs, "state": (h, c)}

        return Words()

    report = parity.twin(model(torch), model(numpynn)).run(np.arange(4), scale=np.array([2.0]))
    report.assert_close()
    assert {"output['state'][1]", "gradient of input['scale']"} <= {row.name for row in report.rows}

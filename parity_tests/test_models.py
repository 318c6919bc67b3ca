"""numpynn.models against themselves in torch: the same source, with torch's imports in place of ours."""

from __future__ import annotations

import re
from inspect import getsource

import numpy as np
import pytest
import torch

import numpynn
from numpynn import models, parity
from numpynn.models import inception, lenet, vae


def in_torch(page):
    """The names that the source of this page defines when torch is what it imports."""
    source = re.sub(r"from \.\.[\w.]* import", "from torch import", getsource(page))
    assert "from torch import nn\n" in source
    namespace = {"__name__": "models_in_torch"}
    exec(compile(source, page.__file__, "exec"), namespace)
    return namespace


THEIRS = in_torch(inception) | in_torch(lenet) | in_torch(vae)


def normal(*shape):
    return np.random.default_rng(sum(shape)).standard_normal(shape)


def unit(*shape):
    return np.random.default_rng(sum(shape)).uniform(0.05, 0.95, shape)


MODELS = {
    "models.Inception": ((6, 4, 3, 5, 2, 3, 4), [normal(2, 6, 9, 7)]),
    "models.SmallGoogLeNet": ((5, 3, 0.25), [normal(3, 3, 12, 9)]),
    "models.LeNet5, 8x8": ((), [normal(3, 1, 8, 8)]),
    "models.LeNet5, 16x16": ((4, 2), [normal(2, 2, 16, 16)]),
    "models.LeNet5, 28x28": ((), [normal(2, 1, 28, 28)]),
    "models.LeNet5, 32x32": ((), [normal(2, 1, 32, 32)]),
    "models.Latent": ((7, 3), [normal(4, 7)]),
    "models.Sample, noise given": ((), [normal(4, 3), normal(4, 3), normal(4, 3) ** 2]),
    "models.Sample, noise drawn": ((), [normal(40, 3), normal(40, 3)]),
    "models.VAE": ((12, 9, 3), [unit(5, 12), normal(5, 3)]),
}


def twins_of(label, dtype):
    name, (arguments, inputs) = re.findall(r"models\.(\w+)", label)[0], MODELS[label]
    torch.manual_seed(0)
    theirs, ours = (kind(*arguments) for kind in (THEIRS[name], getattr(models, name)))
    return parity.twin(theirs.to(getattr(torch, dtype)), ours.to(getattr(numpynn, dtype))), inputs


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("label", MODELS)
def test_forward_and_backward(label, dtype, training):
    twins, inputs = twins_of(label, dtype)
    twins.run(*inputs, training=training).assert_close()


@pytest.mark.parametrize("label", ["models.Inception", "models.SmallGoogLeNet", "models.LeNet5, 28x28"])
def test_training(label):
    twins, inputs = twins_of(label, "float64")
    twins.train(*inputs, optimizer=lambda lib, p: lib.optim.SGD(p, lr=0.01, momentum=0.9), steps=20).assert_close()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_loss_of_vae(dtype):
    twins, inputs = twins_of("models.VAE", dtype)
    losses = []
    for side in (twins.theirs, twins.ours):
        x, noise = (side.library.from_numpy(array.astype(dtype)) for array in inputs)
        loss = side.module.loss(x, noise)
        loss.backward()
        losses.append([loss.detach().numpy(), *(parameter.grad.numpy() for parameter in side.module.parameters())])
    for theirs, ours in zip(*losses):
        assert parity.compare(ours, theirs).close


@pytest.mark.parametrize("dtype", ["float32", "float64"], ids="models.kl_divergence {}".format)
def test_divergence(dtype):
    mean, log_variance = (array.astype(dtype) for array in (normal(4, 3), normal(4, 3) / 2))
    ours = models.kl_divergence(numpynn.from_numpy(mean), numpynn.from_numpy(log_variance))
    theirs = torch.distributions.kl_divergence(
        torch.distributions.Normal(torch.from_numpy(mean), torch.from_numpy(log_variance).div(2).exp()),
        torch.distributions.Normal(torch.zeros(3, dtype=getattr(torch, dtype)), torch.ones(3)),
    ).sum(-1)
    assert parity.compare(ours.numpy(), theirs.numpy()).close

"""The rows of the benchmark: name -> a function of a library that gives the work to be timed."""

from __future__ import annotations

import numpy as np

from . import networks


def training(build, *shape, classes=10, batch_axis=0, optimizer="Adam"):
    """One training step: forward, cross entropy, backward, optimizer."""

    def prepare(lib):
        rng = np.random.default_rng(0)
        lib.manual_seed(0)
        network = build(lib)
        step = getattr(lib.optim, optimizer)(network.parameters(), lr=1e-4)
        x = lib.from_numpy(rng.standard_normal(shape).astype(np.float32))
        y = lib.from_numpy(rng.integers(0, classes, shape[batch_axis]))

        def work():
            step.zero_grad()
            lib.nn.functional.cross_entropy(network(x), y).backward()
            step.step()

        return work

    return prepare


def inference(build, *shape):
    """The forward pass alone, in evaluation, without gradients."""

    def prepare(lib):
        lib.manual_seed(0)
        network = build(lib).eval()
        x = lib.from_numpy(np.random.default_rng(0).standard_normal(shape).astype(np.float32))

        def work():
            with lib.no_grad():
                network(x)

        return work

    return prepare


def stepping(optimizer, count, size):
    """Optimizer steps alone, over `count` tensors of `size` elements."""

    def prepare(lib):
        parameters = [lib.nn.Parameter(lib.ones(size)) for _ in range(count)]
        for parameter in parameters:
            parameter.grad = lib.full((size,), 1e-3)
        return getattr(lib.optim, optimizer)(parameters, lr=1e-4).step

    return prepare


def recording(lib):
    """A recorded elementwise call on ten elements."""
    x = lib.ones(10).requires_grad_()
    return lambda: x * x


def small_program(lib):
    """200 operations on small tensors, forward and backward."""
    x = lib.ones(8).requires_grad_()

    def work():
        y = x
        for _ in range(50):
            y = (y * x + 1.0).tanh() - 0.5
        y.sum().backward()

    return work


ROWS = {
    "recorded call, 10 elements": recording,
    "200 small operations, forward and backward": small_program,
    "MLP 64-64-64-10, batch 1, Adam": training(networks.mlp, 1, 64),
    "MLP 64-64-64-10, batch 32, Adam": training(networks.mlp, 32, 64),
    "MLP 64-64-64-10, batch 128, Adam": training(networks.mlp, 128, 64),
    "LeNet-5, batch 64": training(networks.lenet5, 64, 1, 28, 28),
    "small CNN, batch 32": training(networks.cnn, 32, 3, 32, 32),
    "LSTM 32 -> 128, 50 steps, batch 32": training(networks.recurrent("LSTM"), 50, 32, 32, batch_axis=1),
    "GRU 32 -> 128, 50 steps, batch 32": training(networks.recurrent("GRU"), 50, 32, 32, batch_axis=1),
    "VAE 784-256-16, batch 64": training(networks.vae, 64, 784),
    "batch norm 32x16x16, batch 32": training(networks.batch_norm, 32, 32, 16, 16),
    "layer norm 512, batch 512": training(networks.layer_norm, 512, 512),
    "max pool 16x32x32, batch 32": training(networks.max_pool, 32, 16, 32, 32),
    "attention 4 heads x 32, 64 steps, batch 16": training(networks.attention, 16, 64, 128),
    "embedding 10 000 x 64, 64 words, batch 32": training(networks.embedding, 32, 64),
    "Transformer encoder layer 128, 64 steps, batch 16": training(networks.encoder_layer, 16, 64, 128),
    "GPT block 128, 64 steps, batch 16": training(networks.gpt_block, 16, 64, 128),
    "ResNet block 16x16x16, batch 32": training(networks.residual, 32, 16, 16, 16),
    "inference: MLP, batch 1": inference(networks.mlp, 1, 64),
    "inference: LeNet-5, batch 1": inference(networks.lenet5, 1, 1, 28, 28),
    "Adam over 100 tensors of 1 000": stepping("Adam", 100, 1_000),
    "Adam over 10 tensors of 100 000": stepping("Adam", 10, 100_000),
    "SGD over 1 tensor of 10 000 000": stepping("SGD", 1, 10_000_000),
}

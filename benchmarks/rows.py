"""The rows of the benchmark: name -> a function of a library that gives the work to be timed."""

from __future__ import annotations

import tempfile

import numpy as np

from . import images, networks, sequences


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


def language(build, batch, steps, words):
    """One training step of a language model: each word's logits against the next word."""

    def prepare(lib):
        lib.manual_seed(0)
        network = build(lib)
        optimizer = lib.optim.Adam(network.parameters(), lr=1e-4)
        text = lib.from_numpy(np.random.default_rng(0).integers(0, words, (batch, steps + 1)))
        x, y = text[:, :-1].contiguous(), text[:, 1:].reshape(-1)

        def work():
            optimizer.zero_grad()
            lib.nn.functional.cross_entropy(network(x), y).backward()
            optimizer.step()

        return work

    return prepare


def generating(build, steps, words):
    """The forward pass of a language model over one text."""

    def prepare(lib):
        lib.manual_seed(0)
        network = build(lib).eval()
        text = lib.from_numpy(np.random.default_rng(0).integers(0, words, (1, steps)))

        def work():
            with lib.no_grad():
                network(text)

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


def making(write):
    """Something made anew from the library, which draws its random numbers."""
    return lambda lib: lambda: write(lib)


def filling(write):
    """A million elements of memory in place, filled with random numbers."""

    def prepare(lib):
        x = lib.zeros(1_000_000)
        return lambda: write(x)

    return prepare


def opening(lib):
    """Opening a checkpoint of 8 MB and loading it into its network."""
    lib.manual_seed(0)
    network = networks.wide(lib)
    file = tempfile.NamedTemporaryFile(suffix=".pt")
    lib.save(network.state_dict(), file.name)

    def work():
        network.load_state_dict(lib.load(file.name))

    return work


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


TRAINING = {
    "MLP 64-64-64-10, batch 1, Adam": training(networks.mlp, 1, 64),
    "MLP 64-64-64-10, batch 32, Adam": training(networks.mlp, 32, 64),
    "MLP 64-64-64-10, batch 128, Adam": training(networks.mlp, 128, 64),
    "MLP 64-64-64-10, batch 512, Adam": training(networks.mlp, 512, 64),
    "VAE 784-256-16, batch 64": training(networks.vae, 64, 784),
    "LeNet-5, batch 64": training(images.lenet5, 64, 1, 28, 28),
    "small CNN, batch 32": training(images.cnn, 32, 3, 32, 32),
    "Inception, batch 32": training(images.inception, 32, 1, 28, 28),
    "ResNet-8 on 32x32, batch 32": training(images.resnet8, 32, 3, 32, 32),
    "ResNet block 16x16x16, batch 32": training(images.residual, 32, 16, 16, 16),
    "convolutional VAE, batch 64": training(images.conv_vae, 64, 1, 28, 28, classes=784),
    "LSTM 32 -> 128, 50 steps, batch 32": training(sequences.recurrent("LSTM"), 50, 32, 32, batch_axis=1),
    "GRU 32 -> 128, 50 steps, batch 32": training(sequences.recurrent("GRU"), 50, 32, 32, batch_axis=1),
    "Transformer encoder layer 128, 64 steps, batch 16": training(sequences.encoder_layer, 16, 64, 128),
    "Transformer encoder 2 x 128, 64 steps, batch 16": training(sequences.encoder, 16, 64, 128),
    "GPT block 128, 64 steps, batch 16": training(sequences.gpt_block, 16, 64, 128),
    "GPT 4 x 128, 64 words, batch 8": language(sequences.gpt, 8, 64, 96),
    "batch norm 32x16x16, batch 32": training(images.batch_norm, 32, 32, 16, 16),
    "layer norm 512, batch 512": training(networks.layer_norm, 512, 512),
    "max pool 16x32x32, batch 32": training(images.max_pool, 32, 16, 32, 32),
    "attention 4 heads x 32, 64 steps, batch 16": training(sequences.attention, 16, 64, 128),
    "embedding 10 000 x 64, 64 words, batch 32": training(sequences.embedding, 32, 64),
}

DRAWING = {
    "construct Linear(64, 64)": making(lambda lib: lib.nn.Linear(64, 64)),
    "construct Conv2d(16, 32, 3)": making(lambda lib: lib.nn.Conv2d(16, 32, 3)),
    "construct LSTM(32, 64)": making(lambda lib: lib.nn.LSTM(32, 64)),
    "rand 100": making(lambda lib: lib.rand(100)),
    "randn 100": making(lambda lib: lib.randn(100)),
    "rand 1M": making(lambda lib: lib.rand(1_000_000)),
    "randn 1M": making(lambda lib: lib.randn(1_000_000)),
    "bernoulli_(0.3) 1M": filling(lambda x: x.bernoulli_(0.3)),
    "uniform_(-0.1, 0.1) 1M": filling(lambda x: x.uniform_(-0.1, 0.1)),
    "normal_(1, 0.5) 1M": filling(lambda x: x.normal_(1, 0.5)),
}

ROWS = {
    "recorded call, 10 elements": recording,
    "200 small operations, forward and backward": small_program,
    **TRAINING,
    "inference: MLP, batch 1": inference(networks.mlp, 1, 64),
    "inference: LeNet-5, batch 1": inference(images.lenet5, 1, 1, 28, 28),
    "inference: small CNN, batch 1": inference(images.cnn, 1, 3, 32, 32),
    "inference: ResNet-18 on 64x64, batch 1": inference(images.resnet18, 1, 3, 64, 64),
    "inference: ResNet-18 on 64x64, batch 16": inference(images.resnet18, 16, 3, 64, 64),
    "inference: LSTM 32 -> 128, 50 steps, batch 1": inference(sequences.recurrent("LSTM"), 50, 1, 32),
    "inference: GPT 4 x 128, 64 words, batch 1": generating(sequences.gpt, 64, 96),
    "Adam over 100 tensors of 1 000": stepping("Adam", 100, 1_000),
    "Adam over 10 tensors of 100 000": stepping("Adam", 10, 100_000),
    "SGD over 1 tensor of 10 000 000": stepping("SGD", 1, 10_000_000),
    "opening a checkpoint of 8 MB": opening,
    **DRAWING,
}

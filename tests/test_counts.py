"""How much work a training step is, in counts that no machine's mood changes: recorded calls, and bytes held at a time.

A number that rises here is a step back in speed or memory; one that falls is written down.
"""

from __future__ import annotations

import gc
import tracemalloc

import pytest

import numpynn as nt
from benchmarks import images, networks, sequences

# name -> network, shape of its input, recorded calls, and the most bytes held in a step, in inputs' sizes.
STEPS = {
    "MLP": (networks.mlp, (512, 64), 6, 6),
    "LeNet-5": (images.lenet5, (16, 1, 28, 28), 13, 24),
    "small CNN": (images.cnn, (8, 3, 32, 32), 11, 27),
    "Inception": (images.inception, (8, 1, 28, 28), 36, 216),
    "ResNet block": (images.residual, (8, 16, 16, 16), 10, 6.6),
    "convolutional VAE": (images.conv_vae, (8, 1, 28, 28), 22, 29),
    "LSTM": (sequences.recurrent("LSTM"), (20, 8, 32), 5, 100),
    "encoder layer": (sequences.encoder_layer, (4, 32, 128), 24, 20.5),
    "GPT block": (sequences.gpt_block, (4, 32, 128), 20, 29.5),
    "layer norm": (networks.layer_norm, (128, 512), 3, 3.5),
}


@pytest.fixture
def one_thread():
    before = nt.get_num_threads()
    nt.set_num_threads(1)
    yield
    nt.set_num_threads(before)


def recorded(loss):
    """The vertices that can be reached from the loss, leaves and outputs of several aside."""
    seen, stack = set(), [loss.vertex]
    while stack:
        vertex = stack.pop()
        if vertex is not None and vertex not in seen:
            seen.add(vertex)
            stack += vertex.parents
    return sum(type(vertex).__name__ == "Vertex" for vertex in seen)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("name", STEPS)
def test_a_training_step(name):
    build, shape, calls, most = STEPS[name]
    nt.manual_seed(0)
    network, x = build(nt), nt.randn(*shape)
    y = nt.zeros(shape[1 if name == "LSTM" else 0], dtype=nt.int64)

    def step():
        network.zero_grad()
        loss = nt.nn.functional.cross_entropy(network(x), y)
        count = recorded(loss)
        loss.backward()
        return count

    for _ in range(2):
        assert step() == calls
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    step()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (peak - before) / x.array.nbytes <= most


def test_batch_norm_in_evaluation_is_one_call():
    norm = nt.nn.BatchNorm2d(3).eval()
    assert recorded(norm(nt.zeros(2, 3, 4, 4)).sum()) == 2

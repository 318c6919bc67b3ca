"""Inception blocks read handwritten digits: kernels of several sizes side by side; --mnist takes 28x28 pixels."""

import sys

from gallery import digits, picture, progress, show

import numpynn as torch
from numpynn.models import SmallGoogLeNet
from numpynn.nn import functional as F
from numpynn.utils.data import DataLoader, TensorDataset


def main(epochs=10, mnist=False):
    """Train; the share of new digits that are read right."""
    images, new_images, labels, new_labels = digits(mnist)
    torch.manual_seed(0)
    loader = DataLoader(TensorDataset(images, labels), batch_size=32, shuffle=True)
    network = SmallGoogLeNet(dropout=0.2)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.004)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, epochs=epochs, steps_per_epoch=len(loader))
    for _ in (bar := progress(range(epochs), "Inception")):
        for batch, answers in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(network(batch), answers)
            loss.backward()
            optimizer.step()
            schedule.step()
        bar.set_postfix(loss=f"{loss.item():.4f}")

    network.eval()
    with torch.no_grad():
        draw(network, new_images[:1])
        return (network(new_images).argmax(1) == new_labels).float().mean().item()


@picture("inception", 11, 4.6)
def draw(figure, network, image):
    """A new digit, and eight channels of each branch of the first block: what kernels of 1, 3 and 5 pixels find in it."""
    stem, block = network.stem(image), network.inception3a
    left, right = figure.subfigures(1, 2, width_ratios=[1, 3])
    show(left.subplots(), image[0, 0], f"read as {network(image).argmax().item()}")
    names = {"branch1": "1x1", "branch2": "3x3", "branch3": "5x5", "branch4": "pooled"}
    for row, (branch, name) in zip(right.subplots(len(names), 8), names.items()):
        for number, (axes, channel) in enumerate(zip(row, getattr(block, branch)(stem)[0])):
            show(axes, channel, name if number == 0 else "", cmap="magma")


if __name__ == "__main__":
    print(f"{main(mnist='--mnist' in sys.argv):.1%} of new digits are read right")

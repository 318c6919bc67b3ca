"""LeNet-5 reads handwritten digits: those that ship with numpynn, or with --mnist those of 28x28 pixels."""

import sys

from gallery import digits, picture, progress, show

import numpynn as torch
from numpynn.models import LeNet5
from numpynn.nn import functional as F
from numpynn.utils.data import DataLoader, TensorDataset


def main(epochs=8, mnist=False):
    """Train; the share of new digits that are read right."""
    images, new_images, labels, new_labels = digits(mnist)
    torch.manual_seed(0)
    loader = DataLoader(TensorDataset(images, labels), batch_size=32, shuffle=True)
    network = LeNet5()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-3)
    for _ in (bar := progress(range(epochs), "LeNet-5")):
        for batch, answers in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(network(batch), answers)
            loss.backward()
            optimizer.step()
        bar.set_postfix(loss=f"{loss.item():.4f}")

    with torch.no_grad():
        chances = network(new_images).softmax(1)
        draw(new_images, new_labels, chances)
        return (chances.argmax(1) == new_labels).float().mean().item()


@picture("lenet", 12, 5.4)
def draw(figure, images, labels, chances):
    """The digits that the network is least sure of, and which digit it takes for which."""
    left, right = figure.subfigures(1, 2, width_ratios=[5, 4])
    left.suptitle("the digits it finds hardest: read as, and how surely")
    sure, seen = chances.max(1)
    for axes, index in zip(left.subplots(4, 6).flat, sure.argsort().tolist()):
        show(axes, images[index, 0], f"{seen[index]}, {sure[index]:.0%}")
        axes.title.set_color("black" if seen[index] == labels[index] else "tab:red")

    table = torch.zeros(10, 10).index_put((labels, seen), torch.ones(len(labels)), accumulate=True).int()
    axes = right.subplots()
    axes.imshow(table.float().add(1).log(), cmap="Blues")
    for row, column in table.nonzero().tolist():
        color = "white" if row == column else "black"
        axes.text(column, row, table[row, column].item(), ha="center", va="center", fontsize=8, color=color)
    axes.set(xticks=range(10), yticks=range(10), xlabel="read as", ylabel="is", title="all new digits")


if __name__ == "__main__":
    print(f"{main(mnist='--mnist' in sys.argv):.1%} of new digits are read right")

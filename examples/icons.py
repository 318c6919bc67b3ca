"""Convolutions on small icons: a network learns four shapes, wherever they stand, and shows what it looks for."""

from gallery import picture, progress, show

import numpynn as torch
from numpynn import nn
from numpynn.nn import functional as F
from numpynn.utils.data import DataLoader, TensorDataset

SHAPES = {
    "ring": "..###.. .#...#. #.....# #.....# #.....# .#...#. ..###..",
    "square": "####### #.....# #.....# #.....# #.....# #.....# #######",
    "cross": "#.....# .#...#. ..#.#.. ...#... ..#.#.. .#...#. #.....#",
    "arrow": "...#... ..###.. .#.#.#. #..#..# ...#... ...#... ...#...",
}
DRAWN = torch.tensor([[[pixel == "#" for pixel in row] for row in shape.split()] for shape in SHAPES.values()]).float()


def icons(count):
    """Icons (count, 1, 12, 12), each somewhere in its field and under noise, and which shape each is."""
    labels = torch.randint(4, (count,))
    places = torch.randint(6, (count, 2)).tolist()
    images = [F.pad(DRAWN[label], (left, 5 - left, top, 5 - top)) for label, (top, left) in zip(labels, places)]
    return (torch.stack(images) + 0.25 * torch.randn(count, 12, 12)).unsqueeze(1), labels


def main(epochs=6):
    """Train; the share of new icons that are recognised."""
    torch.manual_seed(0)
    loader = DataLoader(TensorDataset(*icons(1000)), batch_size=50, shuffle=True)
    network = nn.Sequential(
        *(nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.AdaptiveMaxPool2d(1)),
        *(nn.Flatten(), nn.Linear(16, 4)),
    )
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in (bar := progress(range(epochs), "icons")):
        for images, labels in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(network(images), labels)
            loss.backward()
            optimizer.step()
        bar.set_postfix(loss=f"{loss.item():.4f}")

    with torch.no_grad():
        images, labels = icons(400)
        seen = network(images).argmax(1)
        draw(network, images, seen)
        return (seen == labels).float().mean().item()


@picture("icons", 11, 6)
def draw(figure, network, images, seen):
    """Icons with what is seen in them; the kernels of the first layer, and the first icon as each of them sees it."""
    above, below = figure.subfigures(2, 1)
    for axes, image, shape in zip(above.subplots(2, 8).flat, images, seen):
        show(axes, image[0], list(SHAPES)[shape])
    kernels, maps = network[0].weight[:, 0], network[:2](images[:1])[0]
    limit = kernels.abs().max().item()
    for (top, bottom), kernel, seen_by_it in zip(below.subplots(2, 8).T, kernels, maps):
        show(top, kernel, cmap="RdBu_r", vmin=-limit, vmax=limit)
        show(bottom, seen_by_it, cmap="magma")
    below.suptitle("the eight kernels that were learned, and the first icon through each", fontsize=10)


if __name__ == "__main__":
    print(f"{main():.1%} of new icons are recognised")

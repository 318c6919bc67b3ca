"""An autoencoder: 64 pixels of a digit through eight numbers and back, so that these must say what matters."""

import sys

from gallery import digits, picture, progress, show

import numpynn as torch
from numpynn import nn
from numpynn.utils.data import DataLoader


class Autoencoder(nn.Module):
    """Images (N, 1, H, W) -> the same from `size` numbers each."""

    def __init__(self, height, width, size=8):
        super().__init__()
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(height * width, 64), nn.ReLU(), nn.Linear(64, size))
        self.decoder = nn.Sequential(nn.Linear(size, 64), nn.ReLU(), nn.Linear(64, height * width), nn.Sigmoid())
        self.shape = nn.Unflatten(1, (1, height, width))

    def forward(self, images):
        return self.shape(self.decoder(self.encoder(images)))


def main(epochs=30, mnist=False):
    """Train; the mean squared error on new digits, whose pixels go from 0 to 1."""
    images, new_images, *_ = digits(mnist)
    torch.manual_seed(0)
    loader = DataLoader(images, batch_size=64, shuffle=True)
    network = Autoencoder(*images.shape[2:])
    optimizer = torch.optim.Adam(network.parameters(), lr=0.003)
    loss_of = nn.MSELoss()
    for _ in (bar := progress(range(epochs), "autoencoder")):
        for batch in loader:
            optimizer.zero_grad()
            loss = loss_of(network(batch), batch)
            loss.backward()
            optimizer.step()
        bar.set_postfix(loss=f"{loss.item():.4f}")

    with torch.no_grad():
        draw(network, new_images[:12])
        return loss_of(network(new_images), new_images).item()


@picture("autoencoder", 12, 4)
def draw(figure, network, images):
    """New digits, the eight numbers that stand for each, and what is made of these."""
    codes = network.encoder(images)
    limit = codes.abs().max().item()
    rows = figure.subplots(3, len(images), height_ratios=[4, 1, 4])
    for (top, middle, bottom), image, code, made in zip(rows.T, images, codes, network(images)):
        show(top, image[0], vmin=0, vmax=1)
        show(middle, code[None], cmap="RdBu_r", vmin=-limit, vmax=limit, aspect="auto")
        show(bottom, made[0], vmin=0, vmax=1)
    figure.suptitle("new digits, the eight numbers that are kept of each, and what is made of them")


if __name__ == "__main__":
    print(f"mean squared error {main(mnist='--mnist' in sys.argv):.4f}")

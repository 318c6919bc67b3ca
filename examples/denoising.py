"""A convolutional autoencoder that cleans: it sees digits under noise and learns to give back the digits alone."""

import sys

from gallery import digits, picture, progress, show

import numpynn as torch
from numpynn import nn
from numpynn.utils.data import DataLoader

NOISE = 0.4


def noisy(images):
    """The images under normal noise."""
    return (images + NOISE * torch.randn_like(images)).clamp(0, 1)


def main(epochs=20, mnist=False):
    """Train; how much of the noise's squared error is left on new digits."""
    images, new_images, *_ = digits(mnist)
    torch.manual_seed(0)
    loader = DataLoader(images, batch_size=64, shuffle=True)
    network = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU()),
        *(nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.ReLU()),
        *(nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1), nn.ReLU()),
        *(nn.Conv2d(16, 1, 3, padding=1), nn.Sigmoid()),
    )
    optimizer = torch.optim.Adam(network.parameters(), lr=0.003)
    loss_of = nn.MSELoss()
    for _ in (bar := progress(range(epochs), "denoising")):
        for batch in loader:
            optimizer.zero_grad()
            loss = loss_of(network(noisy(batch)), batch)
            loss.backward()
            optimizer.step()
        bar.set_postfix(loss=f"{loss.item():.4f}")

    with torch.no_grad():
        seen = noisy(new_images)
        cleaned = network(seen)
        draw(new_images[:12], seen, cleaned)
        return (loss_of(cleaned, new_images) / loss_of(seen, new_images)).item()


@picture("denoising", 12, 3.4)
def draw(figure, images, seen, cleaned):
    """New digits, what the network sees of them, and what it gives back."""
    for column, *row in zip(figure.subplots(3, len(images)).T, images, seen, cleaned):
        for axes, image in zip(column, row):
            show(axes, image[0], vmin=0, vmax=1)
    figure.suptitle("new digits, as the network sees them, and cleaned by it")


if __name__ == "__main__":
    print(f"{main(mnist='--mnist' in sys.argv):.1%} of the noise is left")

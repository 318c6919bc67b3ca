"""A variational autoencoder with two latent numbers: the plane of all digits, drawn."""

import sys

from gallery import digits, picture, progress, show

import numpynn as torch
from numpynn.models import VAE
from numpynn.utils.data import DataLoader
from numpynn.vision.utils import make_grid


def main(epochs=40, mnist=False):
    """Train; the negative evidence lower bound of new digits, in nats a digit."""
    images, new_images, labels, _ = digits(mnist)
    torch.manual_seed(0)
    loader = DataLoader(images.flatten(1), batch_size=64, shuffle=True)
    model = VAE(images[0].numel(), hidden_features=128, latent_features=2)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in (bar := progress(range(epochs), "VAE")):
        for batch in loader:
            optimizer.zero_grad()
            loss = model.loss(batch)
            loss.backward()
            optimizer.step()
        bar.set_postfix(loss=f"{loss.item():.2f}")

    model.eval()  # Latent gives the mean itself
    with torch.no_grad():
        draw(model, images, labels)
        return model.loss(new_images.flatten(1)).item()


@picture("vae", 12, 6)
def draw(figure, model, images, labels):
    """Where each digit stands in the latent plane, and what the decoder makes of every place in it."""
    plane, made = figure.subplots(1, 2)
    means, _ = model.latent(model.encoder(images.flatten(1)))
    points = plane.scatter(*means.T, c=labels, cmap="tab10", vmin=-0.5, vmax=9.5, s=10)
    figure.colorbar(points, ax=plane, ticks=range(10), shrink=0.8, label="digit")
    plane.set(xlim=(-3.5, 3.5), ylim=(-3.5, 3.5), aspect="equal", title="where digits stand", xlabel="z1", ylabel="z2")

    side = torch.linspace(-2.5, 2.5, 15)
    places = torch.cartesian_prod(side.flip(0), side).flip(1)  # from the top left, row by row; z is (column, row)
    tiles = model.decoder(places).sigmoid().view(-1, *images.shape[1:])
    show(made, make_grid(tiles, nrow=15, padding=1)[0], "what the decoder makes of each place")


if __name__ == "__main__":
    print(f"{main(mnist='--mnist' in sys.argv):.2f} nats a digit")

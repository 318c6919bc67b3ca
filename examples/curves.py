"""Non-linear regression: the same small network bends a curve with tanh, with leaky ReLU and with Swish."""

from gallery import picture, progress

import numpynn as torch
from numpynn import nn

BENDS = {"tanh": nn.Tanh, "leaky ReLU": nn.LeakyReLU, "Swish": nn.SiLU}


def curve(x):
    """What is to be learned."""
    return torch.sin(2 * x) + 0.3 * x


def learn(name, x, y, steps):
    """A network with this activation, fitted to the points."""
    torch.manual_seed(1)
    bend = BENDS[name]
    network = nn.Sequential(nn.Linear(1, 32), bend(), nn.Linear(32, 32), bend(), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    loss_of = nn.MSELoss()
    for _ in (bar := progress(range(steps), name)):
        optimizer.zero_grad()
        loss = loss_of(network(x), y)
        loss.backward()
        optimizer.step()
        schedule.step()
        bar.set_postfix(loss=f"{loss.item():.4f}")
    return network


def main(steps=500):
    """Train the three; the largest of their mean squared errors from the curve itself."""
    torch.manual_seed(0)
    x = torch.rand(120, 1) * 6 - 3
    y = curve(x) + 0.1 * torch.randn(120, 1)
    networks = {name: learn(name, x, y, steps) for name in BENDS}
    everywhere = torch.linspace(-3, 3, 400).unsqueeze(1)
    with torch.no_grad():
        fits = {name: network(everywhere) for name, network in networks.items()}
        draw(x, y, everywhere, fits)
        return max((fit - curve(everywhere)).square().mean().item() for fit in fits.values())


@picture("curves", 12, 3.6)
def draw(figure, x, y, everywhere, fits):
    """The points, the curve that they came from, and each network's."""
    for axes, (name, fit) in zip(figure.subplots(1, 3, sharey=True), fits.items()):
        axes.scatter(x, y, s=14, color="silver", label="points")
        axes.plot(everywhere, curve(everywhere), "--", color="black", linewidth=1, label="truth")
        axes.plot(everywhere, fit, color="tab:red", linewidth=2, label="network")
        axes.set(title=name, xlabel="x")
    axes.legend()


if __name__ == "__main__":
    print(f"mean squared error {main():.4f}")

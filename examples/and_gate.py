"""AND: a single neuron learns where both inputs are on, and its boundary is a straight line."""

from gallery import label, picture, progress

import numpynn as torch
from numpynn import nn

INPUTS = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGETS = torch.tensor([0.0, 0.0, 0.0, 1.0])


def main(steps=300):
    """Train; the share of the four answers that are right."""
    torch.manual_seed(0)
    neuron = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(neuron.parameters(), lr=1.0)
    loss_of = nn.BCEWithLogitsLoss()

    losses = []
    for _ in (bar := progress(range(steps), "AND")):
        optimizer.zero_grad()
        loss = loss_of(neuron(INPUTS).squeeze(1), TARGETS)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        bar.set_postfix(loss=f"{loss.item():.4f}")

    with torch.no_grad():
        right = (neuron(INPUTS).squeeze(1) > 0) == (TARGETS > 0)
        draw(losses, neuron)
    return right.float().mean().item()


@picture("and_gate", 9, 4)
def draw(figure, losses, neuron):
    """The loss, and what the neuron says of every point around the four."""
    curve, field = figure.subplots(1, 2)
    curve.plot(losses)
    curve.set(xlabel="step", ylabel="binary cross entropy", yscale="log", title="learning AND")

    side = torch.linspace(-0.5, 1.5, 200)
    points = torch.cartesian_prod(side, side)
    chance = neuron(points).sigmoid().view(200, 200).T  # rows are y
    drawn = field.contourf(side, side, chance, levels=20, cmap="RdBu_r", vmin=0, vmax=1)
    field.contour(side, side, chance, levels=[0.5], colors="black", linestyles="--")
    label(field, INPUTS, TARGETS.int())
    field.set(xlabel="a", ylabel="b", title="what the neuron says", xticks=[0, 1], yticks=[0, 1])
    figure.colorbar(drawn, ax=field, label="chance of a AND b", ticks=[0, 0.5, 1])


if __name__ == "__main__":
    print(f"{main():.0%} of the answers are right")

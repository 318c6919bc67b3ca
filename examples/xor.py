"""XOR, which no single neuron can learn, three ways: as a number, as yes or no, and as one of two classes."""

from gallery import label, picture, progress

import numpynn as torch
from numpynn import nn

INPUTS = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
ANSWERS = torch.tensor([0, 1, 1, 0])

# name: outputs, loss, target, how sure the network is of "one", given what it puts out
WAYS = {
    "regression": (1, nn.MSELoss(), ANSWERS.float().unsqueeze(1), lambda out: out.squeeze(1)),
    "binary": (1, nn.BCEWithLogitsLoss(), ANSWERS.float().unsqueeze(1), lambda out: out.sigmoid().squeeze(1)),
    "two classes": (2, nn.CrossEntropyLoss(), ANSWERS, lambda out: out.softmax(1)[:, 1]),
}


def learn(way, steps):
    """A network that has learned XOR in this way, and its losses."""
    outputs, loss_of, target, _ = WAYS[way]
    torch.manual_seed(3)
    network = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, outputs))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.05)
    losses = []
    for _ in (bar := progress(range(steps), f"XOR, {way}")):
        optimizer.zero_grad()
        loss = loss_of(network(INPUTS), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        bar.set_postfix(loss=f"{loss.item():.5f}")
    return network, losses


def main(steps=300):
    """Train the three; the share of their twelve answers that are right."""
    learned = {way: learn(way, steps) for way in WAYS}
    with torch.no_grad():
        right = [(WAYS[way][3](network(INPUTS)) > 0.5) == ANSWERS.bool() for way, (network, _) in learned.items()]
        draw(learned)
    return torch.cat(right).float().mean().item()


@picture("xor", 12, 6)
def draw(figure, learned):
    """Above what each network says of every point around the four, below its losses."""
    side = torch.linspace(-0.5, 1.5, 150)
    points = torch.cartesian_prod(side, side)
    for (way, (network, losses)), (field, curve) in zip(learned.items(), figure.subplots(2, 3, height_ratios=[3, 1]).T):
        says = WAYS[way][3](network(points)).clamp(0, 1).view(150, 150).T  # rows are y
        field.contourf(side, side, says, levels=20, cmap="RdBu_r", vmin=0, vmax=1)
        label(field, INPUTS, ANSWERS)
        field.set(title=way, aspect="equal", xticks=[0, 1], yticks=[0, 1])
        curve.plot(losses, color="black")
        curve.set(yscale="log", xlabel="step", ylabel="loss")


if __name__ == "__main__":
    print(f"{main():.0%} of the answers are right")

"""Linear regression: a slope and an intercept, found in a hundred noisy points by gradient descent."""

from gallery import picture, progress

import numpynn as torch
from numpynn import nn
from numpynn.utils.data import DataLoader, TensorDataset

SLOPE, INTERCEPT, NOISE = 2.0, -1.0, 0.3


def main(epochs=40):
    """Train; the mean squared error at the end, which cannot be far below the variance of the noise, 0.09."""
    torch.manual_seed(0)
    x = torch.rand(100, 1) * 4 - 2
    y = SLOPE * x + INTERCEPT + NOISE * torch.randn(100, 1)
    loader = DataLoader(TensorDataset(x, y), batch_size=20, shuffle=True)

    line = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(line.parameters(), lr=0.02)
    loss_of = nn.MSELoss()
    path = [(line.weight.item(), line.bias.item())]
    for _ in (bar := progress(range(epochs), "line")):
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = loss_of(line(inputs), targets)
            loss.backward()
            optimizer.step()
            path.append((line.weight.item(), line.bias.item()))
        bar.set_postfix(loss=f"{loss.item():.4f}")

    with torch.no_grad():
        draw(x, y, line, path)
        return loss_of(line(x), y).item()


@picture("linear_regression", 10, 4)
def draw(figure, x, y, line, path):
    """The points with the line, and the way that slope and intercept went down the valley of the error."""
    points, valley = figure.subplots(1, 2)
    ends = torch.tensor([[-2.0], [2.0]])
    points.scatter(x, y, s=18, alpha=0.6, label="points")
    points.plot(ends, line(ends), color="tab:red", label=f"{line.weight.item():.2f} x {line.bias.item():+.2f}")
    points.set(xlabel="x", ylabel="y", title="the line that was found")
    points.legend()

    slopes, intercepts = torch.linspace(-1, 4, 80), torch.linspace(-2.5, 1.5, 80)
    error = (slopes[:, None] * x.T[:, None] + intercepts[:, None, None] - y.T[:, None]).square().mean(-1)
    valley.contourf(slopes, intercepts, error.log(), levels=25, cmap="Blues_r")
    valley.plot(*zip(*path), ".-", color="tab:red", markersize=3, linewidth=1)
    valley.plot(SLOPE, INTERCEPT, "*", color="white", markersize=14, markeredgecolor="black")
    valley.set(xlabel="slope", ylabel="intercept", title="the way down the error")


if __name__ == "__main__":
    print(f"mean squared error {main():.4f}")

"""The demo's picture: the losses of both libraries, and digits with what is read in them."""

import matplotlib.pyplot as plt


def draw(path, epochs, images, labels, seen):
    """Write the picture: `epochs` are the rows of the demo's table, `seen` what was read in the test images."""
    plt.switch_backend("Agg")
    figure = plt.figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subfigures(1, 2)  # pyright: ignore[reportGeneralTypeIssues]
    _losses(left.subplots(2, 1, sharex=True, height_ratios=[2, 1]), epochs)
    _digits(right, images, labels, seen)
    figure.savefig(path, dpi=120)
    plt.close(figure)


def _losses(axes, epochs):
    numbers = range(1, len(epochs) + 1)
    theirs, ours = zip(*(epoch.loss for epoch in epochs))
    top, bottom = axes
    top.plot(numbers, theirs, color="tab:orange", linewidth=6, alpha=0.5, label="torch")
    top.plot(numbers, ours, color="tab:blue", linewidth=1.5, label="numpynn")
    top.set(yscale="log", ylabel="mean loss", title="LeNet-5: the same weights, the same batches")
    top.legend()
    bottom.plot(numbers, [epoch.difference for epoch in epochs], color="black", marker=".")
    bottom.set(yscale="log", xlabel="epoch", ylabel="largest difference")


def _digits(figure, images, labels, seen):
    """Digits that were read wrong come first."""
    order = sorted(range(len(labels)), key=lambda index: seen[index] == labels[index])
    figure.suptitle("read with the ported weights, without torch")
    for axis, index in zip(figure.subplots(4, 6).flat, order):
        right = seen[index] == labels[index]
        title = f"{seen[index]}" if right else f"{seen[index]}, is {labels[index]}"
        axis.imshow(images[index, 0], cmap="gray_r")
        axis.set_title(title, color="black" if right else "red", fontsize=10)
        axis.axis("off")

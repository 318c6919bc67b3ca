"""The compendium's page of activations: formula, derivative, a plot of both, the kernel's source, and what differs from torch."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import NamedTuple

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot as plt
from reference_pages import prose

import numpynn
from numpynn import nn
from numpynn.derivatives import activation, arithmetic

# The module as it is plotted, and the primitive that it comes to.
SHOWN = {
    "ReLU()": "relu",
    "ReLU6()": "hardtanh",
    "LeakyReLU(0.1)": "leaky_relu",
    "PReLU()": "prelu",
    "ELU()": "elu",
    "SELU()": "elu",
    "CELU()": "celu",
    "GELU()": "gelu",
    "SiLU()": "silu",
    "Mish()": "mish",
    "Softplus()": "softplus",
    "Sigmoid()": "sigmoid",
    "LogSigmoid()": "logsigmoid",
    "Tanh()": "tanh",
    "Tanhshrink()": "tanhshrink",
    "Softsign()": "softsign",
    "Hardtanh()": "hardtanh",
    "Hardsigmoid()": "hardsigmoid",
    "Hardswish()": "hardswish",
    "Hardshrink()": "hardshrink",
    "Softshrink()": "softshrink",
    "Threshold(1.0, -0.5)": "threshold",
}
INTRODUCTION = """# Activations

Each as the library computes it: the formula, the derivative as it stands in the table of derivatives (`g` is the gradient of the
output, `out` the output), both plotted, and the kernel. All are compared with torch, to the second derivative.
"""


class Row(NamedTuple):
    """A row of the table of derivatives, as it is written."""

    source: str
    remark: str  # the comment above it
    kernel: object


def write(folder: Path) -> None:
    """The page and its plots."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = _rows(arithmetic) | _rows(activation)
    parts = [_section(folder, made, rows[primitive]) for made, primitive in SHOWN.items()]
    (folder / "activations.md").write_text("\n".join([INTRODUCTION, *parts]), encoding="utf-8")


def _rows(page):
    """Of each primitive that a page of derivatives makes of a kernel."""
    source = inspect.getsource(page)
    lines = source.splitlines()
    rows = {}
    for node in ast.parse(source).body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) == "differentiable"
        ):
            above = node.lineno - 1
            while lines[above - 1].startswith("#"):
                above -= 1
            remark = " ".join(line.lstrip("# ") for line in lines[above : node.lineno - 1])
            kernel = eval(ast.unparse(node.value.args[0]), vars(page))
            rows[node.targets[0].id] = Row("\n".join(lines[node.lineno - 1 : node.end_lineno]), remark, kernel)
    return rows


def _section(folder, made, row):
    name = made.partition("(")[0]
    module = eval(f"nn.{made}", {"nn": nn})
    _plot(folder / f"{name}.svg", module, made)
    remark = f"\n{row.remark}\n" if row.remark else ""
    return (
        f"## {name}\n\n{prose(inspect.getdoc(type(module)))}\n\n![{name} and its derivative]({name}.svg)\n\n"
        f"The derivative:\n\n```python\n{row.source}\n```\n{remark}\nThe kernel:\n\n{_kernel(row.kernel)}\n"
    )


def _kernel(kernel):
    """Its source, with the private functions of its page that it calls."""
    if not inspect.isfunction(kernel):
        return f"NumPy's own, `np.{kernel.__name__}`."
    called = (kernel.__globals__.get(name) for name in kernel.__code__.co_names if name.startswith("_"))
    parts = [kernel, *(helper for helper in called if inspect.isfunction(helper))]
    return "```python\n" + "\n\n".join(inspect.getsource(part).rstrip() for part in parts) + "\n```\n"


def _plot(path, module, made):
    x = numpynn.linspace(-7, 7, 1401, dtype=numpynn.float64, requires_grad=True)
    y = module.double()(x)
    y.sum().backward()
    grey = "#8a8f98"  # reads on a light and on a dark page
    figure, axes = plt.subplots(figsize=(6.4, 2.9), layout="constrained")
    axes.axhline(0, color=grey, linewidth=0.6)
    axes.axvline(0, color=grey, linewidth=0.6)
    axes.plot(x.detach().numpy(), x.grad.numpy(), color="#e08e2b", linewidth=1.6, label="derivative")
    axes.plot(x.detach().numpy(), y.detach().numpy(), color="#3f7fc1", linewidth=2.2, label=f"nn.{made}")
    axes.tick_params(colors=grey, labelsize=9)
    axes.spines[:].set_visible(False)
    axes.legend(frameon=False, labelcolor=grey, fontsize=9)
    figure.savefig(path, transparent=True, metadata={"Date": None})
    plt.close(figure)

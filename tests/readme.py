"""The Python examples of README.md."""

import re
from pathlib import Path

TEXT = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)


def needs_torch(example):
    return re.search(r"^import torch$", example, flags=re.MULTILINE) is not None


def run(example):
    """Run the lines, then the tests that they define."""
    namespace = {}
    exec(compile(example, "README.md", "exec"), namespace)
    for name, value in list(namespace.items()):
        if name.startswith("test_"):
            value()

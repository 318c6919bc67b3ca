"""The blocks of README's and the guides' Markdown, and what it takes to do as they say.

```python is run; ```py begins with `# name.py` and becomes that file; each line of ```sh is a command.
"""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
FENCED = re.compile(r"^ *```(python|py|sh)\n(.*?)^ *```", flags=re.DOTALL | re.MULTILINE)
# A line that only what a command wrote, or torch, can satisfy.
ELSEWHERE = re.compile(r"^(import torch|from ported import .*)$", flags=re.MULTILINE)


class Block(NamedTuple):
    """A fenced block and its language."""

    language: str
    text: str

    @property
    def stands_alone(self):
        """Whether it is Python that runs without torch, and without what came before it on its page."""
        return self.language == "python" and not ELSEWHERE.search(self.text)

    @property
    def file(self):
        """The name of the file that a block of ```py shows."""
        return re.match(r"# (\S+\.py)\n", self.text).group(1)


def blocks(page):
    """Of a page, in order."""
    return [Block(*found) for found in FENCED.findall(page.read_text(encoding="utf-8"))]


def run(block, page):
    """Run Python in a namespace of its own."""
    exec(compile(block.text, page.name, "exec"), {"__name__": page.stem})

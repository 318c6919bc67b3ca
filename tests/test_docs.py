"""The Python examples of the guides say what happens."""

import re

import pytest
from importing import ROOT

PAGES = sorted((ROOT / "docs").glob("*.md")) + sorted((ROOT / "docs" / "guides").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for example in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL):
        exec(compile(example, page.name, "exec"), {})


def test_every_guide_is_on_the_start_page():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert all(f"guides/{page.stem}\n" in index for page in PAGES if page.parent.name == "guides")

"""The Python examples of the guides say what happens. parity_tests/test_guides.py does all else that they say."""

import re

import pytest
from guides import GUIDES, ROOT, blocks, run

PAGES = [ROOT / "docs" / "index.md", *GUIDES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for block in blocks(page):
        if block.stands_alone:
            run(block, page)


def test_every_guide_is_on_the_start_page():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert all(f"guides/{page.stem}\n" in index for page in GUIDES)


def test_the_scripts_that_are_named_exist():
    shells = [block.text for page in (*PAGES, *ROOT.glob("*.md")) for block in blocks(page) if block.language == "sh"]
    named = re.findall(r"^scripts/\w+", "".join(shells), flags=re.MULTILINE)
    assert named and not [name for name in named if not (ROOT / name).is_file()]

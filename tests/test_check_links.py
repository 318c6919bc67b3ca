"""scripts/check_links.py finds the links that lead nowhere, and no others."""

import subprocess
import sys

import pytest
from importing import ROOT

PAGE = """<a href="sub/b.html#there">b</a> <a href="#here">here</a> <h1 id="here"></h1> <img src="a%20b.png">
<a href="sub/">folder</a> <a href="https://example.org/#x">elsewhere</a> <link href="style.css?v=1">"""


def run(folder):
    return subprocess.run([sys.executable, ROOT / "scripts" / "check_links.py", folder], capture_output=True, text=True)


@pytest.fixture
def site(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "sub" / "b.html").write_text('<p id="there"></p><a href="../a.html">back</a>')
    (tmp_path / "a b.png").touch()
    (tmp_path / "style.css").touch()
    return tmp_path


def test_all_lead_somewhere(site):
    done = run(site)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "7 links of 2 pages, 1 addresses outside (not tried)\n"


@pytest.mark.parametrize("link", ["sub/b.html#gone", "#gone", "gone.html", "sub/gone.png"])
def test_one_leads_nowhere(site, link):
    (site / "c.html").write_text(f'<a href="{link}">c</a>')
    done = run(site)
    assert (done.returncode, done.stderr) == (1, f"leads nowhere: c.html: {link}\n")

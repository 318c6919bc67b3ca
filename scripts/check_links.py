"""Follows each link of a folder of HTML pages: its file exists, and its anchor; with --external addresses answer too."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

SECONDS = 20
REFUSED = {403, 405, 429}  # the server is there, but will not talk to a program


class Page(HTMLParser):
    """The links of a page and the anchors that it has."""

    def __init__(self, path: Path):
        super().__init__()
        self.links, self.anchors = [], {"", "top"}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors |= {given[key] for key in ("id", "name") if given.get(key)}
        self.links += [given[key] for key in ("href", "src") if given.get(key)]


def main(folder: Path, external: bool) -> int:
    """Tell of every link that leads nowhere; their number."""
    pages = {path.resolve(): Page(path) for path in sorted(folder.rglob("*.html"))}
    outside = sorted({urldefrag(link).url for page in pages.values() for link in page.links if link.startswith("http")})
    broken = [
        f"{path.name}: {link}" for path, page in pages.items() for link in page.links if is_broken(link, path, pages)
    ]
    if external:
        broken += [address for address in outside if not answers(address)]
    for link in broken:
        print(f"leads nowhere: {link}", file=sys.stderr)
    count = sum(len(page.links) for page in pages.values())
    print(f"{count} links of {len(pages)} pages, {len(outside)} addresses outside{'' if external else ' (not tried)'}")
    return len(broken)


def is_broken(link: str, path: Path, pages: dict[Path, Page]) -> bool:
    """Whether a link of this page leads to a file or an anchor that is not there."""
    if link.startswith(("http:", "https:", "data:", "mailto:", "javascript:", "//")):
        return False
    address, anchor = urldefrag(link)
    file = (path.parent / unquote(address.partition("?")[0])).resolve() if address else path
    if file in pages:
        return unquote(anchor) not in pages[file].anchors
    return not file.exists()


def answers(address: str) -> bool:
    """Whether there is anything at an address."""
    request = urllib.request.Request(address, headers={"User-Agent": "numpynn's check of links"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):
            return True
    except urllib.error.HTTPError as error:
        return error.code in REFUSED
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1]), "--external" in sys.argv[2:]), 1))

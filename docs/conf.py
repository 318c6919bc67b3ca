"""Sphinx's settings: the guides stand here as Markdown, the compendium and the reference are written from the code itself."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import compendium.writing  # noqa: E402
import gallery_pages  # noqa: E402
import reference_pages  # noqa: E402

import numpynn  # noqa: E402

project = "numpynn"
author = "The numpynn contributors"
release = numpynn.__version__
extensions = ["myst_parser", "sphinx_gallery.gen_gallery"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "numpynn"
html_static_path = ["static"]
html_css_files = ["numpynn.css"]
html_copy_source = False
html_show_copyright = False
pygments_style = "friendly"
pygments_dark_style = "monokai"

GENERATED = HERE / "generated"  # written below, kept out of git
compendium.writing.write(GENERATED / "compendium")
reference_pages.write(GENERATED)
gallery_pages.prepare()
sphinx_gallery_conf = gallery_pages.settings(GENERATED)
exclude_patterns = ["generated/programs", "screenshots"]

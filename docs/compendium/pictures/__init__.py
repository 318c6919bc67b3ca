"""The plots of the compendium, drawn by numpynn."""

from __future__ import annotations

from importlib import import_module

from .style import save

__all__ = ["drawn", "save"]


def drawn(entry, kind):
    """The plots of an entry: each a caption and a figure."""
    page, _, name = entry.picture.partition(".")
    return getattr(import_module(f"{__name__}.{page}"), name)(entry, kind)

"""What a network consists of, as a table: numpynn.summary, in the manner of the package torchinfo."""

from .layers import Layer
from .report import Summary
from .summarize import summary

__all__ = ["Layer", "Summary", "summary"]

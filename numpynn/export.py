"""torch.export: not supported here; `numpynn.port` turns a program that torch exported into a model."""

from ._absent import absent

__all__ = ["Dim", "ExportedProgram", "export", "load", "save"]
Dim, ExportedProgram, export, load, save = absent(
    __name__, "Dim ExportedProgram export load save", "see numpynn.port for programs that torch exported"
)

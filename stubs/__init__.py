"""Stubs: what type checkers read of numpynn, written from the package itself. `python -m stubs` writes numpynn/**/*.pyi.

Methods are attached to the Tensor and rooms are entered on demand, which no type checker follows; a stub beside a module says
what is there. It is never edited: names, parameters and defaults are those of the running package, types are its annotations,
then what `parameters` and `results` say by name, and what takes overloads stands in by_hand/. A test compares.
"""

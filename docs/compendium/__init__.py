"""The compendium: a page for each activation, layer, loss, optimizer and scheduler, written from the code when Sphinx runs.

`entries` says what there is a page for, `pictures` draws, `sources` and `prose` read the code, `writing` puts the pages together.
"""

"""Programs on modules, run on both libraries: each is a function of the library and of a transcript to write into."""

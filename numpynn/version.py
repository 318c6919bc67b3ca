"""The version of numpynn, read by the build as well."""

__version__ = "0.1.0"
# As of a torch for the CPU alone.
cuda = hip = rocm = xpu = None
debug = False

"""Runs python -m numpynn ARGUMENTS in a process that cannot import torch."""

import sys

sys.modules["torch"] = None  # type: ignore[assignment]  # the mark by which Python refuses an import

from numpynn.__main__ import main  # noqa: E402

sys.exit(main(sys.argv[1:]))

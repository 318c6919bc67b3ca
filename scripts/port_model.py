"""Ports a whole torch model to source and weights that run with NumPy alone; needs torch: see --help."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from numpynn.port.models import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "port_model"))

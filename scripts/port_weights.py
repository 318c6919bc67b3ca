"""Ports the weights of a torch checkpoint into .npz, .safetensors or .pt, without torch: see --help."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from numpynn.port.weights import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "port_weights"))

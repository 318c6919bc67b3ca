"""Programs as people write them for PyTorch. Each runs unchanged in both libraries and prints the same numbers."""

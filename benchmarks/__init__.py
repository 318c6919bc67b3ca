"""The same work in numpynn and in torch, timed side by side. `scripts/bench` runs it."""

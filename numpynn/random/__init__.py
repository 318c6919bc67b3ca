"""torch's random numbers, bit for bit: torch.random's functions, and the generator they work on."""

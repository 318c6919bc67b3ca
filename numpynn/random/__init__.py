"""torch's random numbers, bit for bit: the generator, and the functions of torch.random.

Equal to torch 2.13 on x86-64 with AVX2, in every bit of the values and of the generator's 5056 bytes of state, with
these exceptions:

- float64 normal, log-normal, exponential, Cauchy and geometric numbers are made by the C library's log, sin, cos, exp
  and tan, here and in torch: they agree where both use the same C library.
- Where torch runs without AVX2 (another processor, or ATEN_CPU_CAPABILITY=default) its float32 normal numbers, and its
  uniform numbers between bounds, differ from these in the last bits.
- multinomial without replacement may order categories of equal quotients otherwise; binomial numbers in float32 and
  Dirichlet vectors in float64 may differ in rare draws and in the last bit. Their docstrings say when.
"""

from .generator import (
    Generator,
    default_generator,
    fork_rng,
    get_rng_state,
    initial_seed,
    manual_seed,
    seed,
    set_rng_state,
    thread_safe_generator,
)

__all__ = [
    "Generator",
    "default_generator",
    "fork_rng",
    "get_rng_state",
    "initial_seed",
    "manual_seed",
    "seed",
    "set_rng_state",
    "thread_safe_generator",
]

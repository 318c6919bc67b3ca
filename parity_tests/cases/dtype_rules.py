"""What dtypes hold, and what becomes of them together."""

from parity_tests.case import expr, ints, refuses

DTYPES = "bool uint8 int8 int16 int32 int64 float16 float32 float64 complex64 complex128".split()
FLOATS = "float16 float32 float64 complex64 complex128".split()
FINFO = "i.bits, i.eps, i.max, i.min, i.tiny, i.smallest_normal, i.resolution, i.dtype, repr(i)"


def partners(dtype):
    """All dtypes, but not float16 with complex ones: the result can be torch's complex32, which NumPy lacks."""
    if dtype.startswith("complex"):
        return [other for other in DTYPES if other != "float16"]
    return DTYPES[:-2] if dtype == "float16" else DTYPES


CASES = [
    expr("torch.pi, torch.e, torch.inf, torch.nan"),
    *[expr(f"i = torch.finfo(torch.{d}); {FINFO}") for d in FLOATS],
    expr(f"i = torch.finfo(); {FINFO}"),
    *[expr(f"i = torch.iinfo(torch.{d}); i.bits, i.max, i.min, i.dtype, repr(i)") for d in ("uint8", "int8", "int16", "int32", "int64")],
    refuses("torch.finfo(torch.int32)"),
    refuses("torch.iinfo(torch.float32)"),
    *[expr(f"[str(torch.promote_types(torch.{a}, b)) for b in (torch.{', torch.'.join(DTYPES)})]") for a in DTYPES],
    *[expr(f"[torch.can_cast(torch.{a}, b) for b in (torch.{', torch.'.join(DTYPES)})]") for a in DTYPES],
    *[expr(f"[str(torch.result_type(x, y)) for x in (torch.ones(2, dtype=torch.{a}), torch.ones((), dtype=torch.{a})) for y in (1, 1.5, True, *[torch.ones(s, dtype=b) for s in (2, ()) for b in (torch.{', torch.'.join(partners(a))})])]") for a in DTYPES],
    expr("torch.is_nonzero(x), x.is_nonzero(), torch.zeros(1, 1).is_nonzero()", x=ints((), 0, 4)),
    refuses("torch.is_nonzero(x)", x=(2,)),
    expr("torch.logspace(0, 3, 4), torch.logspace(0, 3, 4, base=2.0), torch.logspace(-1, 1, 3, dtype=torch.float64), torch.logspace(0, 2, 3, dtype=torch.int64)"),
    expr("y = x.detach().clone(); y.storage_offset(), y[1:, 2:].storage_offset(), y.get_device(), torch.get_device(y)", x=(3, 4), empty=False, why="there is no offset in nothing"),
    expr("x.clip(0, 1), x.clip(min=0.5)", x=(3, 4)),
]

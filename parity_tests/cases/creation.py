"""Making tensors."""

from parity_tests.case import bools, expr, ints, refuses

DTYPES = "uint8 int8 int16 int32 int64 uint16 uint32 uint64 float16 float32 float64 complex64 complex128 bool".split()

CASES = [
    expr("torch.tensor([[1, 2], [3, 4]]), torch.tensor(2.5), torch.tensor([]), torch.tensor([True, False]), torch.tensor([1, 2.5]), torch.tensor(3)"),
    expr("torch.tensor([1.5, 2.5], dtype=torch.int32), torch.tensor([[1, 2]], dtype=dtype, requires_grad=True), torch.tensor(1 + 2j)"),
    expr("torch.tensor(np.arange(6).reshape(2, 3)), torch.tensor([torch.tensor(1), 2]), torch.tensor(((1, 2), (3, 4)))"),
    refuses("torch.tensor([[1, 2], [3]])"),
    refuses("torch.tensor(['a'])"),
    *[expr(f"torch.zeros(2, dtype=torch.{d}), torch.tensor([0, 1], dtype=torch.{d}).dtype") for d in DTYPES],
    expr("str(torch.float), str(torch.double), str(torch.half), str(torch.int), str(torch.short), str(torch.long), str(torch.cfloat), str(torch.cdouble)"),
    expr("isinstance(torch.float32, torch.dtype), torch.float32.is_floating_point, torch.complex64.is_complex, torch.int8.is_signed, torch.uint8.is_signed, torch.int16.itemsize"),
    expr("isinstance(torch.zeros(1), torch.Tensor), torch.is_tensor(1)"),
    expr("str(torch.get_default_dtype()), str(torch.device('cpu')), torch.device('cpu') == torch.zeros(1).device, torch.device('cpu').type"),
    expr("torch.zeros(2, 3), torch.zeros((2, 3)), torch.zeros(()), torch.zeros(0, 3), torch.ones([2], dtype=torch.long), torch.ones(2, device='cpu')"),
    expr("torch.empty(2, 3).shape, torch.empty(0, dtype=torch.bool), torch.empty(2, requires_grad=True).requires_grad"),
    expr("torch.full((2, 3), 1.5), torch.full((2,), 3), torch.full((), True), torch.full([2], 1.0, dtype=torch.int64)"),
    expr("torch.arange(5), torch.arange(1, 4), torch.arange(1, 2.5, 0.5), torch.arange(5, 0, -2), torch.arange(3.0), torch.arange(2, 8, 3, dtype=dtype)"),
    refuses("torch.arange(0, 5, 0)"),
    refuses("torch.arange(0, 5, -1)"),
    expr("torch.linspace(0, 1, 5), torch.linspace(-2, 3, 4, dtype=torch.float64), torch.linspace(0, 1, 1), torch.linspace(0, 1, 0), torch.linspace(0, 10, 5, dtype=torch.int64)"),
    refuses("torch.linspace(0, 1, -1)"),
    expr("torch.eye(3), torch.eye(2, 3), torch.eye(2, dtype=torch.int64), torch.eye(0)"),
    expr("torch.zeros_like(x), torch.ones_like(x), torch.full_like(x, 2.5), torch.empty_like(x).shape", x=(2, 3), grad=False),
    expr("torch.zeros_like(x, dtype=torch.int64), torch.ones_like(x, dtype=torch.bool), torch.full_like(x, 2, dtype=torch.float64), torch.empty_like(x, dtype=torch.int8).dtype", x=(2, 3), grad=False),
    expr("torch.zeros_like(x), torch.full_like(x, 2.7)", x=ints((2, 3), 0, 5)),
    expr("x.new_zeros(2, 3), x.new_ones((2,)), x.new_full((2, 2), 1.5), x.new_empty(3, 0), x.new_tensor([1, 2])", x=(2,), grad=False),
    expr("x.new_zeros(2, dtype=torch.int64), x.new_ones(2, dtype=torch.bool), x.new_full((2,), 1, dtype=torch.int8), x.new_empty((0,), dtype=torch.int16)", x=(2,), grad=False),
    expr("torch.as_tensor([1, 2]), torch.as_tensor(np.array([1.5])), torch.as_tensor(x) is x, torch.as_tensor(x, dtype=torch.float64)", x=(3,)),
    expr("torch.from_numpy(np.arange(4.0)), torch.from_numpy(np.ones((2, 0)))"),
    expr("a = np.zeros(3); t = torch.from_numpy(a); t[1] = 2.0; a, t", why="shared memory"),
    refuses("torch.from_numpy([1.0])"),
    expr("torch.zeros_like(x), x.new_ones(2)", x=bools((3,))),
    expr("torch.zeros(size=(2, 3)), torch.ones(size=(2,)), torch.empty(size=(2, 0)).shape, x.new_zeros(size=(2,)), x.new_ones(size=(2,)), x.new_empty(size=(3, 0)).shape, torch.zeros(torch.tensor(2), 3), torch.zeros(()), torch.zeros([])", x=(2,)),
    *[refuses(f"{call}") for call in ("torch.empty(-1)", "torch.zeros(2, -3)", "torch.ones((-1,))", "torch.full((-1,), 0)", "torch.eye(-1)", "torch.zeros(2).new_zeros(-1)", "torch.zeros(2.5)", "torch.zeros('a')", "torch.zeros()", "torch.zeros(2, size=(2,))", "torch.empty_strided((-1,), (1,))")],
]

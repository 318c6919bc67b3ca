"""Legacy constructors and types, the memory of tensors, and what a tensor says of itself."""

from parity_tests.case import expr, fixed, ints, refuses, typed

X = (2, 3)
TYPES = "BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor IntTensor LongTensor ShortTensor".split()
NEVER = "is_ipu is_maia is_meta is_mkldnn is_mps is_mtia is_nested is_quantized is_sparse is_sparse_csr is_vulkan is_xla is_xpu is_cuda".split()

CASES = [
    *[expr(f"t = torch.{t}([[1, 0], [2, 3]]); t, torch.{t}(2, 3).shape, torch.{t}().shape, t.type(), torch.{t}.dtype == t.dtype, isinstance(t, torch.{t}), isinstance(t, torch.Tensor), torch.{t}(t).data_ptr() == t.data_ptr()") for t in TYPES],
    *[expr(f"x.type(torch.{t}), x.type('torch.{t}'), torch.typename(x.type(torch.{t}))", x=fixed(X)) for t in TYPES],
    expr("repr(torch.FloatTensor), torch.FloatTensor.__name__, isinstance(torch.zeros(1), torch.LongTensor), repr(torch.BFloat16Tensor), str(torch.BFloat16Tensor.dtype)"),
    expr("torch.LongTensor([1.7, -1.7]), torch.FloatTensor((1, 2)), torch.FloatTensor(range(3)), torch.FloatTensor(np.zeros(2)), torch.FloatTensor([torch.tensor(1.0), torch.tensor(2.0)]), torch.FloatTensor([[True]])"),
    expr("torch.FloatTensor(torch.Size([2, 3])).shape, torch.FloatTensor(2, device='cpu').shape, torch.FloatTensor(data=[1.0]), torch.FloatTensor(size=(2, 3)).shape"),
    expr("torch.Tensor([1, 2]), torch.Tensor(2, 3).shape, torch.Tensor(torch.tensor([1, 2])), torch.Tensor().shape, torch.Tensor([[1.5]]).dtype"),
    expr("y = torch.Tensor(x); y.zero_(); x", x=fixed(X)),
    expr("x.new(2, 3).shape, x.new([1, 2]), x.new().shape, i.new([1.5]), x.new(x).data_ptr() == x.data_ptr()", x=fixed(X), i=ints(X, 0, 3)),
    refuses("torch.FloatTensor(torch.zeros(2, dtype=torch.float64))"),
    refuses("torch.FloatTensor(3.0)"),
    refuses("torch.FloatTensor('a')"),
    refuses("torch.FloatTensor([[1, 2], [3]])"),
    refuses("torch.FloatTensor(3, 4.5)"),
    refuses("torch.FloatTensor(None)"),
    refuses("torch.FloatTensor(2, device='cuda')"),
    refuses("x.type('torch.cuda.FloatTensor')", x=X),
    refuses("x.type('torch.FooTensor')", x=X),
    expr("before = torch.get_default_dtype(); torch.set_default_tensor_type('torch.DoubleTensor'); a = torch.get_default_dtype(); torch.set_default_tensor_type(torch.FloatTensor); b = torch.get_default_dtype(); torch.set_default_dtype(before); a, b"),
    refuses("torch.set_default_tensor_type(torch.LongTensor)"),
    expr("torch.typename(3), torch.typename([].append), torch.typename(len), torch.typename(nn.Linear(1, 1)).split('.')[-1], torch.typename(torch.float32).split('.')[-1]"),
    expr("y = x.as_subclass(nn.Parameter); y.shape, isinstance(y, nn.Parameter)", x=fixed(X)),
    expr("type('M', (torch.Tensor,), {})([1, 2]).__class__.__name__, type('M', (torch.Tensor,), {})(2, 3).shape"),
    refuses("x.as_subclass(int)", x=X),
    # memory
    expr("s = x.storage(); len(s), s.size(), s.tolist(), s[2], s.dtype, s.nbytes(), s.element_size(), x[1].storage().size(), x[1].storage_offset(), s.data_ptr() == x.data_ptr(), str(s.device), s.is_cuda", x=fixed(X), strided=False, why="a strided input is a view of other memory in its own way"),
    expr("s = x.storage(); s[1] = 5; s.fill_(s[1] + 1) if False else None; x", x=fixed(X), strided=False, why="as above"),
    expr("s = x.storage(); t = s.clone(); t.fill_(2); s.copy_(t); x, torch.is_storage(s), torch.is_storage(x), s.cpu().tolist()", x=fixed(X), strided=False, why="as above"),
    expr("u = x.untyped_storage(); len(u), u.nbytes(), u.size(), u.element_size(), u.data_ptr() == x.data_ptr(), len(x.t().untyped_storage()), u.tolist() == list(u), u[0] == u.tolist()[0]", x=fixed(X), strided=False, why="as above"),
    expr("u = x.untyped_storage(); v = u.clone(); v.fill_(0); u.copy_(v); x, u[:4].tolist(), u.is_cuda, isinstance(u, torch.UntypedStorage)", x=fixed(X), strided=False, why="as above"),
    expr("torch.FloatTensor(torch.FloatTensor([1, 2]).storage()), torch.FloatTensor([1]).storage().untyped().nbytes(), isinstance(torch.FloatTensor([1]).storage(), torch.TypedStorage)"),
    expr("x.resize_(2, 2), x", x=fixed((6,)), strided=False, why="torch's order is that of the memory"),
    expr("y = x.t().resize_(2, 2); z = x.clone(); y, y.data_ptr() == x.data_ptr(), z.resize_(7)[:6], z.shape", x=fixed(X), strided=False, why="as above"),
    expr("torch.resize_as_(x, y), x.resize_as_(y[0]).shape, i.resize_([2, 1])", x=fixed((6,)), y=fixed(X), i=ints((2,), 0, 4), strided=False, why="as above"),
    expr("x.resize(3, 2), x.resize_as(torch.zeros(6))", x=fixed(X)),
    refuses("x.resize_(3)", x=X),
    expr("y = torch.zeros(0, dtype=x.dtype); y.set_(x); y[0] = 1; x, y.is_set_to(x), x.is_set_to(x[:]), x.is_set_to(x.clone()), x.is_set_to(x.view(-1))", x=fixed(X), strided=False, why="view(-1) of strided memory"),
    expr("y = torch.zeros(0, dtype=x.dtype); y.set_(x.untyped_storage(), 1, (2, 2), (3, 1)), torch.zeros(2).set_(), torch.zeros(0, dtype=x.dtype).set_(x.storage(), 1, (2,))", x=fixed(X), strided=False, why="as above"),
    refuses("i.set_(x)", x=fixed(X), i=ints(X, 0, 3)),
    expr("x.is_shared(), x._version, x.zero_()._version, x.t()._version", x=fixed(X)),
    # what a tensor says of itself
    *[expr(f"x.{name}", x=X) for name in NEVER],
    expr("x.is_cpu, x.layout == torch.strided, repr(x.layout), x.grad_dtype, x.name, x.output_nr, x.split(2, 1)[1].output_nr, x.volatile", x=X),
    expr("x.is_signed(), torch.is_signed(i), x.is_inference(), torch.is_inference(x), x.ndimension(), x.dim_order(), x.t().dim_order(), x.is_pinned(), x.dense_dim(), x.to_dense() is x, x.const_data_ptr() == x.data_ptr()", x=fixed(X), i=typed("uint8", ints(X, 0, 3)), strided=False, empty=False, why="the order is that of the memory"),
    refuses("x[:, :1].t().dim_order(ambiguity_check=True)", x=fixed((1, 1))),
    *[refuses(f"x.{call}", x=X) for call in ("values()", "indices()", "pin_memory()", "reinforce(1)", "xpu()", "ipu()", "record_stream(None)")],
    expr("torch.strided, torch.sparse_coo, torch.jagged, isinstance(torch.strided, torch.layout), torch.legacy_contiguous_format", grad=False),
    expr("repr(torch.bfloat16), repr(torch.finfo(torch.bfloat16)), torch.bfloat16.itemsize, torch.bfloat16.is_floating_point, torch.bfloat16.is_complex, repr(torch.bfloat16.to_complex()), torch.finfo(torch.bfloat16).eps, torch.finfo(torch.bfloat16).bits"),
]

"""Settings of the process, mixed precision, other machines, compilers, memory shared with others, nests, tests."""

from parity_tests.case import expr, fixed, ints, refuses, typed

X = (2, 3)
STANDING = "cuda mps xpu".split()
NEST = "{'b': [1, (2, None)], 'a': 3, 'c': __import__('collections').OrderedDict(x=4), 'd': __import__('collections').deque([5])}"

CASES = [
    expr("n = torch.get_num_threads(); torch.set_num_threads(1); out = torch.get_num_threads(); torch.set_num_threads(n); out, torch.get_num_interop_threads() > 0"),
    refuses("torch.set_num_threads(0)"),
    refuses("torch.set_num_interop_threads(-1)"),
    refuses("torch.set_num_interop_threads(2.5)"),
    expr("torch.set_num_interop_threads is not None"),
    expr("a = torch.get_float32_matmul_precision(); torch.set_float32_matmul_precision('high'); b = torch.get_float32_matmul_precision(); torch.set_float32_matmul_precision('foo'); c = torch.get_float32_matmul_precision(); torch.set_float32_matmul_precision(a); a, b, c"),
    expr("torch.use_deterministic_algorithms(True); a = torch.are_deterministic_algorithms_enabled(), torch.get_deterministic_debug_mode(); torch.set_deterministic_debug_mode('warn'); b = torch.is_deterministic_algorithms_warn_only_enabled(), torch.get_deterministic_debug_mode(); torch.use_deterministic_algorithms(False); a, b, torch.get_deterministic_debug_mode()"),
    refuses("torch.set_deterministic_debug_mode(3)"),
    refuses("torch.set_deterministic_debug_mode('x')"),
    refuses("torch.use_deterministic_algorithms(1)"),
    expr("torch.set_flush_denormal(False), torch.is_warn_always_enabled(), torch.set_warn_always(False)"),
    expr("torch.set_default_device('cpu'); out = torch.get_default_device().type; torch.set_default_device(None); out, torch.get_device_module('cpu').__name__.split('.')[-1], torch.get_device_module(torch.device('cuda')).is_available()"),
    refuses("torch.get_device_module('foo')"),
    expr("with torch.device('cpu') as d:\n    out = torch.zeros(2)\nout, str(d)"),
    expr("torch.newaxis is None, x[torch.newaxis].shape, torch.version.cuda, torch.version.hip, isinstance(torch.__version__, str), issubclass(torch.OutOfMemoryError, RuntimeError)", x=X),
    # mixed precision
    expr("with torch.autocast('cpu', enabled=False):\n    out = x @ x.T\nout, torch.is_autocast_enabled(), torch.is_autocast_enabled('cpu'), torch.is_autocast_cpu_enabled()", x=X),
    expr("with torch.autocast('cuda'):\n    out = x @ x.T\nout", x=X),
    expr("with torch.cuda.amp.autocast(enabled=False):\n    out = x * 2\ntorch.autocast(device_type='cuda', enabled=False)(lambda t: t + 1)(out)", x=X),
    expr("str(torch.get_autocast_dtype('cpu')), str(torch.get_autocast_cpu_dtype()), str(torch.get_autocast_gpu_dtype()), str(torch.get_autocast_dtype('cuda'))"),
    refuses("torch.autocast(3)"),
    refuses("torch.autocast('foo')"),
    expr("w.requires_grad_(); s = torch.GradScaler('cpu', init_scale=4.0, growth_interval=2); o = optim.SGD([w], lr=0.1); log = []\nfor i in range(4):\n    o.zero_grad(); s.scale((w * x).sum() * (inf if i == 2 else 1)).backward(); s.step(o); s.update(); log.append(s.get_scale())\nlog, w.detach(), s.state_dict()", x=fixed((3,)), w=fixed((3,))),
    expr("w.requires_grad_(); s = torch.amp.GradScaler('cpu', 8.0); o = optim.SGD([w], lr=0.1); s.scale(w.sum()).backward(); s.unscale_(o); g = w.grad.clone(); s.step(o); s.update(2.0); g, s.get_scale(), s.is_enabled(), s.get_growth_factor(), s.get_backoff_factor(), s.get_growth_interval()", w=fixed((3,))),
    expr("w.requires_grad_(); s = torch.GradScaler(enabled=False); o = optim.SGD([w], lr=0.1); s.scale(w.sum()).backward(); s.unscale_(o); s.step(o); s.update(); w.detach(), s.get_scale(), s.state_dict(), torch.cuda.amp.GradScaler().is_enabled()", w=fixed((3,))),
    refuses("s = torch.GradScaler('cpu'); s.update()"),
    refuses("s = torch.GradScaler('cpu'); o = optim.SGD([w], lr=0.1); w.sum().backward(); s.step(o)", w=(3,)),
    refuses("s = torch.GradScaler('cpu'); o = optim.SGD([w], lr=0.1); s.scale(w.sum()).backward(); s.unscale_(o); s.unscale_(o)", w=(3,)),
    expr("f = torch.zeros(1, dtype=x.dtype); torch._amp_foreach_non_finite_check_and_unscale_([x], f, torch.full((), 0.5, dtype=x.dtype)); x, f", x=fixed(X), dtypes=("float32",)),
    # other machines
    *[expr(f"torch.{name}.is_available(), torch.{name}.device_count(), torch.{name}.manual_seed(0)") for name in STANDING],
    *[refuses(f"torch.{name}.synchronize()") for name in ("cuda", "mps", "xpu", "accelerator")],
    *[refuses(f"torch.cuda.{call}") for call in ("current_device()", "get_device_name()", "get_device_properties(0)", "get_device_capability()", "current_stream()", "init()", "Stream()", "FloatTensor(2)", "mem_get_info()")],
    expr("torch.cuda.memory_allocated(), torch.cuda.max_memory_allocated(), torch.cuda.memory_reserved(), torch.cuda.is_bf16_supported(), torch.cuda.get_arch_list(), torch.cuda.empty_cache(), torch.cuda.manual_seed_all(1), torch.cuda.is_initialized(), isinstance(torch.zeros(1), torch.cuda.FloatTensor), torch.cuda.OutOfMemoryError is torch.OutOfMemoryError"),
    expr("torch.cpu.is_available(), torch.cpu.device_count(), torch.cpu.synchronize(), torch.cpu.current_device(), torch.accelerator.is_available(), torch.accelerator.current_accelerator(), torch.accelerator.device_count()"),
    expr("b = torch.backends; b.cudnn.is_available(), b.cudnn.enabled, b.cudnn.benchmark, b.cudnn.deterministic, b.cudnn.allow_tf32, b.cudnn.version(), b.cuda.matmul.allow_tf32, b.cuda.is_built(), b.cuda.flash_sdp_enabled(), b.mps.is_available(), b.mps.is_built(), b.mha.get_fastpath_enabled()"),
    refuses("torch.distributed.get_rank()"),
    expr("torch.distributed.is_initialized()"),
    # compilers
    expr("f = torch.jit.script(nn.Linear(3, 2)).to(x.dtype); f(x).shape, torch.jit.is_scripting(), torch.jit.is_tracing(), torch.jit.annotate(int, 3), torch.compiler.is_compiling(), torch.compiler.disable(lambda t: t * 2)(x)", x=X),
    expr("f = torch.compile(lambda t: t * 2, backend='eager'); f(x), torch.compile(nn.ReLU(), backend='eager')(x)", x=fixed(X), dtypes=("float32",), strided=False, empty=False, why="torch compiles anew for each"),
    expr("torch.jit.wait(torch.jit.fork(lambda t: t + 1, x)), torch.jit.isinstance(1, int)", x=fixed(X)),
    # memory shared with others
    expr("a = np.from_dlpack(x); a[0] = 7; y = torch.from_dlpack(x); y[1] = 5; x, y is x, torch.from_dlpack(torch.utils.dlpack.to_dlpack(x)), torch.from_dlpack(torch.to_dlpack(x.t())).shape", x=fixed(X), empty=False, why="there is no first row"),
    expr("a = np.arange(3.0); y = torch.from_dlpack(a); y[0] = 5; a, torch.from_dlpack(x, copy=True).data_ptr() == x.data_ptr(), torch.from_dlpack(i), torch.from_dlpack(b), tuple(x.__dlpack_device__())", x=fixed(X), i=ints(X, 0, 9), b=typed("bool", ints(X, 0, 2)), empty=False, why="the address of nothing"),
    refuses("np.from_dlpack(x)", x=X),
    refuses("torch.from_dlpack(x, device='cuda')", x=fixed(X)),
    # nests
    expr(f"t = torch.utils._pytree; leaves, spec = t.tree_flatten({NEST}); leaves, t.tree_unflatten(leaves[::-1], spec), t.tree_leaves([1, [2]]), spec.num_leaves, t.tree_structure([1]) == t.tree_structure([2])"),
    expr("t = torch.utils._pytree; t.tree_map(lambda v: v * 2, {'a': x, 'b': [x]}), t.tree_map(lambda a, b: a + b, [1, (2,)], [3, (4,)]), t.tree_map_only(int, str, [1, 2.5, 'a']), t.tree_all(bool, [1, [0]]), t.tree_any(bool, [1, [0]]), t.tree_map(lambda v: v, [[1], [2]], is_leaf=lambda v: v == [1])", x=X),
    expr("torch.utils._pytree.tree_map(len, ['ab', ('c',)]), torch.utils._pytree.tree_flatten(3)[0], torch.utils._pytree.tree_unflatten([1], torch.utils._pytree.tree_structure([0]))"),
    refuses("torch.utils._pytree.tree_unflatten([1], torch.utils._pytree.tree_structure([0, 0]))"),
    refuses("torch.utils._pytree.tree_map(max, [1], (1,))"),
    # tests
    expr("torch.testing.assert_close(x, x + 1e-9), torch.testing.assert_close([x, {'a': 1.0}], [x, {'a': 1.0}]), torch.testing.assert_close(torch.tensor([nan]), torch.tensor([nan]), equal_nan=True), torch.testing.assert_allclose(x, x)", x=X),
    *[
        expr(f"try:\n    torch.testing.{call}\n    out = None\nexcept (AssertionError, TypeError, ValueError) as e:\n    out = type(e).__name__, str(e).replace('numpynn', 'torch').split(' (Trig')[0]\nout", dtypes=("float32",))
        for call in (
            "assert_close(torch.tensor([1.0, 2]), torch.tensor([1.0, 2.1]))",
            "assert_close(torch.tensor([1.0, 2]), torch.tensor([1, 2]))",
            "assert_close({'a': [torch.tensor(1.0)]}, {'a': [torch.tensor(2.0)]})",
            "assert_close(1, 2)",
            "assert_close(1.5, 2.5, rtol=0.1, atol=0.1)",
            "assert_close(torch.zeros(2), torch.zeros(3))",
            "assert_close(torch.zeros(2, 2), torch.ones(2, 2), msg=lambda m: 'xx ' + m)",
            "assert_close(torch.zeros(2, 2), torch.ones(2, 2), msg='mine')",
            "assert_close([1.0, 2], [1.0])",
            "assert_close(torch.tensor([1, 2]), torch.tensor([1, 5]))",
            "assert_close(torch.zeros(1), torch.zeros(1), rtol=1)",
            "assert_close(1.0, 1)",
            "assert_close({'a': 1}, {'b': 1})",
            "assert_close(torch.tensor([True]), torch.tensor([False]))",
            "assert_close(torch.tensor([nan, 1.0]), torch.tensor([nan, 2.0]))",
            "assert_close(torch.tensor(1 + 1j), torch.tensor(1 - 1j))",
            "assert_close(torch.zeros(2, 3), torch.zeros(3, 2).t(), check_stride=True)",
            "assert_close(None, None)",
            "assert_close(None, 1)",
            "assert_close('a', 'b')",
            "assert_close(np.zeros(2), np.ones(2))",
            "assert_allclose(torch.tensor([1.0]), torch.tensor([1.1]))",
        )
    ],
    *[expr(f"torch.testing.make_tensor({a}, device='cpu')", grad=False) for a in ("3, 4, dtype=dtype", "(2,), dtype=torch.int64", "2, 3, dtype=torch.bool", "5, dtype=torch.uint8, low=2, high=4", "(4,), dtype=dtype, low=-1.5, high=2", "(3,), dtype=torch.complex64", "(2, 3), dtype=torch.int8, exclude_zero=True")],
    expr("y = torch.testing.make_tensor(2, 3, dtype=dtype, device='cpu', noncontiguous=True); y, y.stride()"),
    # the profiler
    expr("with torch.autograd.profiler.profile() as p:\n    with torch.autograd.profiler.record_function('mine'):\n        y = x * 2\n[e.key for e in p.key_averages() if e.key == 'mine'], y", x=X),
    expr("with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as p:\n    with torch.profiler.record_function('mine'):\n        y = x * 2\n    p.step()\nlen([e for e in p.events() if e.name == 'mine']), 'mine' in p.key_averages().table(sort_by='cpu_time_total', row_limit=10)", x=X),
    expr("s = torch.profiler.schedule(wait=1, warmup=1, active=2, repeat=2, skip_first=1); [int(getattr(s(i), 'value', s(i))) for i in range(12)]"),
    expr("y = torch.autograd.Variable(x, requires_grad=True); y.requires_grad, y.data_ptr() == x.data_ptr(), isinstance(x, torch.autograd.Variable), torch.autograd.Variable(x).requires_grad", x=fixed(X), empty=False, why="the address of nothing"),
    expr("isinstance(nn.BatchNorm1d(2), nn.modules.batchnorm._BatchNorm), isinstance(nn.InstanceNorm2d(2), nn.modules.instancenorm._InstanceNorm), nn.init._calculate_fan_in_and_fan_out(torch.zeros(2, 3, 4)), nn.modules.transformer._get_activation_fn('gelu')(x), issubclass(optim.lr_scheduler.StepLR, torch.optim.lr_scheduler._LRScheduler)", x=X),
    refuses("nn.modules.transformer._get_activation_fn('tanh')"),
]

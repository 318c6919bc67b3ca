"""utils.data in one process: datasets, samplers, collation, loaders; test_data.py has the worker processes."""

from parity_tests.case import expr, fixed, refuses

# Datasets that both libraries' classes are the base of.
STREAM = "Stream = type('Stream', (data.IterableDataset,), {'__init__': lambda s, n: setattr(s, 'n', n), '__iter__': lambda s: iter(range(s.n)), '__len__': lambda s: s.n})"
MAP = "Map = type('Map', (data.Dataset,), {'__len__': lambda s: 5, '__getitem__': lambda s, i: i * i})"
MANY = "Many = type('Many', (data.Dataset,), {'__len__': lambda s: 5, '__getitem__': lambda s, i: i, '__getitems__': lambda s, k: [100 + i for i in k]})"
POINT = "Point = __import__('collections').namedtuple('Point', 'a b')"
G = "g = torch.Generator().manual_seed(5)"
AFTER = "g.get_state(), torch.get_rng_state()"
FIVE = fixed((5, 2))

# One list of samples each, as default_collate meets them.
BATCHES = (
    "[x[0], x[1]]",
    "[np.ones((2, 3), np.float32), np.zeros((2, 3), np.float32)]",
    "[np.float32(1), np.float32(2)]",
    "[np.float64(1), np.float64(2)]",
    "[np.int8(1), np.int8(2)]",
    "[np.bool_(True), np.bool_(False)]",
    "[np.array(1.5), np.array(2.5)]",
    "[1.5, 2.5]",
    "[1, 2]",
    "[True, False]",
    "[1, 2.5]",
    "['a', 'b']",
    "[b'a', b'b']",
    "[(1, 'a'), (2, 'b')]",
    "[[1, 2.5], [3, 4.5]]",
    "[{'a': 1, 'b': [x[0]]}, {'a': 2, 'b': [x[1]]}]",
    "[__import__('collections').OrderedDict(b=1, a=2), {'a': 1, 'b': 2}]",
    "[__import__('types').MappingProxyType({'a': 1}), {'a': 2}]",
    "[range(2), range(2, 4)]",
    "[(1, (2, [3.0]))]",
)

# Samples, as default_convert meets them.
SAMPLES = ("x", "np.ones((2, 3))", "np.float32(2)", "np.int64(2)", "np.array(['a'])", "np.array([None])", "np.str_('a')", "3", "2.5", "'a'", "b'a'", "None", "(np.ones(2), 1)", "[np.ones(2), 'b']", "{'a': np.arange(2), 'b': 1}", "__import__('types').MappingProxyType({'a': np.arange(2)})", "range(2)")

# A sampler over ten, and what it may be given: drawn twice, with the generators' state after.
SAMPLERS = (
    "data.SequentialSampler(range(10))",
    "data.RandomSampler(range(10){g})",
    "data.RandomSampler(range(10), num_samples=4{g})",
    "data.RandomSampler(range(10), num_samples=25{g})",
    "data.RandomSampler(range(10), True{g})",
    "data.RandomSampler(range(10), replacement=True, num_samples=70{g})",
    "data.SubsetRandomSampler([3, 1, 4, 1, 5]{g})",
    "data.SubsetRandomSampler('abcdef'{g})",
    "data.WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 5{g})",
    "data.WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 5, replacement=False{g})",
    "data.WeightedRandomSampler(torch.tensor([1, 2, 3]), 40{g})",
    "data.BatchSampler(data.RandomSampler(range(10){g}), 3, False)",
    "data.BatchSampler(data.RandomSampler(range(10){g}), 3, True)",
    "data.BatchSampler(data.RandomSampler(range(10){g}), 5, drop_last=True)",
    "data.BatchSampler(range(7), 3, False)",
)

LOADERS = (
    "",
    "batch_size=2",
    "batch_size=3, shuffle=False",
    "batch_size=2, shuffle=True",
    "batch_size=2, shuffle=True, drop_last=True",
    "2, True, generator=g",
    "batch_size=3, shuffle=True, drop_last=True, generator=g",
    "None",
    "batch_size=None, shuffle=True",
    "batch_size=None, collate_fn=list",
    "batch_size=2, collate_fn=len",
    "batch_size=2, sampler=[4, 2, 0]",
    "batch_size=2, sampler=data.WeightedRandomSampler([1.0, 2, 3, 4, 5], 7)",
    "batch_sampler=[[0, 1], [4], [2, 2]]",
    "batch_sampler=data.BatchSampler(data.RandomSampler(range(5)), 2, True), generator=g",
    "2, None, None, None, 0, None, False, True, 0, None, None, g",
    "batch_size=9, drop_last=True",
    "batch_size=2, worker_init_fn=print, in_order=False, pin_memory_device='cuda'",
)

CASES = [
    *[expr(f"data.default_collate({batch})", x=fixed((2, 3)), name=f"data.default_collate({batch})") for batch in BATCHES],
    *[expr(f"data.default_convert({sample})", x=fixed((2, 3)), name=f"data.default_convert({sample})", grad=False) for sample in SAMPLES],
    *[expr(f"{POINT}; tuple(data.{name})", name=f"data.{name}", grad=False) for name in ("default_collate([Point(1, 'a'), Point(2, 'b')])", "default_convert(Point(np.ones(2), 1))")],
    expr(f"{POINT}; type(data.default_collate([Point(1, 2)])).__name__"),
    *[refuses(f"data.default_collate({batch})") for batch in ("[None, None]", "[object()]", "[np.array(['a'])]", "[np.array([None])]", "[[1, 2], [3]]", "[torch.ones(2), torch.ones(3)]", "[{'a': 1}, {'b': 1}]", "[{1, 2}]", "[]", "[1, None]")],
    expr("d = data.TensorDataset(x, torch.arange(5)); len(d), d[0], d[-1], d[1:3], d[torch.tensor([0, 4])], d.tensors", x=FIVE),
    refuses("data.TensorDataset(torch.ones(2), torch.ones(3))"),
    refuses("data.TensorDataset(torch.ones(()))"),
    refuses("len(data.TensorDataset())"),
    expr("d = data.StackDataset(x, [4, 5, 6, 7, 8]); len(d), d[1], d.__getitems__([0, 3])", x=FIVE),
    expr(f"{MANY}; d = data.StackDataset(a=Many(), b=range(5)); len(d), d[1], d.__getitems__([0, 3]), data.StackDataset(Many(), range(5)).__getitems__([2, 2])"),
    expr(f"{MANY}; d = data.StackDataset(range(5), Many()); [b for b in data.DataLoader(d, 2)], d.__getitems__([])"),
    *[refuses(f"data.StackDataset({args})") for args in ("", "[1], [1, 2]", "[1], a=[1]", "a=[1], b=[1, 2]")],
    refuses("Short = type('Short', (data.Dataset,), {'__len__': lambda s: 2, '__getitems__': lambda s, k: [1]}); data.StackDataset(Short()).__getitems__([0, 1])"),
    expr(f"{MAP}; d = data.ConcatDataset([[7, 8], Map(), 'ab']); len(d), [d[i] for i in range(-9, 9)], d.cumulative_sizes, d.cumsum(['abc', 'd'])"),
    expr(f"{MAP}; d = Map() + [1, 2]; type(d).__name__, len(d), d[6]"),
    *[refuses(f"{STREAM}; data.{text}") for text in ("ConcatDataset([])", "ConcatDataset([Stream(2)])", "ConcatDataset([[1, 2]])[2]", "ConcatDataset([[1, 2]])[-3]", "Dataset()[0]", "Sampler().__iter__()", "ChainDataset([[1]]).__len__()", "ChainDataset([[1]]).__iter__().__next__()")],
    refuses("len(data.Dataset())"),
    refuses("len(data.Sampler())"),
    expr(f"{STREAM}; d = data.ChainDataset([Stream(2), Stream(3)]); len(d), list(d), list(Stream(1) + Stream(2)), type(Stream(1) + Stream(1)).__name__"),
    expr(f"{MANY}; d = data.Subset(Many(), [4, 0, 2]); len(d), d[1], d.__getitems__([2, 0]), data.Subset(range(5), [3, 1]).__getitems__([0, 1])"),
    expr("data.Subset(torch.arange(5), [4, 0, 2])[[0, 2]]"),
    refuses("type('Odd', (data.Subset,), {'__getitem__': lambda s, i: i})([1], [0])"),
    expr("issubclass(data.IterableDataset, data.Dataset), data.Dataset[int].__origin__ is data.Dataset, data.Sampler[int].__origin__ is data.Sampler"),
    refuses("data.IterableDataset()", why="abstract"),
    *[expr(f"torch.manual_seed(3); {G}; [(s.indices, len(s)) for s in data.random_split(range(10), {args})], {AFTER}") for args in ("[3, 7]", "[10]", "[0, 10]", "[0.3, 0.3, 0.4]", "[0.25, 0.25, 0.25, 0.25], g", "[3, 3, 4], generator=g", "[0.05, 0.95], generator=g")],
    *[refuses(f"data.random_split(range(10), {lengths})") for lengths in ("[3, 6]", "[0.5, 0.4]", "[-0.5, 1.5]", "[]")],
    *[expr(f"torch.manual_seed(3); {G}; s = {text.format(g=g)}; [list(s) for _ in range(3)], len(s), {AFTER}", name=text.format(g=g), grad=False) for text in SAMPLERS for g in (("", ", generator=g") if "{g}" in text else ("",))],
    expr(f"torch.manual_seed(3); {G}; s = data.RandomSampler(range(6), generator=g); i = iter(s); [next(i) for _ in range(6)], {AFTER}", why="not drawn to its end"),
    expr("d = [1, 2]; s = data.RandomSampler(d); d.append(3); len(s), s.num_samples"),
    *[refuses(f"data.RandomSampler({args})") for args in ("range(3), replacement=1", "range(3), num_samples=0", "range(3), num_samples=-1", "range(3), num_samples=1.5", "[]")],
    *[refuses(f"data.WeightedRandomSampler({args})") for args in ("[1.0], 0", "[1.0], True", "[1.0], 1.5", "[1.0], 1, 1", "[[1.0, 2.0]], 1")],
    *[refuses(f"list(data.WeightedRandomSampler({args}))") for args in ("[1.0, 2.0], 3, False", "[-1.0, 2.0], 1", "[0.0, 0.0], 1")],
    *[refuses(f"data.BatchSampler(range(3), {args})") for args in ("0, False", "-1, False", "True, False", "1.5, False", "2, 1", "2, None")],
    *[expr(f"s = data.DistributedSampler(range({n}), {args}); first = list(s); s.set_epoch(2); first, list(s), len(s), s.total_size, torch.get_rng_state()", grad=False) for n in (10, 2) for args in ("3, 0", "3, 2", "4, 1, shuffle=False", "num_replicas=3, rank=1, seed=7", "3, 1, True, 0, True", "2, 1, drop_last=True")],
    *[refuses(f"data.DistributedSampler(range(4), {args})") for args in ("2, 2", "2, -1", "")],
    *[expr(f"torch.manual_seed(3); {G}; l = data.DataLoader(data.TensorDataset(x, torch.arange(5)), {options}); out = [list(l) for _ in range(3)], len(l), {AFTER}", name=f"data.DataLoader({options})", x=FIVE) for options in LOADERS],
    expr("torch.manual_seed(3); l = data.DataLoader(range(5), 2, shuffle=True); i = iter(l); next(i); first = torch.get_rng_state(); next(iter(l)), first, torch.get_rng_state(), len(i)", why="broken off"),
    expr(f"{MANY}; [b for b in data.DataLoader(Many(), 2)], [b for b in data.DataLoader(Many(), None)]"),
    expr("l = data.DataLoader(range(5), 2); l.batch_size, l.drop_last, l.num_workers, l.prefetch_factor, l.pin_memory, l.timeout, l.persistent_workers, l.in_order, l.multiprocessing_context, type(l.sampler).__name__, type(l.batch_sampler).__name__, l.collate_fn is data.default_collate"),
    expr("l = data.DataLoader(range(5), batch_sampler=[[1]]); l.batch_size, type(l.sampler).__name__, len(l)"),
    expr("data.get_worker_info()"),
    *[expr(f"{STREAM}; torch.manual_seed(3); l = data.DataLoader(Stream(5), {options}); [list(l) for _ in range(2)], len(l), torch.get_rng_state()", name=f"data.DataLoader(Stream, {options})") for options in ("", "2", "2, drop_last=True", "None", "5, drop_last=True", "2, False", "2, collate_fn=list")],
    *[refuses(f"{STREAM}; data.DataLoader(Stream(5), {options})") for options in ("shuffle=True", "sampler=[1]", "batch_sampler=[[1]]", "batch_size=0", "batch_size=None, drop_last=True")],
    *[refuses(f"data.DataLoader(range(5), {options})") for options in ("batch_size=0", "num_workers=-1", "timeout=-1", "prefetch_factor=2", "num_workers=1, prefetch_factor=-1", "persistent_workers=True", "shuffle=True, sampler=[1]", "batch_sampler=[[1]], batch_size=2", "batch_sampler=[[1]], shuffle=True", "batch_sampler=[[1]], sampler=[1]", "batch_sampler=[[1]], drop_last=True", "batch_size=None, drop_last=True", "multiprocessing_context='fork'", "num_workers=1, multiprocessing_context='none'", "num_workers=1, multiprocessing_context=3")],
    *[refuses(f"data.DataLoader(range(5)).{name} = None; out = 1") for name in ("batch_size", "batch_sampler", "sampler", "drop_last", "dataset", "persistent_workers")],
    *[refuses(text) for text in ("iter(data.DataLoader(range(5), timeout=1))", "data.DataLoader([], shuffle=True)", "list(data.DataLoader([1, None], 2))", "__import__('pickle').dumps(iter(data.DataLoader([1])))")],
    expr("list(data.DataLoader([])), len(data.DataLoader([], 3))"),
]

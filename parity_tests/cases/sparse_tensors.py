"""Tensors that keep their elements by coordinates, and a graph convolution by a sparse product."""

from parity_tests.case import expr, fixed, refuses, values

PLACES = "i = torch.tensor([[0, 1, 1, 0, 2], [2, 0, 2, 2, 1]]); "  # one place twice
MAKE = PLACES + "s = torch.sparse_coo_tensor(i, v, (3, 4)); "
V = (5,)
LEAF = PLACES + "s = torch.sparse_coo_tensor(i, v.detach(), (3, 4), requires_grad=True); "
PARTS = "s.coalesce().indices(), s.coalesce().values(), s._indices(), s._values(), s._nnz(), s.shape, s.is_coalesced()"
STATE = "s.is_sparse, repr(s.layout), s.size(), s.size(1), s.shape, s.dim(), s.ndim, s.numel(), s.sparse_dim(), s.dense_dim(), str(s.dtype), s.requires_grad, s.is_leaf, len(s), str(s.device), torch.is_tensor(s), isinstance(s, torch.Tensor), s.is_floating_point(), s.is_complex(), s.type()"
ROOM = {"empty": False, "why": "the places are for five elements; and torch leaves out a part of the second derivative of products"}
PRODUCTS = ["torch.sparse.mm(s, d)", "torch.mm(s, d)", "s @ d", "torch.matmul(s, d)", "torch.spmm(s, d)", "s.mm(d)", "s.matmul(d)", "torch.mv(s, d[:, 0])", "s.mv(d[:, 0])", "s @ d[:, 0]",
            "d.t() @ s.t()", "torch.mm(d.t(), s.t())", "d[:, 0] @ s.t()", "torch.sparse.addmm(torch.ones(3, 2, dtype=d.dtype), s, d, beta=0.5, alpha=3)",
            "torch.addmm(torch.ones(3, 2, dtype=d.dtype), s, d)", "s.coalesce() @ d", "(s * 2) @ d", "(s / 2) @ d", "(-s) @ d", "(3 * s).mm(d)", "s.clone() @ d", "s.t().t() @ d",
            "s.t() @ d[:3]", "s.transpose(0, 1) @ d[:3]", "s.T.mm(d[:3])", "torch.t(s) @ d[:3]", "torch.transpose(s, 0, 1) @ d[:3]", "(s + s.coalesce()) @ d", "(s - s.t().t() * 3) @ d"]  # fmt: skip
SUMS_WITHOUT_GRADIENT = ["s.sum(1).to_dense()", "s.sum(dim=-1).coalesce().values()", "torch.sum(s, 0).to_dense()"]  # torch: expand is unsupported
SUMS = ["torch.sparse.sum(s)", "s.sum()", "torch.sum(s)", "torch.sparse.sum(s, 0).to_dense()", "torch.sparse.sum(s, (0, 1))", "torch.sparse.sum(s, [1]).shape",
        "torch.sparse.sum(s, dtype=torch.float64)", "torch.sparse.sum(s, -2, dtype=torch.float32).to_dense()"]  # fmt: skip
GCN = """
class Layer(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.empty(i, o)), nn.Parameter(torch.zeros(o))
        nn.init.xavier_uniform_(self.weight)
    def forward(self, x, adj):
        return torch.spmm(adj, x @ self.weight) + self.bias
torch.manual_seed(0)
edges = torch.tensor([[0, 1, 2, 3, 4, 0, 2], [1, 2, 3, 4, 0, 2, 4]])
n = 5
i = torch.cat([edges, edges.flip(0), torch.arange(n).repeat(2, 1)], 1)
a = torch.sparse_coo_tensor(i, torch.ones(i.shape[1]), (n, n)).coalesce()
degree = torch.sparse.sum(a, dim=1).to_dense()
scale = degree.pow(-0.5)
i, v = a.indices(), a.values()
adj = torch.sparse_coo_tensor(i, scale[i[0]] * v * scale[i[1]], a.size())
one, two = Layer(4, 8), Layer(8, 3)
x, y = torch.randn(n, 4), torch.tensor([0, 1, 2, 0, 1])
optimizer = torch.optim.Adam([*one.parameters(), *two.parameters()], lr=0.05)
losses = []
for _ in range(10):
    optimizer.zero_grad()
    out = F.log_softmax(two(F.relu(one(x, adj)), adj), 1)
    loss = F.nll_loss(out, y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
out = losses, one.weight, two.bias
"""

CASES = [
    *[expr(MAKE + f"out = {text}", v=V, d=(4, 2), second=False, **ROOM) for text in PRODUCTS],
    *[expr(LEAF + f"out = {text}", v=fixed(V), d=(4, 2), **ROOM) for text in PRODUCTS[:3]],
    *[expr(MAKE + f"out = {text}", v=V, **ROOM) for text in SUMS],
    *[expr(MAKE + f"out = {text}", v=V, grad=False, **ROOM) for text in SUMS_WITHOUT_GRADIENT],
    expr(MAKE + "s.to_dense(), s.coalesce().to_dense(), s.t().to_dense(), s.coalesce().values()", v=V, **ROOM),
    expr(MAKE + "s.double().to_dense(), s.to(torch.float64)._values(), s.float().dtype == torch.float32", v=V, **ROOM),
    expr(MAKE + PARTS, v=V, **ROOM),
    expr(MAKE + "c = s.coalesce(); c.coalesce() is c, c.is_coalesced(), c.t().is_coalesced(), c.clone().is_coalesced(), c.detach().is_coalesced(), (c * 2).is_coalesced(), c.to_sparse() is c, s.cpu() is s, s.detach().requires_grad", v=V, **ROOM),
    expr(MAKE + STATE, v=V, dtypes=("float32",), strided=False, **ROOM),
    expr(LEAF + STATE, v=fixed(V), dtypes=("float32",), **ROOM),
    expr(LEAF + "torch.sparse.mm(s.coalesce(), d).pow(2).sum().backward()\nout = s.grad.to_dense()[:, 1], s.is_leaf, s.grad.is_sparse", v=fixed(values([3.0, 4, 5, 1, 2])), d=fixed((4, 2)), **ROOM),
    expr("x.to_sparse().indices(), x.to_sparse().values(), x.to_sparse().to_dense(), x.to_sparse().is_coalesced(), x.to_sparse() @ x.t()", x=values([[0.0, 1.5, 0.0], [2.0, 0.0, -1.0]]), grad=False, **ROOM),
    expr("torch.sparse.mm(x.to_sparse(), d), x.to_sparse().values()", x=values([[0.0, 1.5, 0.0], [2.0, 0.0, -1.0]]), d=(3, 2), second=False, **ROOM),
    expr("s = x.to_sparse(1); s.indices(), s.values(), s.to_dense(), s.sparse_dim(), s.dense_dim(), s.sum(0), torch.sparse.sum(s, 1).to_dense(), torch.sparse.sum(s, (0, 1)), s.shape", x=values([[0.0, 1.5, 0.0], [0.0, 0.0, 0.0], [2.0, 0.0, -1.0]]), grad=False, **ROOM),
    expr("x.to_sparse_coo().to_dense(), x.to_sparse(layout=torch.sparse_coo).to_dense(), x.to_sparse().long().to_dense(), x.to_dense() is x", x=values([[0.0, 1.5, 0.0], [2.0, 0.0, -1.0]]), grad=False, **ROOM),
    *[expr(MAKE + f"out = torch.sparse.{f}(s, {dim}).coalesce().values()", v=V, **ROOM) for f in ("softmax", "log_softmax") for dim in (0, 1)],
    expr("s = torch.sparse_coo_tensor([[0, 1, 1], [2, 0, 2]], v, (2, 3, 2)); torch.sparse.softmax(s.coalesce(), 0).values(), torch.sparse.softmax(s, 2).coalesce().values(), s.to_dense(), s.transpose(0, 1).to_dense()", v=(3, 2), **ROOM),
    # Making them.
    *[expr(f"s = {text}; s.to_dense(), s.shape, s._nnz(), str(s.dtype), repr(s)") for text in ("torch.sparse_coo_tensor([[0, 1], [1, 0]], [1.0, 2.0])", "torch.sparse_coo_tensor([[0, 1], [1, 0]], [1, 2], (2, 3))", "torch.sparse_coo_tensor((2, 3))", "torch.sparse_coo_tensor(size=(2, 3), dtype=torch.float64)", "torch.sparse_coo_tensor([[0, 1], [1, 0]], [1, 2], [2, 3], dtype=torch.float64)", "torch.sparse_coo_tensor(torch.tensor([[0.0, 1.0]]), torch.ones(2, 3))", "torch.sparse_coo_tensor(torch.zeros(2, 0, dtype=torch.int64), torch.zeros(0), (2, 3))", "torch.sparse_coo_tensor([[1, 1]], torch.ones(2, 3), (4, 3)).coalesce()", "torch.sparse_coo_tensor([[0, 1]], [True, False])", "torch.sparse_coo_tensor([[0, 1]], [1.0, 2.0], (2,), is_coalesced=True)", "torch.eye(3).to_sparse()", "torch.eye(3).double().to_sparse()", "torch.zeros(2, 0).to_sparse()", "torch.eye(200).to_sparse()", "torch.eye(3).to_sparse(1)", "torch.tensor([[0, 2], [3, 0]]).to_sparse()")],
    *[expr(f"s = torch.sparse.{text}; s.to_dense(), s.shape, str(s.dtype), s.type()") for text in ("FloatTensor(torch.tensor([[0, 1], [1, 0]]), torch.ones(2), torch.Size([2, 3]))", "FloatTensor(torch.tensor([[0, 1], [1, 0]]), torch.ones(2))", "FloatTensor(2, 3)", "FloatTensor(torch.Size([2, 3]))", "FloatTensor()", "DoubleTensor(torch.tensor([[0, 1], [1, 0]]), torch.ones(2).double(), torch.Size([2, 3]))", "LongTensor(torch.tensor([[0, 1], [1, 0]]), torch.tensor([1, 2]), torch.Size([2, 3]))")],
    expr("s = torch.eye(3).to_sparse(); isinstance(s, torch.sparse.FloatTensor), isinstance(s, torch.sparse.DoubleTensor), isinstance(torch.eye(3), torch.sparse.FloatTensor), isinstance(s.double(), torch.sparse.DoubleTensor)"),
    expr("s = torch.tensor([[0, 2], [3, 0]]).to_sparse(); s @ torch.tensor([[1, 2], [3, 4]]), s.sum(), s.t().to_dense(), torch.sparse.mm(torch.eye(2), torch.eye(2))"),
    expr("i = torch.tensor([[0, 1], [1, 0]]); s = torch.sparse_coo_tensor(i, v, (2, 2)); s @ d, s.to_dense(), s.sum()", v=(2,), d=(2, 3), second=False, **ROOM),
    *[expr(f"v = v.detach().requires_grad_({grad})\n" + MAKE + f"repr({text})", v=fixed(values([3.0, 4.5, 5.25, 1.0, 2.0])), grad=False, **ROOM) for grad in (True, False) for text in ("s", "s.coalesce()", "s.t()", "s.transpose(0, 1)", "s * 2", "s.double()", "s.detach()", "s.to_dense()", "s.clone()", "s / 2", "-s", "s.sum(0)", "torch.sparse.softmax(s, 1)")],
    expr(LEAF + "repr(s)", v=fixed(V), dtypes=("float32",), **ROOM),
    expr("import copy, pickle\ns = torch.eye(3).to_sparse(); copy.deepcopy(s).to_dense(), pickle.loads(pickle.dumps(s)).to_dense()"),
    expr("m = nn.Module(); m.register_buffer('adj', torch.eye(3).to_sparse()); m.double().adj.to_dense()"),
    expr("s = torch.eye(3).to_sparse(); f'{s}', str(s)"),
    expr("e = nn.Embedding(5, 2, sparse=True); str(e)"),
    expr(GCN, dtypes=("float32",)),
    expr("m = nn.Linear(3, 2); s = torch.eye(3).to_sparse(); m(s @ x)", x=(3, 3), dtypes=("float32",), **ROOM),
    # Refused.
    refuses("torch.sparse_coo_tensor([[0, 1], [1, 0]], [1.0, 2.0], (2,))"),
    refuses("torch.sparse_coo_tensor([[0, 1], [1, 0]], [1.0, 2.0, 3.0], (2, 2))"),
    refuses("torch.sparse_coo_tensor([0, 1], [1.0, 2.0])"),
    refuses("torch.sparse_coo_tensor([[0, 7]], [1.0, 2.0], (2,), check_invariants=True)"),
    refuses("torch.sparse_coo_tensor([[0, 1]], torch.ones(2, 3), (2, 4))"),
    refuses(MAKE + "s.indices()", v=V),
    refuses(MAKE + "s.values()", v=V),
    refuses(MAKE + "s.exp()", v=V),
    refuses(MAKE + "s.view(-1)", v=V),
    refuses(MAKE + "s.mean()", v=V),
    refuses(MAKE + "s.max()", v=V),
    refuses(MAKE + "s.nonzero()", v=V),
    refuses(MAKE + "s.numpy()", v=fixed(V)),
    refuses(MAKE + "s.tolist()", v=fixed(V)),
    refuses(MAKE + "s.item()", v=fixed(V)),
    refuses(MAKE + "bool(s)", v=fixed(V)),
    refuses(MAKE + "s == s", v=V),
    refuses(MAKE + "torch.ones_like(s)", v=fixed(V)),
    refuses(MAKE + "torch.mm(s, d)", v=V, d=(3, 2)),
    refuses(MAKE + "torch.mm(s, d.double())", v=V, d=(4, 2)),
    refuses(MAKE + "s.to_dense(torch.float64)", v=V),
    refuses(MAKE + "torch.sparse.sum(s, 5)", v=V),
    refuses(MAKE + "s.transpose(0, 2)", v=V),
    refuses("torch.sparse.sum(torch.eye(3))"),
    refuses("torch.eye(3).coalesce()"),
    refuses("torch.eye(3).is_coalesced()"),
    refuses("torch.eye(3).indices()"),
    refuses("torch.eye(3).values()"),
    refuses("torch.eye(3).to_sparse(3)"),
    refuses("torch.eye(6).reshape(2, 3, 6).to_sparse(2).transpose(0, 2)"),
]

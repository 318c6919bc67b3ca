"""How tensors are printed; test_printing.py compares arrays of every kind with every option."""

from parity_tests.case import complexes, expr, ints

RESTORED = "torch.set_printoptions(profile='default'); out"

CASES = [
    expr(f"torch.set_printoptions(precision=2); out = repr(x); {RESTORED}", x=(3, 4), grad=False),
    expr(f"torch.set_printoptions(sci_mode=True, linewidth=40); out = str(x); {RESTORED}", x=(3, 4), grad=False),
    expr(f"torch.set_printoptions(threshold=5, edgeitems=1); out = repr(x); {RESTORED}", x=(4, 5), grad=False),
    expr(f"torch.set_printoptions(profile='short'); out = repr(x); {RESTORED}", x=complexes((2, 3)), grad=False),
    expr("repr(x)", x=ints((3, 4), -50, 200), grad=False),
    expr("repr(x)", x=(50, 40), grad=False),
    expr("repr(nn.Parameter(x))", x=(2, 3), grad=False),
    expr("repr(x.detach().requires_grad_())", x=(2, 3), grad=False),
    expr("repr(x.detach().requires_grad_() * 2)", x=(2, 3), grad=False),
]

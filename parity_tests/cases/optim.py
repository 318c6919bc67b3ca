"""Every optimizer with every option away from its default: parameters after each of 100 steps, state and repr after them.

The gradient is that of a bowl, shaken: 0.7 (p - 0.2) + sin(1.7 k + i) in step k for parameter i; of a hill under maximize.
"""

from ..case import complexes, expr, refuses

STEPS = """
params = [{params}]
o = optim.{optimizer}
turn = -1.0 if o.param_groups[0].get("maximize") else 1.0
out = []
for k in range({steps}):
    for i, p in enumerate(params):
        p.grad = turn * (0.7 * (p.detach() - 0.2) + math.sin(1.7 * k + i))
    o.step()
    out.append([p.detach().clone() for p in params])
out = out, o.state_dict(), repr(o)
"""

CLOSURE = """
params = [x.detach().requires_grad_(), y.detach().requires_grad_()]
o = optim.{optimizer}
def closure():
    o.zero_grad()
    loss = ((params[0] - 0.3) ** 2 * (1 + x.detach() ** 2)).sum() + ((params[1] + 0.2) ** 2).sum() + (params[1] ** 4).sum()
    loss.backward()
    return loss
out = [(o.step(closure).detach(), [p.detach().clone() for p in params]) for _ in range({steps})]
out = out, o.state_dict(), repr(o)
"""

THROUGH = """
try:
    torch.set_default_dtype(dtype)
    params = [x.clone(), y.clone()]
    o = optim.{optimizer}
    for k in range({steps}):
        for i, p in enumerate(params):
            q = p.clone()
            p.grad = 0.7 * (q - 0.2) + 0.1 * q * [x, y][i] + math.sin(1.7 * k + i)
        o.step()
finally:
    torch.set_default_dtype(torch.float32)
out = params
"""

DENSE = {"strided": False, "why": "torch's fused rules overlook strides"}
# What the engine varies of itself: layouts and empty batches reach the parameters, so these cases prove them too.
SHAPES = {"x": (3, 4), "y": (2, 3, 2, 2), "z": ()}


def optimizer(text, steps=100, **inputs_and_options):
    """A line: the optimizer as it is made over `params`."""
    names = [name for name in inputs_and_options if len(name) == 1] or list(SHAPES)
    leaves = ", ".join(f"{name}.detach().requires_grad_()" for name in names)
    program = STEPS.format(optimizer=text, params=leaves, steps=steps)
    return expr(program, name=f"optim.{text}", grad=False, **({} if "x" in inputs_and_options else SHAPES) | inputs_and_options)


def closure(text, steps=6, **options):
    """A line: an optimizer that calls a closure."""
    return expr(CLOSURE.format(optimizer=text, steps=steps), name=f"optim.{text} with a closure", grad=False, **SHAPES | options)


def through(text, steps=3, **options):
    """A line: derivatives through the steps of an optimizer."""
    return expr(THROUGH.format(optimizer=text, steps=steps), name=f"through optim.{text}", x=(3, 4), y=(5,), **options)


def matrices(text, **options):
    """A line: an optimizer of matrices alone."""
    return optimizer(text, x=(3, 4), y=(5, 3), **options)


OPTIMIZERS = [
    optimizer("SGD(params)"),
    optimizer("SGD(params, lr=0.1, momentum=0.9)"),
    optimizer("SGD(params, lr=0.1, momentum=0.9, dampening=0.3, weight_decay=0.01)"),
    optimizer("SGD(params, lr=0.1, momentum=0.9, nesterov=True, maximize=True)"),
    optimizer("SGD(params, lr=torch.tensor(0.1, dtype=dtype), weight_decay=0.1)"),
    optimizer("SGD(params, lr=torch.tensor([0.1], dtype=dtype), momentum=0.5)"),
    optimizer("SGD(params, lr=0.1, momentum=0.9, foreach=True)"),
    optimizer("SGD(params, lr=0.1, momentum=0.9, weight_decay=0.1, fused=True)", **DENSE),
    optimizer("SGD([{'params': params[:1], 'lr': 0.01, 'momentum': 0.5}, {'params': params[1:]}], lr=0.1, weight_decay=0.1)"),
    optimizer("SGD([('first', params[0]), ('second', params[1]), ('third', params[2])], lr=0.1)"),
    optimizer("Adagrad(params)"),
    optimizer("Adagrad(params, lr=0.1, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.3, eps=1e-3)"),
    optimizer("Adagrad(params, lr=torch.tensor(0.1, dtype=dtype), lr_decay=0.1, maximize=True)"),
    optimizer("Adagrad(params, lr_decay=0.1, foreach=True)"),
    optimizer("Adagrad(params, lr_decay=0.1, weight_decay=0.1, fused=True)", **DENSE),
    optimizer("Adadelta(params)"),
    optimizer("Adadelta(params, lr=0.5, rho=0.8, eps=1e-4, weight_decay=0.1)"),
    optimizer("Adadelta(params, lr=torch.tensor(0.5, dtype=dtype), maximize=True)"),
    optimizer("Adadelta(params, foreach=True)"),
    optimizer("RMSprop(params)"),
    optimizer("RMSprop(params, lr=0.1, alpha=0.8, eps=1e-4, weight_decay=0.1, momentum=0.5, centered=True)"),
    optimizer("RMSprop(params, lr=torch.tensor(0.01, dtype=dtype), maximize=True)"),
    optimizer("RMSprop(params, momentum=0.9)"),
    optimizer("RMSprop(params, centered=True, foreach=True)"),
    optimizer("Rprop(params)"),
    optimizer("Rprop(params, lr=0.1, etas=(0.3, 1.5), step_sizes=(1e-3, 0.5), maximize=True)"),
    optimizer("Rprop(params, lr=torch.tensor(0.1, dtype=dtype))"),
    optimizer("Rprop(params, foreach=True)"),
    optimizer("Adam(params)"),
    optimizer("Adam(params, lr=0.1, betas=(0.3, 0.9), eps=1e-3, weight_decay=0.1, amsgrad=True)"),
    optimizer("Adam(params, lr=0.0)"),
    optimizer("Adam(params, lr=0.1, weight_decay=0.1, decoupled_weight_decay=True, maximize=True)"),
    optimizer("Adam(params, lr=torch.tensor(0.1, dtype=dtype))"),
    optimizer("Adam(params, betas=(torch.tensor(0.8, dtype=dtype), torch.tensor([0.9], dtype=dtype)))"),
    optimizer("Adam(params, lr=0.1, foreach=True)"),
    optimizer("Adam(params, lr=0.1, amsgrad=True, fused=True)", **DENSE),
    optimizer("Adam(params, lr=torch.tensor(0.1), fused=True)", **DENSE),
    optimizer("Adam([{'params': params[1:], 'betas': (0.5, 0.6)}, {'params': params[0], 'amsgrad': True}], lr=0.1)"),
    optimizer("AdamW(params)"),
    optimizer("AdamW(params, lr=0.1, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.3, amsgrad=True, maximize=True)"),
    optimizer("AdamW(params, lr=torch.tensor(0.1, dtype=dtype))"),
    optimizer("AdamW(params, foreach=True)"),
    optimizer("AdamW(params, fused=True)", **DENSE),
    optimizer("Adamax(params)"),
    optimizer("Adamax(params, lr=0.1, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.1, maximize=True)"),
    optimizer("Adamax(params, lr=torch.tensor(0.1, dtype=dtype))"),
    optimizer("Adamax(params, foreach=True)"),
    optimizer("NAdam(params)"),
    optimizer("NAdam(params, lr=0.1, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.1, momentum_decay=0.1, maximize=True)"),
    optimizer("NAdam(params, lr=torch.tensor(0.1, dtype=dtype), weight_decay=0.1, decoupled_weight_decay=True)"),
    optimizer("NAdam(params, foreach=True)"),
    optimizer("RAdam(params)"),
    optimizer("RAdam(params, lr=0.1, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.1, maximize=True)"),
    optimizer("RAdam(params, lr=torch.tensor(0.1, dtype=dtype), weight_decay=0.1, decoupled_weight_decay=True)"),
    optimizer("RAdam(params, foreach=True)"),
    optimizer("ASGD(params)"),
    optimizer("ASGD(params, lr=0.1, lambd=0.1, alpha=0.5, t0=10, weight_decay=0.1, maximize=True)"),
    optimizer("ASGD(params, lr=torch.tensor(0.1, dtype=dtype), t0=0)"),
    optimizer("ASGD(params, t0=5, foreach=True)"),
    optimizer("Adafactor(params)", empty=False, why="torch divides by the number of elements"),
    optimizer("Adafactor(params, lr=0.1, beta2_decay=-0.3, eps=(1e-8, 1e-2), d=2.0, weight_decay=0.1, maximize=True)", empty=False, why="torch divides by the number of elements"),
    optimizer("Adafactor(params, lr=torch.tensor(0.1, dtype=dtype))", empty=False, why="torch divides by the number of elements"),
    optimizer("Adafactor(params, weight_decay=torch.tensor(0.1, dtype=dtype))", empty=False, why="torch divides by the number of elements"),
    optimizer("Adafactor(params, foreach=True)", empty=False, why="torch divides by the number of elements"),
    matrices("Muon(params)"),
    matrices("Muon(params, lr=0.1, weight_decay=0.2, momentum=0.5, nesterov=False)", dtypes=("float64",)),
    matrices("Muon(params, ns_coefficients=(3.0, -4.0, 2.0), eps=1e-3, ns_steps=3, adjust_lr_fn='match_rms_adamw')"),
    matrices("Muon(params, lr=torch.tensor(1e-3, dtype=dtype), adjust_lr_fn='original')"),
    matrices("Muon(params, weight_decay=torch.tensor(0.1, dtype=dtype))"),
]

COMPLEX = [
    optimizer(f"{name}(params)", x=complexes((3, 4)), y=complexes((2,)))
    for name in ("SGD", "Adagrad", "Adadelta", "RMSprop", "Rprop", "Adam", "AdamW", "Adamax", "NAdam", "RAdam", "ASGD")
]

CLOSURES = [
    closure("SGD(params, lr=0.05)"),
    closure("Adam(params, lr=0.05)"),
    closure("Adafactor(params, lr=0.05)"),
    closure("Muon(params[:1])"),
    closure("LBFGS(params)", steps=1, dtypes=("float64",)),
    closure("LBFGS(params, lr=0.3, max_iter=4)", steps=2),
    closure("LBFGS(params, lr=torch.tensor(0.3, dtype=dtype), max_iter=4)", steps=2),
    closure("LBFGS(params, line_search_fn='strong_wolfe', max_iter=8)", steps=1, dtypes=("float64",)),
    closure("LBFGS(params, line_search_fn='strong_wolfe', max_iter=3)", steps=2),
    closure("LBFGS(params, lr=0.1, max_iter=5, history_size=3, tolerance_change=1e-12, tolerance_grad=1e-10)", steps=3),
    closure("LBFGS(params, max_iter=4, max_eval=3, line_search_fn='strong_wolfe', history_size=2)", steps=2),
    closure("LBFGS(params, max_iter=1)"),
    closure("LBFGS(params, lr=10.0, line_search_fn='strong_wolfe', max_iter=3)", steps=1),
]

DIFFERENTIABLE = [
    through("SGD(params, lr=0.1, differentiable=True)"),
    through("SGD(params, lr=0.1, momentum=0.9, weight_decay=0.1, differentiable=True)"),
    through("SGD(params, lr=0.1, momentum=0.9, nesterov=True, maximize=True, differentiable=True)"),
    through("Adagrad(params, lr=0.1, lr_decay=0.1, weight_decay=0.1, differentiable=True)"),
    through("Adadelta(params, lr=0.5, differentiable=True)"),
    through("RMSprop(params, lr=0.1, eps=0.1, momentum=0.5, centered=True, differentiable=True)", steps=1),
    through("Rprop(params, lr=0.1, differentiable=True)", steps=1),
    through("Adam(params, lr=0.1, eps=0.5, amsgrad=True, differentiable=True)", steps=1),
    through("Adam(params, lr=0.1, eps=0.5, differentiable=True)"),
    through("AdamW(params, lr=0.1, eps=0.5, differentiable=True)"),
    through("Adamax(params, lr=0.1, eps=0.5, differentiable=True)", steps=1),
    through("NAdam(params, lr=0.1, differentiable=True)"),
    through("RAdam(params, lr=0.1, differentiable=True)", steps=8),
    through("ASGD(params, lr=0.1, t0=1, differentiable=True)"),
]

REFUSALS = [
    refuses("optim.SGD([x], lr=-1.0)", x=(2,)),
    refuses("optim.SGD([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.SGD([x], momentum=-0.5)", x=(2,)),
    refuses("optim.SGD([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.SGD([x], nesterov=True)", x=(2,)),
    refuses("optim.SGD([x], nesterov=True, momentum=0.5, dampening=0.5)", x=(2,)),
    refuses("optim.SGD([x], fused=True, foreach=True)", x=(2,)),
    refuses("optim.SGD([x], fused=True, differentiable=True)", x=(2,)),
    refuses("o = optim.SGD([x], differentiable=True); x.grad = x.detach(); o.step()", x=(2,), why="a leaf"),
    refuses("o = optim.SGD([x], fused=True); x.grad = x.detach(); o.step()", x=complexes((2,))),
    refuses("optim.Adagrad([x], lr=-1.0)", x=(2,)),
    refuses("optim.Adagrad([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.Adagrad([x], lr_decay=-0.5)", x=(2,)),
    refuses("optim.Adagrad([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.Adagrad([x], initial_accumulator_value=-0.5)", x=(2,)),
    refuses("optim.Adagrad([x], eps=-0.5)", x=(2,)),
    refuses("optim.Adagrad([x], fused=True, foreach=True)", x=(2,)),
    refuses("optim.Adagrad([x], fused=True, differentiable=True)", x=(2,)),
    refuses("optim.Adadelta([x], lr=-1.0)", x=(2,)),
    refuses("optim.Adadelta([x], rho=1.5)", x=(2,)),
    refuses("optim.Adadelta([x], eps=-0.5)", x=(2,)),
    refuses("optim.Adadelta([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.Adadelta([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.RMSprop([x], lr=-1.0)", x=(2,)),
    refuses("optim.RMSprop([x], alpha=-0.5)", x=(2,)),
    refuses("optim.RMSprop([x], eps=-0.5)", x=(2,)),
    refuses("optim.RMSprop([x], momentum=-0.5)", x=(2,)),
    refuses("optim.RMSprop([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.RMSprop([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.Rprop([x], lr=-1.0)", x=(2,)),
    refuses("optim.Rprop([x], etas=(0.5, 0.9))", x=(2,)),
    refuses("optim.Rprop([x], etas=(0.0, 1.5))", x=(2,)),
    refuses("optim.Rprop([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.Adam([x], lr=-1.0)", x=(2,)),
    refuses("optim.Adam([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.Adam([x], lr=torch.tensor(0.1), foreach=True)", x=(2,)),
    refuses("optim.Adam([x], eps=-0.5)", x=(2,)),
    refuses("optim.Adam([x], betas=(1.5, 0.9))", x=(2,)),
    refuses("optim.Adam([x], betas=(0.5, -0.9))", x=(2,)),
    refuses("optim.Adam([x], betas=(0.5, torch.tensor(0.9)))", x=(2,)),
    refuses("optim.Adam([x], betas=(0, 0.9))", x=(2,)),
    refuses("optim.Adam([x], betas=(torch.tensor(0.5), torch.tensor(0.9)), foreach=True)", x=(2,)),
    refuses("optim.Adam([x], betas=(torch.full((2,), 0.5), torch.tensor(0.9)))", x=(2,)),
    refuses("optim.Adam([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.Adam([x], fused=True, foreach=True)", x=(2,)),
    refuses("optim.Adam([x], fused=True, differentiable=True)", x=(2,)),
    refuses("o = optim.Adam([x], foreach=True, differentiable=True); x.grad = x.detach(); o.step()", x=(2,)),
    refuses("o = optim.Adam([x], foreach=True); o.param_groups[0]['lr'] = torch.tensor(0.1); x.grad = x.detach(); o.step()", x=(2,)),
    refuses("optim.AdamW([x], lr=-1.0)", x=(2,)),
    refuses("optim.AdamW([x], betas=(1.5, 0.9))", x=(2,)),
    refuses("optim.Adamax([x], lr=-1.0)", x=(2,)),
    refuses("optim.Adamax([x], eps=-0.5)", x=(2,)),
    refuses("optim.Adamax([x], betas=(1.5, 0.9))", x=(2,)),
    refuses("optim.Adamax([x], betas=(0.5, 1.5))", x=(2,)),
    refuses("optim.Adamax([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.Adamax([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.NAdam([x], lr=-1.0)", x=(2,)),
    refuses("optim.NAdam([x], eps=-0.5)", x=(2,)),
    refuses("optim.NAdam([x], betas=(1.5, 0.9))", x=(2,)),
    refuses("optim.NAdam([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.NAdam([x], momentum_decay=-0.5)", x=(2,)),
    refuses("optim.NAdam([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.RAdam([x], lr=-1.0)", x=(2,)),
    refuses("optim.RAdam([x], eps=-0.5)", x=(2,)),
    refuses("optim.RAdam([x], betas=(0.5, 1.5))", x=(2,)),
    refuses("optim.RAdam([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.RAdam([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.ASGD([x], lr=-1.0)", x=(2,)),
    refuses("optim.ASGD([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.ASGD([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.Adafactor([x], lr=-1.0)", x=(2,)),
    refuses("optim.Adafactor([x], beta2_decay=0.5)", x=(2,)),
    refuses("optim.Adafactor([x], eps=(-0.5, 0.1))", x=(2,)),
    refuses("optim.Adafactor([x], eps=(0.1, -0.5))", x=(2,)),
    refuses("optim.Adafactor([x], d=0.5)", x=(2,)),
    refuses("optim.Adafactor([x], weight_decay=-0.5)", x=(2,)),
    refuses("optim.Adafactor([x], lr=torch.ones(2))", x=(2,)),
    refuses("o = optim.Adafactor([x]); x.grad = x.detach(); o.step()", x=complexes((2,))),
    refuses("optim.Muon([x])", x=(3,)),
    refuses("optim.Muon([x], lr=-1.0)", x=(2, 3)),
    refuses("optim.Muon([x], momentum=-0.5)", x=(2, 3)),
    refuses("optim.Muon([x], weight_decay=-0.5)", x=(2, 3)),
    refuses("optim.Muon([x], adjust_lr_fn='other')", x=(2, 3)),
    refuses("optim.Muon([x], lr=torch.ones(2))", x=(2, 3)),
    refuses("o = optim.Muon([x], ns_steps=100); x.grad = x.detach(); o.step()", x=(2, 3)),
    refuses("o = optim.Muon([x], ns_coefficients=(1.0, 2.0)); x.grad = x.detach(); o.step()", x=(2, 3)),
    refuses("o = optim.Muon([x]); x.grad = x.detach(); o.step()", x=complexes((2, 3))),
    refuses("optim.LBFGS([x], lr=-1.0)", x=(2,)),
    refuses("optim.LBFGS([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.LBFGS([{'params': [x]}, {'params': [y]}])", x=(2,), y=(3,)),
    refuses("""
o = optim.LBFGS([x], line_search_fn='other')
def closure():
    loss = (x * x).sum()
    loss.backward()
    return loss
o.step(closure)
""", name="LBFGS with another line search", x=(2,)),
    refuses("optim.LBFGS([x]).step()", x=(2,)),
    refuses("optim.SparseAdam([x], lr=0.0)", x=(2,)),
    refuses("optim.SparseAdam([x], eps=0.0)", x=(2,)),
    refuses("optim.SparseAdam([x], betas=(1.5, 0.9))", x=(2,)),
    refuses("optim.SparseAdam([x], lr=torch.ones(2))", x=(2,)),
    refuses("optim.SparseAdam([x])", x=complexes((2,))),
    refuses("o = optim.SparseAdam([x]); x.grad = x.detach(); o.step()", x=(2,)),
    *(
        refuses(f"o = optim.{name}([x], capturable=True); x.grad = x.detach(); o.step()", x=(2,))
        for name in ("Adadelta", "RMSprop", "Rprop", "Adam", "AdamW", "Adamax", "NAdam", "RAdam", "ASGD")
    ),
    refuses("optim.SGD(x)", x=(2,)),
    refuses("optim.SGD([])", x=(2,)),
    refuses("optim.SGD([1])", x=(2,)),
    refuses("optim.SGD([{'params': {x}}])", x=(2,)),
    refuses("optim.SGD([x * 2])", x=(2,), why="not a leaf"),
    refuses("optim.SGD([{'params': [x]}, {'params': [x]}])", x=(2,)),
    refuses("optim.SGD([('x', x), y])", x=(2,), y=(3,)),
    refuses("optim.SGD([{'params': [('x', x)]}, {'params': [y]}])", x=(2,), y=(3,)),
    refuses("optim.SGD([x]).add_param_group([y])", x=(2,), y=(3,)),
    refuses("optim.SGD([x]).add_param_group({'params': [x]})", x=(2,)),
    refuses("optim.SGD([x]).load_state_dict(optim.SGD([x, y]).state_dict())", x=(2,), y=(3,)),
    refuses("optim.SGD([x]).load_state_dict(optim.SGD([{'params': [x]}, {'params': [y]}]).state_dict())", x=(2,), y=(3,)),
    refuses("optim.Optimizer([x], {'lr': 0.1}).step()", x=(2,)),
    refuses("with optim.swap_in_optimizer_params_and_state(optim.Adam([x]), {}, {}): pass\nx", x=(2,)),
]

MANNERS = [
    expr("o = optim.SGD([x]); o.add_param_group({'params': y, 'lr': 0.5}); (repr(o), o.state_dict())", x=(2,), y=(3,), grad=False),
    expr("o = optim.SGD([x]); x.grad = x.detach() * 2; o.zero_grad(set_to_none=False); x.grad", x=(2,), grad=False),
    expr("o = optim.SGD([x]); x.grad = x.detach() * 2; o.zero_grad(); x.grad is None", x=(2,), grad=False),
    expr("o = optim.SGD([x], lr=0.5); o.step(); x.detach()", x=(2,), grad=False, why="no gradient, no step"),
    expr("o = optim.SparseAdam([x], lr=0.5, betas=(0.5, 0.6), eps=1e-3, maximize=True); o.step(); (repr(o), o.state_dict())", x=(2,), grad=False),
    expr("optim.Optimizer([('x', x)], {'lr': 0.1, 'any': 3}).state_dict()", x=(2,), grad=False),
    expr("""
o = optim.Adam([x], lr=0.1)
x.grad = x.detach() * 2
o.step()
q = x.detach().clone().requires_grad_()
q.grad = x.detach() * 3
state = o.state_dict()
state['param_groups'][0]['lr'] = 0.5
with optim.swap_in_optimizer_params_and_state(o, {'q': q}, state):
    o.step()
out = x.detach(), q.detach(), o.state_dict()
""", name="swap_in_optimizer_params_and_state", x=(2,), grad=False),
]

CASES = OPTIMIZERS + COMPLEX + CLOSURES + DIFFERENTIABLE + REFUSALS + MANNERS

"""Gradients, grad modes, hooks, and what a tensor tells of its history."""

from parity_tests.case import expr, refuses

LEAF = "p = x.detach().clone().requires_grad_()"

CASES = [
    expr(f"{LEAF}; (p * p).sum().backward(); p.grad", x=(3,)),
    expr(f"{LEAF}; torch.autograd.backward((p * p).sum()); torch.autograd.backward([p.exp(), p], [torch.ones_like(p), 2 * torch.ones_like(p)]); p.grad", x=(3,)),
    expr(f"{LEAF}; (p * 3).backward(torch.ones_like(p)); (p * 3).sum().backward(inputs=[p]); p.grad", x=(3,)),
    expr(f"{LEAF}; y = (p ** 3).sum(); g, = torch.autograd.grad(y, p, create_graph=True); h, = torch.autograd.grad(g.sum(), p); g.detach(), h", x=(3,)),
    expr(f"{LEAF}; q = torch.ones(2, requires_grad=True); torch.autograd.grad(p.sum(), [p, q], allow_unused=True)", x=(3,)),
    refuses(f"{LEAF}; q = torch.ones(2, requires_grad=True); torch.autograd.grad(p.sum(), [p, q])", x=(3,)),
    refuses(f"{LEAF}; (p * p).backward()", x=(3,)),
    refuses(f"{LEAF}; y = (p * p).sum(); y.backward(); y.backward()", x=(3,)),
    refuses("torch.ones(3).sum().backward()"),
    refuses(f"{LEAF}; y = p.exp(); y.add_(1); y.sum().backward()", x=(3,), why="the saved result was changed"),
    expr(f"{LEAF}\nwith torch.no_grad():\n    y = p * 2\n    a = torch.is_grad_enabled()\n    with torch.enable_grad():\n        z = p * 3\ny.requires_grad, z.requires_grad, a, torch.is_grad_enabled()", x=(3,)),
    expr(f"{LEAF}\nwith torch.set_grad_enabled(False):\n    y = p * 2\ny.requires_grad", x=(3,)),
    expr(f"{LEAF}\nwith torch.autograd.no_grad():\n    a = (p * 2).requires_grad\n    with torch.autograd.enable_grad():\n        b = (p * 2).requires_grad\nwith torch.autograd.set_grad_enabled(False):\n    c = (p * 2).requires_grad\nwith torch.autograd.inference_mode():\n    d = (p * 2).requires_grad\na, b, c, d", x=(3,)),
    expr(f"{LEAF}\nwith torch.inference_mode():\n    y = p * 2\n    a = torch.is_inference_mode_enabled()\ny.requires_grad, a, torch.is_inference_mode_enabled()", x=(3,)),
    expr(f"{LEAF}; h = p.register_hook(lambda g: g * 2); (p * p).sum().backward(); h.remove(); (p * p).sum().backward(); p.grad", x=(3,)),
    expr(f"{LEAF}; y = p * 2; y.register_hook(lambda g: g + 1); y.sum().backward(); p.grad", x=(3,)),
    expr(f"seen = []; {LEAF}; p.register_post_accumulate_grad_hook(lambda t: seen.append(t.grad.clone())); (p * p).sum().backward(); seen", x=(3,)),
    refuses("torch.ones(3).register_hook(lambda g: g)"),
    expr(f"{LEAF}; y = p * 2; y.retain_grad(); (y * y).sum().backward(); y.grad, y.retains_grad, p.retains_grad", x=(3,)),
    expr(f"{LEAF}; y = p * 2; p.is_leaf, y.is_leaf, p.grad_fn is None, y.grad_fn is None, y.requires_grad, y.detach().requires_grad", x=(3,)),
    expr(f"{LEAF}; y = p * 2; y.detach_(); y.requires_grad, y", x=(3,)),
    refuses(f"{LEAF}; p.numpy()", x=(3,)),
    refuses(f"{LEAF}; p.add_(1)", x=(3,), why="a leaf"),
]

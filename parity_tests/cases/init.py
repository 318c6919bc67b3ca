"""nn.init: the values are torch's bit for bit where they are drawn, which programs/init.py checks over more shapes."""

from parity_tests.case import expr, refuses

SHAPES = "(4, 3)", "(3, 5)", "(6, 2, 3)", "(2, 3, 2, 2)", "(20, 30)"
DRAWN = "uniform_ normal_ xavier_uniform_ xavier_normal_ kaiming_uniform_ kaiming_normal_ trunc_normal_ orthogonal_".split()
OLD = "uniform normal eye dirac xavier_uniform xavier_normal kaiming_uniform kaiming_normal orthogonal".split()

CASES = [
    *[expr(f"init.{name}(torch.empty({shape}, dtype=torch.{dtype})), torch.rand(1)") for name in DRAWN for shape in SHAPES for dtype in ("float32", "float64")],
    *[expr(f"init.{call}") for call in ("uniform_(torch.empty(20), -2, 3)", "normal_(torch.empty(20), 5, 0.1)", "constant_(torch.empty(2), 0.3)", "ones_(torch.empty(2))", "zeros_(torch.empty(2))", "eye_(torch.empty(3, 4))", "dirac_(torch.empty(3, 3, 3))", "dirac_(torch.empty(4, 2, 2, 3), 2)", "dirac_(torch.empty(2, 3, 1, 2, 3))", "sparse_(torch.empty(5, 4), 0.5)", "sparse_(torch.empty(5, 4), sparsity=0.1, std=2.0)", "trunc_normal_(torch.empty(20), 0.0, 1.0, 1.5, 3.0)", "trunc_normal_(torch.empty(20), a=-0.1, b=0.1)")],
    *[expr(f"init.xavier_{kind}_(torch.empty(4, 5), gain=1.7)") for kind in ("uniform", "normal")],
    *[expr(f"init.kaiming_{kind}_(torch.empty(4, 5, 2), {options})") for kind in ("uniform", "normal") for options in ("a=0.3", "mode='fan_out'", "nonlinearity='relu'", "1, 'fan_out', 'leaky_relu'")],
    *[expr(f"init.{name}_(torch.empty(4, 5), generator=torch.Generator().manual_seed(3))") for name in ("uniform", "normal", "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "trunc_normal", "orthogonal")],
    *[expr(f"init.{name}(torch.empty({'3, 3, 3' if name == 'dirac' else '3, 3'}))", why="the old name") for name in OLD],
    expr("init.constant(torch.empty(3), 2.5), init.sparse(torch.empty(3, 3), 0.4)", why="the old names"),
    expr("init.orthogonal_(torch.empty(3, 2, 4), gain=1.7)"),
    *[expr(f"init.calculate_gain({args})") for args in ("'linear'", "'conv2d'", "'conv_transpose3d'", "'sigmoid'", "'tanh'", "'relu'", "'selu'", "'leaky_relu'", "'leaky_relu', 0.2")],
    refuses("init.calculate_gain('swish')", says="swish"),
    refuses("init.calculate_gain('leaky_relu', 'a')"),
    *[refuses(f"init.{call}") for call in ("eye_(torch.empty(3))", "dirac_(torch.empty(3, 3))", "dirac_(torch.empty(3, 3, 3), groups=2)", "xavier_uniform_(torch.empty(3))", "xavier_normal_(torch.empty(3))", "kaiming_uniform_(torch.empty(3))", "orthogonal_(torch.empty(3))", "sparse_(torch.empty(3), 0.1)", "kaiming_normal_(torch.empty(3, 3), mode='fan')", "kaiming_normal_(torch.empty(3, 3), nonlinearity='gelu')")],
]

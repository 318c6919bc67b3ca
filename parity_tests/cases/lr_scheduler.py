"""Every scheduler: rates, momenta, all options of the groups and the scheduler's state over 300 steps, exact to 1e-12."""

from ..case import expr, refuses

STEPS = """
params = [torch.ones(2, requires_grad=True), torch.ones(3, requires_grad=True)]
o = optim.{optimizer}
s = optim.{scheduler}
out = []
for k in range({steps}):
    groups = [{{name: value for name, value in group.items() if name != "params"}} for group in o.param_groups]
    out.append((s.get_last_lr(), [torch.tensor(float(group["lr"]), dtype=torch.float64) for group in groups], groups))
    o.step()
    s.step({argument})
out = out, {{name: value for name, value in s.state_dict().items() if not name.endswith("anneal_func")}}
"""

TWO_GROUPS = "[{'params': params[:1]}, {'params': params[1:], 'lr': 0.3}]"
MOMENTUM = f"SGD({TWO_GROUPS}, lr=0.1, momentum=0.9)"
BETAS = f"Adam({TWO_GROUPS}, lr=0.1)"
TENSOR = "SGD(params, lr=torch.tensor(0.1, dtype=torch.float64), momentum=0.9)"
EXACT = {"tol": (1e-12, 0.0), "why": "nothing but the numbers of Python"}


def scheduler(text, optimizers=(MOMENTUM, BETAS, TENSOR), steps=300, argument=""):
    """The scheduler with each kind of optimizer."""
    for optimizer in optimizers:
        program = STEPS.format(optimizer=optimizer, scheduler=text, steps=steps, argument=argument)
        name = f"optim.{text}, {optimizer.partition('(')[0]}{', lr a Tensor' if optimizer is TENSOR else ''}"
        yield expr(program, name=name + (f", step({argument})" if argument else ""), grad=False, **EXACT)


def jumping(text):
    """The scheduler sent back and forth: the closed form, where there is one."""
    return scheduler(f"lr_scheduler.{text}", (MOMENTUM,), steps=40, argument="(k * 7) % 11 if k % 3 else None")


def made(text, **options):
    """A scheduler that torch refuses to make."""
    return refuses(f"params = [x, y]; o = optim.{MOMENTUM}; optim.{text}", x=(2,), y=(3,), **options)


CHAINABLE = [
    *scheduler("lr_scheduler.LambdaLR(o, lambda t: 0.95 ** t)"),
    *scheduler("lr_scheduler.MultiplicativeLR(o, lambda t: 0.95)"),
    *scheduler("lr_scheduler.StepLR(o, 3)"),
    *scheduler("lr_scheduler.StepLR(o, step_size=30, gamma=0.5)"),
    *scheduler("lr_scheduler.MultiStepLR(o, [3, 5, 5, 30])"),
    *scheduler("lr_scheduler.MultiStepLR(o, milestones=(0, 100), gamma=0.3)"),
    *scheduler("lr_scheduler.ConstantLR(o)"),
    *scheduler("lr_scheduler.ConstantLR(o, factor=0.3, total_iters=7)"),
    *scheduler("lr_scheduler.LinearLR(o)"),
    *scheduler("lr_scheduler.LinearLR(o, start_factor=0.2, end_factor=0.8, total_iters=130)"),
    *scheduler("lr_scheduler.ExponentialLR(o, gamma=0.97)"),
    *scheduler("lr_scheduler.PolynomialLR(o)"),
    *scheduler("lr_scheduler.PolynomialLR(o, total_iters=200, power=2.0)"),
    *scheduler("lr_scheduler.CosineAnnealingLR(o, T_max=17)"),
    *scheduler("lr_scheduler.CosineAnnealingLR(o, T_max=100, eta_min=0.01)"),
    *scheduler("lr_scheduler.LambdaLR(o, [lambda t: 0.95 ** t, lambda t: 1 / (t + 1)])", (MOMENTUM,)),
    *scheduler("lr_scheduler.MultiplicativeLR(o, [lambda t: 0.95, lambda t: 1 - 1 / (t + 1)])", (BETAS,)),
]

CYCLES = [
    *scheduler("lr_scheduler.CosineAnnealingWarmRestarts(o, 7)"),
    *scheduler("lr_scheduler.CosineAnnealingWarmRestarts(o, T_0=5, T_mult=2, eta_min=0.01)"),
    *scheduler("lr_scheduler.CyclicLR(o, 0.01, 0.1)"),
    *scheduler("lr_scheduler.CyclicLR(o, 0.01, 0.1, step_size_up=5, step_size_down=9)"),
    *scheduler("lr_scheduler.CyclicLR(o, 0.01, 0.1, 7, mode='triangular2', base_momentum=0.7, max_momentum=0.95)"),
    *scheduler("lr_scheduler.CyclicLR(o, 0.01, 0.1, 7, mode='exp_range', gamma=0.99, cycle_momentum=False)"),
    *scheduler("lr_scheduler.CyclicLR(o, 0.01, 0.1, 7, scale_fn=lambda x: 1 / (x + 1))"),
    *scheduler("lr_scheduler.CyclicLR(o, 0.01, 0.1, 7, scale_fn=lambda x: 0.99 ** x, scale_mode='iterations')"),
    *scheduler("lr_scheduler.CyclicLR(o, [0.01, 0.02], [0.1, 0.3], base_momentum=[0.7, 0.8], max_momentum=[0.8, 0.9])", (MOMENTUM, BETAS)),
    *scheduler("lr_scheduler.OneCycleLR(o, 0.3, total_steps=301)"),
    *scheduler("lr_scheduler.OneCycleLR(o, 0.3, epochs=31, steps_per_epoch=10, pct_start=0.2, anneal_strategy='linear')"),
    *scheduler("lr_scheduler.OneCycleLR(o, 0.3, total_steps=400, three_phase=True, div_factor=10.0, final_div_factor=100.0)"),
    *scheduler("lr_scheduler.OneCycleLR(o, 0.3, total_steps=310, base_momentum=0.8, max_momentum=0.9)"),
    *scheduler("lr_scheduler.OneCycleLR(o, 0.3, total_steps=400, cycle_momentum=False)"),
    *scheduler("lr_scheduler.OneCycleLR(o, [0.3, 0.4], total_steps=310, base_momentum=[0.8, 0.7])", (MOMENTUM, BETAS)),
]

COMBINED = [
    *scheduler("lr_scheduler.SequentialLR(o, [optim.lr_scheduler.ConstantLR(o, 0.1, 3), optim.lr_scheduler.ExponentialLR(o, 0.9), optim.lr_scheduler.CosineAnnealingLR(o, 20)], [4, 50])"),
    *scheduler("lr_scheduler.SequentialLR(o, [optim.lr_scheduler.SequentialLR(o, [optim.lr_scheduler.StepLR(o, 2), optim.lr_scheduler.ExponentialLR(o, 0.9)], [5]), optim.lr_scheduler.LinearLR(o)], milestones=[20])"),
    *scheduler("lr_scheduler.ChainedScheduler([optim.lr_scheduler.ConstantLR(o, 0.1, 3), optim.lr_scheduler.ExponentialLR(o, 0.99), optim.lr_scheduler.StepLR(o, 20)])"),
    *scheduler("lr_scheduler.ChainedScheduler([optim.lr_scheduler.LinearLR(o), optim.lr_scheduler.CosineAnnealingLR(o, 30)], optimizer=o)"),
    *scheduler("swa_utils.SWALR(o, 0.05)"),
    *scheduler("swa_utils.SWALR(o, swa_lr=0.05, anneal_epochs=200, anneal_strategy='linear')"),
    *scheduler("swa_utils.SWALR(o, [0.05, 0.3], anneal_epochs=0)", (MOMENTUM,)),
]

PLATEAU = [
    case
    for options in (
        "",
        ", mode='max', factor=0.5, patience=2",
        ", patience=3, threshold=0.1, threshold_mode='abs', cooldown=5",
        ", mode='max', patience=3, threshold=0.05, threshold_mode='abs'",
        ", patience=0, min_lr=1e-4, eps=1e-5",
    )
    for case in scheduler(f"lr_scheduler.ReduceLROnPlateau(o{options})", argument="math.sin(0.1 * k) + 1 / (k + 1)")
] + [
    *scheduler("lr_scheduler.ReduceLROnPlateau(o, min_lr=[1e-3, 1e-2], patience=0)", (MOMENTUM,), argument="torch.tensor(1.0)"),
    *scheduler("lr_scheduler.ReduceLROnPlateau(o)", (MOMENTUM,), argument="1.0, epoch=2 * k"),
]

JUMPS = [
    *jumping("StepLR(o, 3)"),
    *jumping("MultiStepLR(o, [3, 5])"),
    *jumping("ConstantLR(o, 0.3)"),
    *jumping("LinearLR(o)"),
    *jumping("ExponentialLR(o, 0.9)"),
    *jumping("PolynomialLR(o, 20, 2.0)"),
    *jumping("CosineAnnealingLR(o, 13)"),
    *jumping("LambdaLR(o, lambda t: 0.9 ** t)"),
    *jumping("CyclicLR(o, 0.01, 0.1, 7)"),
    *jumping("OneCycleLR(o, 0.3, total_steps=60)"),
    *scheduler("lr_scheduler.CosineAnnealingWarmRestarts(o, 5)", (MOMENTUM,), steps=60, argument="k * 0.7"),
    *scheduler("lr_scheduler.CosineAnnealingWarmRestarts(o, 5, 2)", (MOMENTUM,), steps=60, argument="k * 0.7"),
]

RESUMED = [
    expr(f"""
params = [torch.ones(2, requires_grad=True)]
o = optim.SGD([{{'params': params, 'initial_lr': 0.4, 'max_lr': 0.5, 'min_lr': 0.1, 'max_momentum': 0.9, 'base_momentum': 0.8}}], lr=0.1, momentum=0.9)
s = optim.{text}
out = [s.get_last_lr()]
for k in range(20):
    o.step()
    s.step()
    out.append(s.get_last_lr())
""", name=f"optim.{text} goes on", grad=False, **EXACT)
    for text in (
        "lr_scheduler.LambdaLR(o, lambda t: 0.9 ** t, last_epoch=5)",
        "lr_scheduler.MultiplicativeLR(o, lambda t: 0.9, last_epoch=5)",
        "lr_scheduler.StepLR(o, 3, last_epoch=5)",
        "lr_scheduler.MultiStepLR(o, [3, 7], last_epoch=5)",
        "lr_scheduler.ConstantLR(o, last_epoch=3)",
        "lr_scheduler.LinearLR(o, last_epoch=2)",
        "lr_scheduler.ExponentialLR(o, 0.9, last_epoch=5)",
        "lr_scheduler.PolynomialLR(o, 30, last_epoch=5)",
        "lr_scheduler.CosineAnnealingLR(o, 7, last_epoch=5)",
        "lr_scheduler.CosineAnnealingWarmRestarts(o, 7, last_epoch=5)",
        "lr_scheduler.CyclicLR(o, 0.01, 0.1, 7, cycle_momentum=False, last_epoch=5)",
        "lr_scheduler.OneCycleLR(o, 0.3, total_steps=60, last_epoch=5)",
        "lr_scheduler.SequentialLR(o, [optim.lr_scheduler.StepLR(o, 2), optim.lr_scheduler.ExponentialLR(o, 0.9)], [9], last_epoch=5)",
        "swa_utils.SWALR(o, 0.05, last_epoch=5)",
    )
]

REFUSALS = [
    made("lr_scheduler.StepLR(params, 3)", why="no optimizer"),
    made("lr_scheduler.StepLR(o, 3, last_epoch=1)", why="no initial_lr"),
    made("lr_scheduler.LRScheduler(o)", says="get_lr", why="abstract"),
    made("lr_scheduler.LambdaLR(o, [lambda t: t])"),
    made("lr_scheduler.MultiplicativeLR(o, [lambda t: t])"),
    made("lr_scheduler.MultiplicativeLR(o, [3, 4])"),
    made("lr_scheduler.ConstantLR(o, factor=1.5)"),
    made("lr_scheduler.ConstantLR(o, factor=-0.5)"),
    made("lr_scheduler.LinearLR(o, start_factor=0)"),
    made("lr_scheduler.LinearLR(o, start_factor=1.5)"),
    made("lr_scheduler.LinearLR(o, end_factor=1.5)"),
    made("lr_scheduler.LinearLR(o, end_factor=-0.5)"),
    made("lr_scheduler.CosineAnnealingWarmRestarts(o, 0)"),
    made("lr_scheduler.CosineAnnealingWarmRestarts(o, 1.5)"),
    made("lr_scheduler.CosineAnnealingWarmRestarts(o, 3, T_mult=0)"),
    made("lr_scheduler.CosineAnnealingWarmRestarts(o, 3, eta_min='a')"),
    made("lr_scheduler.CosineAnnealingWarmRestarts(o, 3).step(-2)"),
    made("lr_scheduler.CyclicLR(params, 0.1, 0.2)", why="no optimizer"),
    made("lr_scheduler.CyclicLR(o, [0.1], 0.2)"),
    made("lr_scheduler.CyclicLR(o, 0.1, [0.2, 0.3, 0.4])"),
    made("lr_scheduler.CyclicLR(o, 0.1, 0.2, mode='other')"),
    made("lr_scheduler.CyclicLR(optim.Adagrad(params), 0.1, 0.2)", why="no momentum"),
    made("lr_scheduler.OneCycleLR(params, 0.1, 3)", why="no optimizer"),
    made("lr_scheduler.OneCycleLR(o, 0.1)"),
    made("lr_scheduler.OneCycleLR(o, 0.1, total_steps=0)"),
    made("lr_scheduler.OneCycleLR(o, 0.1, total_steps=1.5)"),
    made("lr_scheduler.OneCycleLR(o, 0.1, epochs=0, steps_per_epoch=3)"),
    made("lr_scheduler.OneCycleLR(o, 0.1, epochs=3, steps_per_epoch=0)"),
    made("lr_scheduler.OneCycleLR(o, 0.1, 30, pct_start=1.5)"),
    made("lr_scheduler.OneCycleLR(o, 0.1, 30, anneal_strategy='other')"),
    made("lr_scheduler.OneCycleLR(o, [0.1], 30)"),
    made("lr_scheduler.OneCycleLR(optim.Adagrad(params), 0.1, 30)", why="no momentum"),
    made("lr_scheduler.OneCycleLR(o, 0.1, 2); [s.step() for s in [optim.lr_scheduler.OneCycleLR(o, 0.1, 2)] for _ in range(4)]", why="a step too many"),
    made("lr_scheduler.SequentialLR(o, [], [])"),
    made("lr_scheduler.SequentialLR(o, [3], [])"),
    made("lr_scheduler.SequentialLR(o, [optim.lr_scheduler.StepLR(o, 3)], [5])"),
    made("lr_scheduler.SequentialLR(o, [optim.lr_scheduler.ReduceLROnPlateau(o)], [])"),
    made("lr_scheduler.SequentialLR(o, [optim.lr_scheduler.StepLR(optim.SGD(params), 3)], [])", why="another optimizer"),
    made("lr_scheduler.ChainedScheduler([])"),
    made("lr_scheduler.ChainedScheduler([optim.lr_scheduler.StepLR(o, 3), 3])"),
    made("lr_scheduler.ChainedScheduler([optim.lr_scheduler.StepLR(o, 3), optim.lr_scheduler.ReduceLROnPlateau(o)])"),
    made("lr_scheduler.ChainedScheduler([optim.lr_scheduler.StepLR(o, 3), optim.lr_scheduler.StepLR(optim.SGD(params), 3)])", why="another optimizer"),
    made("lr_scheduler.ReduceLROnPlateau(o, factor=1.5)"),
    made("lr_scheduler.ReduceLROnPlateau(params)", why="no optimizer"),
    made("lr_scheduler.ReduceLROnPlateau(o, mode='other')"),
    made("lr_scheduler.ReduceLROnPlateau(o, threshold_mode='other')"),
    made("lr_scheduler.ReduceLROnPlateau(o, min_lr=[0.1])"),
    made("lr_scheduler.ReduceLROnPlateau(o, patience=0, min_lr=[0.1, 0.2]); s = optim.lr_scheduler.ReduceLROnPlateau(o, patience=-1, min_lr=[0.1, 0.2]); o.add_param_group({'params': [torch.ones(2)]}); s.step(1.0); s.step(2.0)", why="a group was added"),
    made("swa_utils.SWALR(o, 0.1, anneal_strategy='other')"),
    made("swa_utils.SWALR(o, 0.1, anneal_epochs=-5)"),
    made("swa_utils.SWALR(o, 0.1, anneal_epochs=1.5)"),
    made("swa_utils.SWALR(o, [0.1])"),
]

ABSTRACT = [
    expr("""
class Mine(optim.lr_scheduler.LRScheduler):
    def get_lr(self):
        return [lr * 0.5 ** self.last_epoch for lr in self.base_lrs]
o = optim.SGD([x], lr=0.8)
s = Mine(o)
o.step()
s.step()
out = s.get_last_lr(), s.state_dict()
""", name="a scheduler derived from optim.lr_scheduler.LRScheduler", x=(2,), grad=False),
]

PRINTED = [
    expr("out = repr(optim.lr_scheduler.StepLR(optim.SGD([x], lr=0.8), 2)).partition('.')[2].partition(' at ')[0]", name="repr of optim.lr_scheduler.StepLR", x=(2,), grad=False),
]

CASES = CHAINABLE + CYCLES + COMBINED + PLATEAU + JUMPS + RESUMED + REFUSALS + ABSTRACT + PRINTED

"""Averages of models over training; SWALR is on the page of schedulers."""

from ..case import expr, ints, refuses

AVERAGE = """
model = nn.Sequential(nn.Linear(3, 4), nn.{layer}).to(dtype)
model.load_state_dict({{**model.state_dict(), '0.weight': x, '0.bias': y}})
average = optim.swa_utils.AveragedModel(model{options})
out = []
for k in range(6):
    with torch.no_grad():
        model[0].weight += math.sin(k) * x
        model[0].bias *= 1.5
    model(z)
    average.update_parameters(model)
    out.append(([p.detach().clone() for p in average.parameters()], [b.clone() for b in average.buffers()]))
average.eval()
out = out, average(z).detach(), average.state_dict(), repr(average)
"""


def average(options, layer="Tanh()"):
    """A line: a model averaged over six steps."""
    program = AVERAGE.format(options=options, layer=layer)
    name = f"optim.swa_utils.AveragedModel({layer}{options})"
    return expr(program, name=name, x=(4, 3), y=(4,), z=(5, 3), grad=False, empty=False, why="BatchNorm needs a batch")


UPDATE_BN = """
model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4, momentum=0.3), nn.Dropout(0.0)).to(dtype)
model.load_state_dict({{**model.state_dict(), '0.weight': x, '0.bias': y}})
model.train({training})
optim.swa_utils.update_bn({loader}, model{options})
out = model.state_dict(), model.training, model[1].momentum
"""


def update_bn(loader, training=True, options=""):
    """A line: statistics from one pass over a loader."""
    program = UPDATE_BN.format(loader=loader, training=training, options=options)
    name = f"optim.swa_utils.update_bn({loader}, training={training}{options})"
    return expr(program, name=name, x=(4, 3), y=(4,), z=(5, 3), grad=False, empty=False, why="BatchNorm needs a batch")


AVERAGES = [
    average(""),
    average(", device='cpu'"),
    average(", use_buffers=True", "BatchNorm1d(4)"),
    average("", "BatchNorm1d(4)"),
    average(", avg_fn=optim.swa_utils.get_swa_avg_fn()"),
    average(", avg_fn=optim.swa_utils.get_ema_avg_fn(0.9)"),
    average(", avg_fn=optim.swa_utils.get_ema_avg_fn(0.9), use_buffers=True", "BatchNorm1d(4)"),
    average(", avg_fn=lambda average, current, n: average * n + current"),
    average(", multi_avg_fn=optim.swa_utils.get_swa_multi_avg_fn()"),
    average(", multi_avg_fn=optim.swa_utils.get_ema_multi_avg_fn()"),
    average(", multi_avg_fn=optim.swa_utils.get_ema_multi_avg_fn(0.3), use_buffers=True", "BatchNorm1d(4)"),
]

FUNCTIONS = [
    expr("optim.swa_utils.get_ema_avg_fn()(x, y, 3)", x=(3,), y=(3,), grad=False),
    expr("optim.swa_utils.get_swa_avg_fn()(x, y, torch.tensor(3))", x=(3,), y=(3,), grad=False),
    *[expr(f"a = x.clone(); optim.swa_utils.get_{which}([a], [y], {count}); a", x=(3,), y=(3,), grad=False) for which in ("swa_multi_avg_fn()", "ema_multi_avg_fn(0.3)") for count in ("3", "torch.tensor(3)")],
    expr("a = x.clone(); optim.swa_utils.get_ema_multi_avg_fn(0.3)([a], [y], 1); a", x=ints((3,), 0, 90), y=ints((3,), 0, 90)),
]

REFUSALS = [
    refuses("optim.swa_utils.get_ema_avg_fn(1.5)"),
    refuses("optim.swa_utils.get_ema_multi_avg_fn(-0.5)"),
    refuses("optim.swa_utils.get_swa_multi_avg_fn()([x], [x], 3)", x=ints((3,), 0, 9)),
    refuses("optim.swa_utils.AveragedModel(nn.Tanh(), avg_fn=abs, multi_avg_fn=abs)"),
]

BATCH_NORM = [
    update_bn("[z, z + 1, z * 2]"),
    update_bn("[(z, 1), (z + 1, 2)]", training=False),
    update_bn("[[z]]", options=", device='cpu'"),
    update_bn("[]"),
    expr("optim.swa_utils.update_bn([x], nn.Tanh())", x=(2,), grad=False, why="no BatchNorm, no pass"),
]

CASES = AVERAGES + FUNCTIONS + REFUSALS + BATCH_NORM

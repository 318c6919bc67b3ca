"""The loss of a sequence whose alignment is not known."""

from parity_tests.case import expr, fixed, ints, module, refuses, values

NO = {"second": False, "empty": False, "why": "torch has no second derivative, and takes nothing empty"}
TWO = "torch.tensor([[1, 2, 3], [2, 2, 1]])"
X = (8, 2, 5)

CASES = [
    *[expr(f"F.ctc_loss(x.log_softmax(-1), {TWO}, {lengths}, reduction='{r}')", x=X, **NO) for r in ("none", "mean", "sum") for lengths in ("(8, 8), (3, 3)", "[6, 8], [1, 3]", "torch.tensor([8, 7]), torch.tensor([2, 0])", "torch.tensor([8, 7]).int(), torch.tensor([0, 3]).int()")],
    expr("F.ctc_loss(x.log_softmax(-1), t, (8, 8), (3, 1))", x=X, t=values([1, 2, 3, 4]), second=False, empty=False, strided=False, why="torch has no second derivative; it forgets the stride of targets given one after another"),
    expr("F.ctc_loss(x.log_softmax(-1), t, torch.tensor([5, 8]), torch.tensor([0, 4]), reduction='none')", x=X, t=values([1, 2, 2, 4]), **NO),
    expr(f"F.ctc_loss(x, {TWO}, (8, 8), (3, 3), reduction='sum')", x=X, second=False, empty=False, why="torch has no second derivative; what is no log_softmax"),
    expr(f"F.ctc_loss(x.log_softmax(-1), {TWO} - 1, (8, 8), (3, 3), blank=4)", x=X, **NO),
    expr(f"F.ctc_loss(x.log_softmax(-1), {TWO}, (8, 8), (3, 3), 2, 'none')", x=X, second=False, empty=False, why="torch has no second derivative; a blank in the targets"),
    *[expr(f"F.ctc_loss(x.log_softmax(-1), {TWO}{cast}, (8, 8), (3, 3))", x=X, **NO) for cast in (".int()", ".short()", ".double()")],
    *[expr(f"F.ctc_loss(x.log_softmax(-1), t, {lengths}, reduction='{r}')", x=(8, 5), t=values([1, 2]), second=False, empty=False, why="torch has no second derivative; unbatched") for r in ("none", "mean", "sum") for lengths in ("torch.tensor(8), torch.tensor(2)", "(8,), (2,)", "torch.tensor([7]), torch.tensor([2])")],
    *[expr(f"F.ctc_loss(x.log_softmax(-1), {TWO}, (3, 3), (3, 3), reduction='{r}', zero_infinity={z})", x=(3, 2, 5), grad=z, second=False, empty=False, why="no alignment is that short") for r in ("none", "mean") for z in (True, False)],
    expr("F.ctc_loss(x.log_softmax(-1), t, (3, 3), (0, 0))", x=(3, 2, 5), t=ints((2, 0), 0, 1), second=False, empty=False, why="torch has no second derivative; nothing to spell"),
    expr(f"F.ctc_loss(x.log_softmax(-1), {TWO}, (0, 3), (0, 3), reduction='none')", x=fixed((3, 2, 5)), empty=False, why="no time"),
    expr("F.ctc_loss(x.log_softmax(-1), t, (40, 31, 20), (12, 1, 9))", x=(40, 3, 7), t=ints((3, 12), 1, 7), second=False, empty=False, strided=False, why="torch has no second derivative; longer"),
    *[refuses(f"F.ctc_loss(x.log_softmax(-1), {TWO}, {rest})", x=X) for rest in ("(8, 8), (3, 3), blank=7", "(8, 8), (3, 3), blank=-1", "(9, 8), (3, 3)", "(-1, 8), (3, 3)", "(8, 8), (4, 3)", "(8, 8), (-1, 3)", "(8,), (3, 3)", "(8, 8), (3,)", "torch.tensor([8.0, 8.0]), torch.tensor([3, 3])", "torch.tensor([8, 8]), torch.tensor([3.0, 3.0])", "(8, 8), (3, 3), reduction='avg'")],
    refuses("F.ctc_loss(x.log_softmax(-1), t, (8, 8), (3, 1))", x=X, t=values([1, 2, 3, 2, 1, 1])),
    refuses("F.ctc_loss(x.log_softmax(-1), t, (8, 8), (3, 1))", x=X, t=values([1, 2])),
    refuses(f"F.ctc_loss(x.log_softmax(-1), {TWO}, (8, 8, 8), (3, 3, 3))", x=(8, 3, 5)),
    refuses("F.ctc_loss(x.log_softmax(-1), t, (8, 8), (3, 3))", x=X, t=ints((1, 2, 3), 0, 5)),
    refuses("F.ctc_loss(x, t, (8, 8), (3, 3))", x=ints(X, 0, 3), t=ints((2, 3), 1, 5)),
    refuses("F.ctc_loss(x.half(), t, (8, 8), (3, 3))", x=X, t=ints((2, 3), 1, 5)),
    refuses("F.ctc_loss(x, t, (0, 0), (3, 3))", x=(0, 2, 5), t=ints((2, 3), 1, 5)),
    refuses("F.ctc_loss(x, t, (3, 3), (3, 3))", x=(8, 2, 5, 1), t=ints((2, 3), 1, 5)),
    refuses("F.ctc_loss([1.0], t, (3, 3), (3, 3))", t=ints((2, 3), 1, 5)),
    module("nn.CTCLoss()", X, call=f"m(x.log_softmax(2), {TWO}, torch.tensor([8, 6]), torch.tensor([3, 2]))", **NO),
    module("nn.CTCLoss(4, 'sum', True)", X, call=f"m(x.log_softmax(2), {TWO} - 1, (8, 2), (3, 3))", **NO),
]

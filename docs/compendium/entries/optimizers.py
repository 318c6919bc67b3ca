"""The optimizers."""

from .entry import Entry, Family


def _optimizer(name, *options):
    """With each of these options beside the plain form."""
    runs = tuple(f"{name}(params, lr{option})" for option in ("", *[f", {option}" for option in options]))
    return Entry(name, runs, "optimizers.paths")


OPTIMIZERS = Family(
    "Optimizers",
    "numpynn.optim",
    "Each with its update, the source of its step, and its paths on four test surfaces, of which every plot has the same frame "
    "and the same start. Of the learning rates 1, 0.3, 0.1 … each path has the one that gets it lowest in the steps it is given "
    "without leaving the frame.",
    {
        "Gradient descent": (
            _optimizer("SGD", "momentum=0.9", "momentum=0.9, nesterov=True"),
            _optimizer("ASGD"),
            _optimizer("Rprop"),
            Entry("Muon", ("Muon(params, lr, weight_decay=0)",), "optimizers.paths"),
            Entry("AveragedModel", ("AveragedModel(model)",), "optimizers.averaged"),
        ),
        "A step for each element": (
            _optimizer("Adagrad"),
            _optimizer("Adadelta"),
            _optimizer("RMSprop", "momentum=0.9", "centered=True"),
            _optimizer("Adam", "amsgrad=True"),
            _optimizer("AdamW"),
            _optimizer("Adamax"),
            _optimizer("NAdam"),
            _optimizer("RAdam"),
            _optimizer("Adafactor"),
            Entry("SparseAdam", ()),
        ),
        "Second order": (_optimizer("LBFGS", "line_search_fn='strong_wolfe'"),),
    },
)

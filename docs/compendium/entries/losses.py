"""The losses."""

from .entry import Entry, Family


def _loss(made, given, also=""):
    name = made.partition("(")[0]
    return Entry(f"{name} {also}".strip(), (f"nn.{made}({given})",), "losses.curve")


LOSSES = Family(
    "Losses",
    "numpynn.nn",
    "Each with its formula, its derivative, both plotted against the prediction, and the code. The heavy line is the loss, the "
    "thin one its derivative.",
    {
        "Regression": (
            _loss("MSELoss()", "randn(4, 3), randn(4, 3)"),
            _loss("L1Loss()", "randn(4, 3), randn(4, 3)"),
            _loss("SmoothL1Loss(beta=0.5)", "randn(4, 3), randn(4, 3)"),
            _loss("HuberLoss(delta=0.5)", "randn(4, 3), randn(4, 3)"),
            _loss("PoissonNLLLoss()", "randn(4, 3), rand(4, 3)"),
            _loss("GaussianNLLLoss()", "randn(4, 3), randn(4, 3), rand(4, 3)"),
        ),
        "Classification": (
            _loss("CrossEntropyLoss()", "randn(4, 5), randint(5, (4,))"),
            _loss("NLLLoss()", "randn(4, 5).log_softmax(1), randint(5, (4,))", "NLLLoss2d"),
            _loss("BCELoss()", "rand(4, 3), rand(4, 3)"),
            _loss("BCEWithLogitsLoss()", "randn(4, 3), rand(4, 3)"),
            _loss("KLDivLoss(reduction='batchmean')", "randn(4, 5).log_softmax(1), rand(4, 5)"),
            _loss("MultiMarginLoss()", "randn(4, 5), randint(5, (4,))"),
            _loss("MultiLabelMarginLoss()", "randn(2, 4), tensor([[3, 0, -1, 1], [1, -1, 0, 0]])"),
            _loss("MultiLabelSoftMarginLoss()", "randn(4, 3), rand(4, 3)"),
            _loss("SoftMarginLoss()", "randn(4), tensor([1.0, -1.0, 1.0, -1.0])"),
            _loss("LinearCrossEntropyLoss(8, 5)", "randn(4, 8), randint(5, (4,))", "LinearCrossEntropyOptions"),
            _loss("AdaptiveLogSoftmaxWithLoss(16, 20, [5, 10])", "randn(3, 16), tensor([0, 7, 19])"),
        ),
        "Sequences": (_loss("CTCLoss()", "randn(6, 1, 4).log_softmax(2), tensor([[1, 2]]), [6], [2]"),),
        "Ranking and distances": (
            _loss("MarginRankingLoss(margin=0.5)", "randn(4), randn(4), tensor([1.0, -1.0, 1.0, -1.0])"),
            _loss("HingeEmbeddingLoss()", "randn(4), tensor([1.0, -1.0, 1.0, -1.0])"),
            _loss("CosineEmbeddingLoss(margin=0.2)", "randn(4, 8), randn(4, 8), tensor([1.0, -1.0, 1.0, -1.0])"),
            _loss("TripletMarginLoss()", "randn(4, 8), randn(4, 8), randn(4, 8)"),
            _loss("TripletMarginWithDistanceLoss()", "randn(4, 8), randn(4, 8), randn(4, 8)"),
        ),
    },
)

"""The schedulers of learning rates."""

from .entry import Entry, Family


def _scheduler(*made):
    """Each with these arguments after the optimizer."""
    return Entry(made[0].partition("(")[0], made, "schedulers.rates")


SCHEDULERS = Family(
    "Schedulers",
    "numpynn.optim.lr_scheduler",
    "Each with its formula, its source, and the learning rate that it sets over 100 steps, beginning at 1.",
    {
        "Steps and decays": (
            _scheduler("StepLR(optimizer, step_size=20, gamma=0.5)"),
            _scheduler("MultiStepLR(optimizer, [30, 50, 80], gamma=0.4)"),
            _scheduler("ConstantLR(optimizer, factor=0.4, total_iters=30)"),
            _scheduler("LinearLR(optimizer, 0.1, total_iters=60)"),
            _scheduler("ExponentialLR(optimizer, 0.96)"),
            _scheduler(
                "PolynomialLR(optimizer, 80)",
                "PolynomialLR(optimizer, 80, power=2)",
                "PolynomialLR(optimizer, 80, power=0.5)",
            ),
            _scheduler("LambdaLR(optimizer, lambda t: 1 / (1 + 0.1 * t))"),
            _scheduler("MultiplicativeLR(optimizer, lambda t: 0.9 if t % 5 == 0 else 1.0)"),
        ),
        "Cycles": (
            _scheduler("CosineAnnealingLR(optimizer, 100)", "CosineAnnealingLR(optimizer, 25, eta_min=0.2)"),
            _scheduler("CosineAnnealingWarmRestarts(optimizer, 14, T_mult=2)"),
            _scheduler(
                "CyclicLR(optimizer, 0.1, 1.0, step_size_up=12)",
                "CyclicLR(optimizer, 0.1, 1.0, step_size_up=12, mode='triangular2')",
                "CyclicLR(optimizer, 0.1, 1.0, step_size_up=12, mode='exp_range', gamma=0.98)",
            ),
            _scheduler(
                "OneCycleLR(optimizer, 1.0, total_steps=101)",
                "OneCycleLR(optimizer, 1.0, total_steps=101, three_phase=True, anneal_strategy='linear')",
            ),
        ),
        "Combined and adaptive": (
            _scheduler("ChainedScheduler([LinearLR(optimizer, 0.1, total_iters=20), ExponentialLR(optimizer, 0.97)])"),
            _scheduler(
                "SequentialLR(optimizer, [LinearLR(optimizer, 0.1, total_iters=20), CosineAnnealingLR(optimizer, 80)], [20])"
            ),
            Entry("ReduceLROnPlateau", ("ReduceLROnPlateau(optimizer, factor=0.5, patience=4)",), "schedulers.plateau"),
            _scheduler("SWALR(optimizer, swa_lr=0.2, anneal_epochs=30)"),
        ),
    },
)

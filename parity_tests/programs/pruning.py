"""nn.utils.prune."""

from __future__ import annotations

import importlib


def _prune(torch):
    return importlib.import_module(f"{torch.nn.utils.__name__}.prune")


def _linear(torch):
    m = torch.nn.Linear(3, 2)
    m.weight.data = torch.tensor([[1.0, 2.0, 3.5], [3.0, -4.0, 0.5]])
    m.bias.data = torch.tensor([5.0, 6.0])
    return m


def _state(m):
    hooks = [type(hook).__name__ for hook in m._forward_pre_hooks.values()]
    return list(m._parameters), list(m._buffers), m.weight.detach(), m._buffers.get("weight_mask"), hooks


def methods_after_each_other(torch, note):
    prune, x = _prune(torch), torch.tensor([[1.0, 2.0, 3.0]])
    m = prune.identity(_linear(torch), "weight")
    note(_state(m), prune.is_pruned(m), prune.is_pruned(torch.nn.Sequential(m)), prune.is_pruned(_linear(torch)))
    note(_state(prune.l1_unstructured(m, "weight", 1)), _state(prune.ln_structured(m, "weight", 1, 2, 1)))
    m.weight_orig.data += 0.25
    note(m(x).detach(), m.weight.detach())
    m(x).sum().backward()
    note(m.weight_orig.grad, m.state_dict())
    (container,) = m._forward_pre_hooks.values()
    note(len(container), [type(method).__name__ for method in container], type(container[-1]).__name__)
    note(_state(prune.custom_from_mask(m, "weight", torch.tensor([[0, 1, 1], [1, 1, 1]]))))
    note(_state(prune.remove(m, "weight")), prune.is_pruned(m))
    note.refused(lambda: prune.remove(m, "weight"), says=True)


def amounts(torch, note):
    prune = _prune(torch)
    for amount in (0.5, 0, 6, 1.0, 0.0, 0.34):
        note(_state(prune.l1_unstructured(_linear(torch), "weight", amount)))
    for amount in (7, 1.5, -1, -0.5, "a", None):
        note.refused(lambda: prune.l1_unstructured(_linear(torch), "weight", amount), says=True)  # noqa: B023
        note.refused(lambda: prune.RandomUnstructured(amount))  # noqa: B023


def importance(torch, note):
    prune = _prune(torch)
    scores = torch.tensor([[9.0, 8.0, 7.0], [1.0, 2.0, 3.0]])
    note(_state(prune.l1_unstructured(_linear(torch), "weight", 0.5, importance_scores=scores)))
    note(_state(prune.ln_structured(_linear(torch), "weight", 1, 1, 0, importance_scores=scores)))
    note.refused(lambda: prune.l1_unstructured(_linear(torch), "weight", 1, importance_scores=torch.ones(2)))


def structured(torch, note):
    prune, inf = _prune(torch), float("inf")
    for n in (1, 2, inf, -inf, "fro"):
        for dim in (0, 1, -1):
            note(_state(prune.ln_structured(_linear(torch), "weight", 1, n, dim)))
    note(_state(prune.ln_structured(_linear(torch), "weight", 0.67, 1, -1)))
    for call in (
        lambda: prune.ln_structured(_linear(torch), "bias", 1, 1, 0),
        lambda: prune.ln_structured(_linear(torch), "weight", 1, 1, 2),
        lambda: prune.ln_structured(_linear(torch), "weight", 5, 1, 0),
        lambda: prune.random_structured(_linear(torch), "bias", 1, 0),
    ):
        note.refused(call)


def random_methods(torch, note):
    prune = _prune(torch)
    for amount in (0.5, 2, 0, 0.0):
        torch.manual_seed(5)
        note(_state(prune.random_unstructured(_linear(torch), "weight", amount)), torch.rand(1))
        note(_state(prune.random_structured(_linear(torch), "weight", min(amount, 1), dim=1)), torch.rand(1))


def globally(torch, note):
    prune = _prune(torch)
    a, b = _linear(torch), _linear(torch)
    both = [(a, "weight"), (b, "bias")]
    prune.global_unstructured(both, prune.L1Unstructured, amount=3)
    note(_state(a), b.bias_mask)
    prune.global_unstructured(both, prune.L1Unstructured, amount=0.5)
    note(_state(a), b.bias_mask)
    prune.global_unstructured(both, prune.L1Unstructured, {(a, "weight"): torch.ones(2, 3) * 100}, amount=1)
    note(_state(a), b.bias_mask)
    note.refused(lambda: prune.global_unstructured(both, prune.LnStructured, amount=1, n=1))
    note.refused(lambda: prune.global_unstructured(3, prune.L1Unstructured, amount=1))
    note.refused(lambda: prune.global_unstructured(both, prune.L1Unstructured, [1], amount=1))


def a_tensor_alone(torch, note):
    prune = _prune(torch)
    t, mask = torch.tensor([3.0, 1.0, 2.0]), torch.tensor([1.0, 1.0, 0.0])
    note(prune.L1Unstructured(1).prune(t), prune.L1Unstructured(1).prune(t, mask), prune.Identity().prune(t, mask))
    note(prune.L1Unstructured(1).prune(t, importance_scores=-t + 4))
    note.refused(lambda: prune.L1Unstructured(1).prune(t, importance_scores=torch.ones(1)))
    note.refused(lambda: prune.identity(_linear(torch), "none"))
    note.refused(lambda: prune.custom_from_mask(_linear(torch), "weight", torch.ones(2)))


def your_own_method(torch, note):
    prune = _prune(torch)

    class Negative(prune.BasePruningMethod):
        PRUNING_TYPE = "unstructured"

        def compute_mask(self, t, default_mask):
            mask = default_mask.clone()
            mask[t < 0] = 0
            return mask

    class Strange(Negative):
        PRUNING_TYPE = "strange"

    m = _linear(torch)
    Negative.apply(m, "weight")
    note(_state(m))
    note.refused(prune.BasePruningMethod)
    note.refused(lambda: Strange.apply(prune.identity(_linear(torch), "weight"), "weight"))
    other = Negative()
    other._tensor_name = "bias"
    container = prune.PruningContainer(m._forward_pre_hooks.popitem()[1])
    note.refused(lambda: container.add_pruning_method(other))
    note.refused(lambda: container.add_pruning_method(3))
    container.add_pruning_method(None)
    note(len(container))


def an_error_leaves_the_module_as_it_was(torch, note):
    prune = _prune(torch)
    m = _linear(torch)
    note.refused(lambda: prune.l1_unstructured(m, "weight", 100))
    note(sorted(m._parameters), list(m._buffers), m.weight, len(m._forward_pre_hooks))


def a_bool_is_no_amount(torch, note):
    prune = _prune(torch)
    note.refused(lambda: prune.random_unstructured(_linear(torch), "weight", True))
    note.refused(lambda: prune.l1_unstructured(_linear(torch), "weight", True))

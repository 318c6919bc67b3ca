"""torch.func and vmap without torch: against loops, finite differences and formulas."""

import numpy as np
import pytest

import numpynn as torch
from numpynn import func
from numpynn.batching import vmapping
from numpynn.nn import functional as F


def numbers(*shape, seed=0):
    return torch.from_numpy(np.random.default_rng(seed).normal(size=shape))


@pytest.fixture
def together(monkeypatch):
    """No sample may be computed by itself."""

    def refuse(self):
        raise AssertionError("one by one")

    monkeypatch.setattr(vmapping._Call, "_one_by_one", refuse)


def close(a, b):
    np.testing.assert_allclose(a.detach().numpy(), b.detach().numpy(), rtol=1e-12, atol=1e-12)


def test_gradients_of_each_sample(together):
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2)).double()
    params = {name: p.detach() for name, p in model.named_parameters()}
    x, y = numbers(6, 3), torch.tensor([0, 1, 1, 0, 1, 0])

    def loss(params, x, y):
        return F.cross_entropy(func.functional_call(model, params, (x.unsqueeze(0),)), y.unsqueeze(0))

    each = torch.vmap(func.grad(loss), in_dims=(None, 0, 0))(params, x, y)
    for i in range(6):
        model.zero_grad()
        loss(dict(model.named_parameters()), x[i], y[i]).backward()
        for name, p in model.named_parameters():
            close(each[name][i], p.grad)


def test_an_ensemble_of_modules(together):
    models = [torch.nn.Linear(3, 2).double() for _ in range(4)]
    params, buffers = func.stack_module_state(models)
    x = numbers(5, 3)
    out = torch.vmap(lambda p, b: func.functional_call(models[0], (p, b), (x,)))(params, buffers)
    close(out, torch.stack([model(x) for model in models]))


def test_jacobians_agree_with_each_other_and_with_differences():
    def f(x):
        return torch.stack([x[0] * x[1], x[1].sin() + x[2] ** 2])

    x = numbers(3)
    step = 1e-6
    columns = [(f(x + step * e) - f(x - step * e)) / (2 * step) for e in torch.eye(3, dtype=torch.float64)]
    np.testing.assert_allclose(func.jacrev(f)(x).numpy(), torch.stack(columns, 1).numpy(), atol=1e-9)
    close(func.jacrev(f)(x), func.jacfwd(f)(x))
    close(func.hessian(lambda x: f(x).sum())(x), func.jacfwd(func.jacrev(lambda x: f(x).sum()))(x))


def test_products_with_jacobians():
    x, v = numbers(3), numbers(3, seed=1)
    y, pull = func.vjp(torch.sin, x)
    close(pull(v)[0], v * x.cos())
    value, pushed = func.jvp(torch.sin, (x,), (v,))
    close(pushed, v * x.cos())
    close(value, y)
    close(func.linearize(torch.sin, x)[1](v), v * x.cos())


def test_results_have_a_history_only_for_what_is_outside():
    x, p = numbers(3), numbers(3, seed=1).requires_grad_()
    assert not func.grad(lambda x: (x**2).sum())(x).requires_grad
    g = func.grad(lambda x: (x**2 * p).sum())(x)
    g.sum().backward()
    close(p.grad, 2 * x)


def test_kernels_without_a_rule_are_run_sample_by_sample():
    x = numbers(4, 5)
    close(torch.vmap(lambda x: x.sort().values)(x), torch.stack([row.sort().values for row in x]))


def test_what_needs_an_array_is_run_sample_by_sample():
    x = numbers(4, 5)
    close(torch.vmap(lambda x: torch.from_numpy(np.asarray(x.detach()) * 2))(x), x * 2)


def test_writes_to_what_the_samples_share_are_refused():
    shared = torch.zeros(3, dtype=torch.float64)
    with pytest.raises(RuntimeError, match="inplace arithmetic"):
        torch.vmap(lambda x: shared.add_(x))(numbers(2, 3))
    assert shared.tolist() == [0.0, 0.0, 0.0]


def test_writes_to_samples_show_in_the_argument():
    x = torch.zeros(2, 3)
    torch.vmap(lambda row: row.add_(1))(x)
    assert x.tolist() == [[1.0] * 3] * 2


def test_randomness():
    x = torch.zeros(3, 2)

    def noisy(x):
        return x + torch.rand(2)

    with pytest.raises(RuntimeError, match="randomness error mode"):
        torch.vmap(noisy)(x)
    torch.manual_seed(0)
    same = torch.vmap(noisy, randomness="same")(x)
    assert same[0].tolist() == same[1].tolist() == same[2].tolist()
    torch.manual_seed(0)
    different = torch.vmap(noisy, randomness="different")(x)
    torch.manual_seed(0)
    assert different.tolist() == torch.rand(3, 2).tolist()


def test_chunks_give_the_same():
    x = numbers(7, 3)
    close(torch.vmap(torch.sin, chunk_size=2)(x), x.sin())
    close(func.jacrev(torch.sin, chunk_size=2)(x[0]), func.jacrev(torch.sin)(x[0]))


def test_names_that_are_refused():
    with pytest.raises(NotImplementedError, match="functionalize"):
        func.functionalize(torch.sin)


def test_batch_norm_without_running_statistics():
    model = func.replace_all_batch_norm_modules_(torch.nn.Sequential(torch.nn.BatchNorm1d(2)))
    assert model[0].running_mean is None
    assert not model[0].track_running_stats


def test_batch_norm_in_evaluation(together):
    models = [torch.nn.BatchNorm1d(2).double().eval() for _ in range(4)]
    for seed, model in enumerate(models):
        model.running_mean += numbers(2, seed=seed)
        model.weight.data += numbers(2, seed=seed + 4)
    params, buffers = func.stack_module_state(models)

    def run(params, buffers, x):
        return func.functional_call(models[0], (params, buffers), (x,))

    x = numbers(4, 5, 2, 3)
    expected = torch.stack([model(sample) for model, sample in zip(models, x, strict=True)])
    close(torch.vmap(run)(params, buffers, x), expected)
    close(torch.vmap(run, (0, 0, None))(params, buffers, x[1])[1], expected[1])
    close(torch.vmap(models[2])(x)[2], expected[2])
    slopes = torch.vmap(func.grad(lambda *a: run(*a).square().sum()))(params, buffers, x)
    for k, model in enumerate(models):
        model(x[k]).square().sum().backward()
        close(slopes["weight"][k], model.weight.grad)

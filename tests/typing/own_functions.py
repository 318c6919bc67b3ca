"""autograd: functions of one's own, no_grad in all its spellings, hooks, higher derivatives, func.*."""

from typing import Any, assert_type

import numpynn as torch
from numpynn import Tensor, nn
from numpynn.autograd import Function
from numpynn.autograd.function import FunctionCtx
from numpynn.func import functional_call, grad, jacrev, vmap


class Exp(Function):
    @staticmethod
    def forward(ctx: FunctionCtx, x: Tensor, scale: float) -> Tensor:
        result = (x * scale).exp()
        ctx.save_for_backward(result)
        ctx.scale = scale
        return result

    @staticmethod
    def backward(ctx: FunctionCtx, grad_output: Tensor) -> tuple[Tensor, None]:
        (result,) = ctx.saved_tensors
        return grad_output * result * ctx.scale, None


x = torch.linspace(-1, 1, 5, requires_grad=True)
y: Tensor = Exp.apply(x, 2.0)
y.sum().backward(retain_graph=True)

with torch.no_grad():
    frozen = x * 2
with torch.set_grad_enabled(False), torch.inference_mode():
    frozen = x * 3


@torch.no_grad
def bare(a: Tensor) -> Tensor:
    return a + 1


@torch.no_grad()
def called(a: Tensor, times: int = 2) -> Tensor:
    return a * times


@torch.inference_mode()
def inferred(a: Tensor) -> tuple[Tensor, int]:
    return a, 1


assert_type(bare(x), Tensor)
assert_type(called(x, times=3), Tensor)
assert_type(inferred(x), tuple[Tensor, int])
assert_type(torch.is_grad_enabled(), bool)

handle = x.register_hook(lambda g: g * 2)
(first,) = torch.autograd.grad((x**3).sum(), x, create_graph=True)
(second,) = torch.autograd.grad(first.sum(), x)
assert_type(second, Tensor)
handle.remove()
assert_type(torch.autograd.gradcheck(torch.sin, (x.detach().double().requires_grad_(),)), bool)

model = nn.Linear(3, 1)
params = {name: p.detach() for name, p in model.named_parameters()}


def loss(params: dict[str, Tensor], sample: Tensor, target: Tensor) -> Tensor:
    prediction: Tensor = functional_call(model, params, (sample.unsqueeze(0),))
    return ((prediction - target) ** 2).mean()


per_sample: dict[str, Tensor] = vmap(grad(loss), in_dims=(None, 0, 0))(params, torch.randn(4, 3), torch.randn(4, 1))
assert_type(per_sample["weight"].shape, torch.Size)
jacobian: Any = jacrev(torch.sin)(x.detach())
print(jacobian.shape)

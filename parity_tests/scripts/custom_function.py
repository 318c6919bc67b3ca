"""Binary weights by a straight-through estimator, a fused activation as an autograd.Function, hooks that see features."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Function, Variable, gradcheck
from torch.autograd.function import once_differentiable


class BinarySign(Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.sign()

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        grad_input = grad_output.clone()
        grad_input[input.ge(1)] = 0
        grad_input[input.le(-1)] = 0
        return grad_input


class SwishFunction(Function):
    @staticmethod
    def forward(ctx, i, beta):
        ctx.beta = beta
        result = i * torch.sigmoid(beta * i)
        ctx.save_for_backward(i)
        return result

    @staticmethod
    @once_differentiable
    def backward(ctx, grad_output):
        i = ctx.saved_tensors[0]
        s = torch.sigmoid(ctx.beta * i)
        return grad_output * (s * (1 + ctx.beta * i * (1 - s))), None


class GradReverse(Function):
    @staticmethod
    def forward(ctx, x, lambd):
        ctx.lambd = lambd
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return grad.neg() * ctx.lambd, None


class BinaryLinear(nn.Linear):
    def forward(self, x):
        return F.linear(x, BinarySign.apply(self.weight) * self.weight.abs().mean(), self.bias)


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.body = nn.Sequential(BinaryLinear(6, 24), nn.LayerNorm(24))
        self.label = nn.Linear(24, 3)
        self.domain = nn.Linear(24, 2)

    def forward(self, x, lambd):
        h = SwishFunction.apply(self.body(x), 1.5)
        return self.label(h), self.domain(GradReverse.apply(h, lambd))


torch.manual_seed(3)
point = Variable(torch.randn(4, 3).double(), requires_grad=True)
print("gradcheck", gradcheck(lambda t: SwishFunction.apply(t, 0.7), (point,), eps=1e-6, atol=1e-4))

net = Net()
features, grads = {}, {}


def save_features(name):
    def hook(module, input, output):
        features[name] = output.detach()

    return hook


def save_gradients(name):
    def hook(module, grad_input, grad_output):
        grads[name] = grad_output[0].norm().item()

    return hook


handles = [module.register_forward_hook(save_features(name)) for name, module in net.named_modules() if name]
handles += [module.register_full_backward_hook(save_gradients(name)) for name, module in net.named_children()]
handles.append(net.register_forward_pre_hook(lambda module, args: (args[0] * 2 - 1, *args[1:])))
net.label.weight.register_hook(lambda grad: grad.clamp(-0.05, 0.05))

optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, nesterov=True)
x, y, d = torch.rand(48, 6), torch.randint(0, 3, (48,)), torch.randint(0, 2, (48,))
for i in range(20):
    lambd = 2.0 / (1.0 + torch.exp(torch.tensor(-10.0 * i / 20)).item()) - 1
    label, domain = net(x, lambd)
    loss = F.cross_entropy(label, y) + F.cross_entropy(domain, d)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if i % 5 == 4:
        print(i, loss.item(), {k: round(v, 5) for k, v in sorted(grads.items())})
for handle in handles:
    handle.remove()
features.clear()
net(x, 0.0)
print(len(features), net.label.weight.grad.abs().max().item())

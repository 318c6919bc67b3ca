"""Nodes of the graph go by torch's names, the number of the overload included."""

from __future__ import annotations

import warnings

import pytest
import torch

import numpynn

SAME = """
x[0] x[1:] x[None] x[...] x[:,0] x[:,1:] x[[0,1]] x[x>0] x[0,1:] x[1:,0] x.select(0,0) x.narrow(0,0,1)
x.index_select(0,torch.tensor([0])) x.sum() x.sum(0) x.sum((0,1)) x.mean() x.mean(0) x.prod() x.prod(0) x.var() x.std()
x.amax() x.amax(0) x.max() x.max(0)[0] x.max(0,keepdim=True)[0] x.min() x.min(0)[0] x.median() x.median(0)[0] x.norm()
x.cumsum(0) x.cumprod(0) x.logsumexp(0) x+1 x+x x-1 x*2 x*x x/2 x/x x**2 x**x 2**x x%2 x%x torch.fmod(x,2) x.clamp(0,1)
x.clamp(min=0) x.clamp(x,x) x.reshape(-1) x.view(-1) x.t() x.T x.permute(1,0) x.transpose(0,1) x.mT x.unsqueeze(0)
x.squeeze() x.squeeze(0) x.flatten() x.expand(2,3,4) x.repeat(1,2) x.tile(2) x.t().contiguous() x.clone() x.double()
x.to(torch.float16) x@y x.mm(y) torch.bmm(z,z.transpose(1,2)) x.mv(y[:,0]) x[0].dot(x[0])
torch.nn.functional.linear(x,x,x[:,0]) torch.addmm(x[:,:3],x,y) torch.cat([x,x]) torch.stack([x,x]) x.split(1)[0]
x.chunk(2)[0] x.unbind()[0] x.tril() x.flip(0) x.roll(1,0) torch.where(x>0,x,x) x.masked_fill(x>0,1)
x.masked_fill(x>0,x[0,0]) x.gather(0,x.long().abs()*0) x.scatter_add(0,torch.zeros(1,1).long(),x) x.abs() x.exp() x.log()
x.sqrt() x.sigmoid() x.tanh() x.relu() x.softmax(0) x.log_softmax(0) x.sort()[0] x.topk(1)[0] x.diagonal() x.trace()
x.erf() x.sign() x.floor() x.round() -x x.neg() x.reciprocal() x.rsqrt() x.square() x.sin() x.atan2(x)
torch.maximum(x,x) torch.minimum(x,x) x.lerp(x,0.5) torch.addcmul(x,x,x) torch.addcdiv(x,x,x) x.masked_select(x>0)
x.index_add(0,torch.tensor([0]),x[:1]) x.index_fill(0,torch.tensor([0]),1) x.kthvalue(1)[0] x.mode()[0] x.cummax(0)[0]
torch.nn.functional.gelu(x) torch.nn.functional.layer_norm(x,(4,)) torch.nn.functional.leaky_relu(x)
torch.nn.functional.elu(x) torch.nn.functional.pad(x,(1,1)) torch.nn.functional.embedding(torch.tensor([0]),x)
torch.nn.functional.conv1d(z,z) torch.nn.functional.batch_norm(x,None,None,training=True) x.unfold(0,2,1)
x.as_strided((2,),(1,)) x.movedim(0,1) x.logit() x.nan_to_num() torch.dist(x,x) torch.linalg.norm(x)
torch.linalg.inv(x[:3,:3]) torch.linalg.det(x[:3,:3]) x.logcumsumexp(0) x.aminmax()[0] x.add_(0) x.mul_(2) x[0].add_(1)
""".split()
# Here they are made of other functions, and go by the name of the last.
OTHERWISE = {
    "z@y": "ViewBackward0",
    "torch.nn.functional.linear(x,x)": "AddmmBackward0",
    "x.diag()": "CloneBackward0",
    "torch.nn.functional.mse_loss(x,x)": "MeanBackward0",
}


def name(library, expression):
    x = (library.arange(12.0).reshape(3, 4) / 10 + 0.1).requires_grad_() * 1
    y, z = library.ones(4, 3, requires_grad=True), library.ones(2, 3, 4, requires_grad=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return eval(expression, {"torch": library, "x": x, "y": y, "z": z}).grad_fn.name()


@pytest.mark.parametrize("expression", SAME)
def test_same(expression):
    assert name(numpynn, expression) == name(torch, expression)


@pytest.mark.parametrize("expression", OTHERWISE)
def test_otherwise(expression):
    assert name(numpynn, expression) == OTHERWISE[expression] != name(torch, expression)

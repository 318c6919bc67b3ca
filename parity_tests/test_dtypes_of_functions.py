"""For every dtype the functions answer in torch's dtype, or refuse with torch's exception."""

from __future__ import annotations

import warnings

import pytest
import torch

import numpynn

DTYPES = ("bool", "uint8", "int8", "int32", "int64", "float16", "float32", "complex128")
UNARY = """
neg abs exp sin cos tanh sqrt sign floor ceil round trunc square sigmoid relu log1p reciprocal logical_not isnan isfinite
bitwise_not erf log atan sinh expm1 rsqrt frac positive isinf sgn exp2 log2 tan asinh any all sum mean prod amax amin max min
argmax argmin std var norm tril triu msort median nanmedian signbit isreal count_nonzero unique aminmax isneginf isposinf
nan_to_num deg2rad rad2deg logit acos asin acosh atanh cosh log10 erfc erfinv lgamma digamma i0 sinc fliplr trace det inverse
nansum nanmean argsort unique_consecutive diff nonzero diagonal fix angle conj real
""".split()
UNARY_TEXTS = """
x.logsumexp(0) x.softmax(0) x.log_softmax(0) x.cumsum(0) x.cumprod(0) x.cummax(0).values x.cummin(0).values
x.logcumsumexp(0) x.sort().values x.topk(1).values x.mode().values x.kthvalue(1).values x.clamp(0,1) x.histc(3,0,2)
F.gelu(x) F.silu(x) F.elu(x)
F.hardtanh(x) F.relu(x) x.flip(0) x.roll(1,0) torch.var_mean(x)[0] torch.std_mean(x)[0] x.clone().fill_diagonal_(1)
x.sum(0,dtype=torch.int8) x.prod(dtype=torch.float64) x**2 2-x x//2 x%2 x*True x+1.5 x/2 1.5**x
""".split()
BINARY = """
add sub mul div floor_divide remainder fmod pow maximum minimum eq ne lt ge logical_and logical_or logical_xor atan2 xlogy
hypot fmax fmin isclose bitwise_and bitwise_or bitwise_xor copysign logaddexp logaddexp2 equal allclose dist matmul inner kron mm
gcd lcm nextafter heaviside isin rsub
""".split()
BINARY_TEXTS = """
x.lerp(y,0.25) torch.addcmul(x,y,y,value=2) torch.addcdiv(x,y,y,value=2) x.clamp(min=y) torch.clamp(x,y,y)
torch.where(x>y,x,y) torch.dot(x[0],y[0]) torch.mv(x,y[0]) torch.outer(x[0],y[0]) torch.addmm(x,x,y) torch.tensordot(x,y,1)
torch.searchsorted(x[0],y[0]) torch.div(x,y,rounding_mode='floor') torch.div(x,y,rounding_mode='trunc')
""".split()
TEXTS = [f"x.{name}()" for name in UNARY] + UNARY_TEXTS + [f"torch.{name}(x,y)" for name in BINARY] + BINARY_TEXTS


def outcome(library, text, dtype):
    """The dtype of the result, or the type of the exception."""
    values = [[True, False], [True, True]] if dtype == "bool" else [[1, 2], [3, 1]]
    x, y = [library.tensor(values, dtype=getattr(library, dtype)) for _ in range(2)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = eval(text, {"torch": library, "F": library.nn.functional, "x": x, "y": y})
        except Exception as error:
            return type(error).__name__
    return str(getattr(result, "dtype", type(result).__name__))


@pytest.mark.parametrize("text", TEXTS)
def test_same_outcome(text):
    ours = {dtype: outcome(numpynn, text, dtype) for dtype in DTYPES}
    assert ours == {dtype: outcome(torch, text, dtype) for dtype in DTYPES}

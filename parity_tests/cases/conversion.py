"""From one dtype to another, and the attributes of a tensor."""

from parity_tests.case import expr, ints, refuses

NAMES = "Half Float Double Bool Char Short Int Long Byte ComplexFloat ComplexDouble".split()

CASES = [
    expr("x.type()", x=(2, 3)),
    *[expr(f"x.type('torch.{name}Tensor'), x.type('torch.{name}Tensor').type()", x=ints((2, 3), 0, 9)) for name in NAMES],
    *[expr(f"x.type(torch.{name})", x=(2, 3)) for name in ("float32", "float64")],
    refuses("x.type('torch.StrangeTensor')", x=(2,), says="StrangeTensor"),
    *[expr(f"x.{name}()", x=ints((2, 3), 0, 9)) for name in "half float double bool char short int long byte cfloat cdouble".split()],
    *[expr(f"x.{name}()", x=(2, 3), grad=False) for name in "half bool char short int long byte".split()],
    expr("x.float(), x.double(), x.cdouble().real, x.cfloat().real", x=(2, 3)),
    expr("x.to(torch.float64), x.to('cpu'), x.to('cpu', torch.float64), x.to(y), x.to(dtype=torch.float64, copy=True), x.to(x.dtype) is x, x.type_as(y)", x=(2, 3), y=(2,)),
    refuses("x.to('cuda')", x=(2,)),
    expr("try:\n    x.cuda()\nexcept AssertionError as error:\n    out = str(error)\nout", x=(2,)),
    expr("x.cpu() is x, x.is_cuda, x.is_floating_point(), x.is_complex(), torch.is_floating_point(x), torch.is_complex(x), x.element_size() == x.itemsize, x.nbytes", x=(2, 3), grad=False),
    expr("x.detach().numpy(), y.numpy(), x.detach().data_ptr() == x.data_ptr()", x=(2, 3), y=ints((2,), 0, 5)),
    expr("x.bitwise_not(), (x > 2).bitwise_not()", x=ints((2, 3), 0, 9)),
    expr("y = torch.zeros(1, dtype=x.dtype); y.set_(x.detach()); y", x=(2, 3)),
    expr("str(x.dtype), str(x.device), x.is_leaf, x.requires_grad, x.grad is None", x=ints((2,), 0, 3)),
]

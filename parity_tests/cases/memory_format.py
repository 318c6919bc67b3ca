"""Orders of axes in memory."""

from parity_tests.case import expr, refuses

WHY = "the strides themselves, which NumPy chooses otherwise where there are no elements"
X = (2, 3, 4, 5)
CASES = [
    *[expr(f"y = x.{text}; y, y.stride(), y.is_contiguous(), y.is_contiguous(memory_format=torch.channels_last)", x=X, strided=False, empty=False, why=WHY) for text in ("clone(memory_format=torch.channels_last)", "contiguous(memory_format=torch.channels_last)", "contiguous(memory_format=torch.contiguous_format)", "to(memory_format=torch.channels_last)", "to(torch.float64, memory_format=torch.channels_last)", "clone(memory_format=torch.preserve_format)")],
    *[expr(f"y = torch.{f}(x, memory_format=torch.channels_last); y.stride()", x=X, grad=False, strided=False, empty=False, why=WHY) for f in ("zeros_like", "ones_like", "empty_like")],
    expr("torch.full_like(x, 2.0, memory_format=torch.channels_last).stride(), torch.empty(2, 3, 4, 5, memory_format=torch.channels_last).stride()", x=X, grad=False, strided=False, empty=False, why=WHY),
    expr("x.contiguous(memory_format=torch.channels_last_3d).stride()", x=(2, 3, 2, 2, 2), grad=False, strided=False, empty=False, why=WHY),
    refuses("x.clone(memory_format=torch.channels_last)", x=(2, 3)),
]

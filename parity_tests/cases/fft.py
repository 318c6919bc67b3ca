"""Fourier transforms: every size, dimension and norm; half spectra; frequencies and shifts."""

from parity_tests.case import bools, complexes, expr, fixed, ints, refuses, typed

X = (2, 3, 4)
Z = complexes(X)
ANY = ("fft", "ifft", "irfft", "hfft")  # take real and complex signals
REAL = ("rfft", "ihfft")

CASES = [
    *[expr(f"torch.fft.{f}(z), torch.fft.{f}(z, n=3), torch.fft.{f}(z, 7, 0, 'ortho'), torch.fft.{f}(z, dim=1, norm='forward')", z=Z) for f in ANY],
    *[expr(f"torch.fft.{f}(x), torch.fft.{f}(x, n=3), torch.fft.{f}(x, 7, 0, 'ortho'), torch.fft.{f}(x, dim=1, norm='forward')", x=X) for f in (*ANY, *REAL)],
    *[expr(f"torch.fft.{f}n(z), torch.fft.{f}n(z, s=(3, 5)), torch.fft.{f}n(z, (5, -1), (0, 2), 'ortho'), torch.fft.{f}n(z, dim=1, norm='forward')", z=Z) for f in ANY],
    *[expr(f"torch.fft.{f}n(x), torch.fft.{f}n(x, s=(3, 5)), torch.fft.{f}n(x, (5, -1), (0, 2), 'ortho'), torch.fft.{f}n(x, dim=(1,), norm='forward')", x=X) for f in (*ANY, *REAL)],
    *[expr(f"torch.fft.{f}2(x), torch.fft.{f}2(x, (2, 5)), torch.fft.{f}2(x, dim=(0, -2), norm='ortho')", x=X) for f in (*ANY, *REAL)],
    *[expr(f"torch.fft.{f}(x), torch.fft.{f}(b, 4, norm='backward')", x=ints((5,), 0, 9), b=bools((3, 3))) for f in (*ANY, *REAL)],
    expr("torch.fft.fft(x), torch.fft.rfft(x), torch.fft.irfft(x, n=1)", x=(1,)),
    expr("torch.fft.fftn(x), torch.fft.fftn(x, dim=()), torch.fft.fftn(x, s=())", x=()),
    expr("torch.fft.fft(x).real, torch.fft.fft(x).imag, torch.fft.rfft(x).abs()", x=(2, 8)),
    expr("torch.fft.irfft(torch.fft.rfft(x, dim=1) * torch.fft.rfft(y, n=8, dim=1), dim=1)", x=(2, 8, 3), y=(2, 3, 1), why="a convolution"),
    expr("torch.fft.ifft(torch.fft.fft(z) * w).real", z=complexes((3, 5)), w=complexes((5,))),
    expr("torch.fft.irfft(z[..., :1] * 1, n=6), torch.fft.irfftn(z, s=(2, 6))", z=Z),
    expr("o = torch.empty(0, dtype=z.dtype); torch.fft.fft(z, out=o); r = torch.empty(0, dtype=z.real.dtype); torch.fft.irfftn(z, out=r); o, r", z=fixed(Z)),
    expr("[torch.fft.fftfreq(n) for n in (0, 1, 5, 6)], [torch.fft.rfftfreq(n) for n in (1, 5, 6)]"),
    expr("torch.fft.fftfreq(5, d=0.25, dtype=torch.float64), torch.fft.rfftfreq(8, 2, dtype=torch.float64)"),
    expr("torch.fft.fftfreq(5, requires_grad=True).requires_grad, torch.fft.rfftfreq(4, device='cpu', out=torch.empty(2))"),
    expr("torch.fft.fftshift(x), torch.fft.fftshift(x, 1), torch.fft.fftshift(x, (0, 2)), torch.fft.ifftshift(x), torch.fft.ifftshift(x, dim=(1,))", x=X),
    expr("torch.fft.ifftshift(torch.fft.fftshift(i))", i=ints((5,), 0, 9)),
    refuses("torch.fft.fft(x, n=0)", x=X),
    refuses("torch.fft.fft(x, n=-1)", x=X),
    refuses("torch.fft.fft(x, n=2.0)", x=X),
    refuses("torch.fft.fft(x, dim=3)", x=X),
    refuses("torch.fft.fft(x)", x=()),
    refuses("torch.fft.fft([1.0])"),
    refuses("torch.fft.fft(x, norm='x')", x=X),
    refuses("torch.fft.fft(x)", x=typed("float16", X)),
    refuses("torch.fft.fft(x)", x=(3, 0)),
    refuses("torch.fft.rfft(z)", z=Z),
    refuses("torch.fft.ihfft(z)", z=Z),
    refuses("torch.fft.irfft(x)", x=(2, 1)),
    refuses("torch.fft.irfft(x, n=0)", x=X),
    refuses("torch.fft.rfftn(z)", z=Z),
    refuses("torch.fft.ihfftn(z)", z=Z),
    refuses("torch.fft.rfftn(x)", x=()),
    refuses("torch.fft.irfftn(x, dim=())", x=X),
    refuses("torch.fft.fftn(x, s=(2,), dim=(0, 1))", x=X),
    refuses("torch.fft.fftn(x, s=(2, 2, 2, 5))", x=X),
    refuses("torch.fft.fftn(x, s=(0, 2))", x=X),
    refuses("torch.fft.fftn(x, dim=(0, 0))", x=X),
    refuses("torch.fft.fft2(x)", x=(3,)),
    refuses("torch.fft.fft(x, out=torch.empty(0))", x=X),
    refuses("torch.fft.irfft(x, out=torch.empty(0, dtype=torch.complex64))", x=X),
    refuses("torch.fft.fftfreq(5, dtype=torch.int64)"),
    refuses("torch.fft.fftfreq(5, dtype=torch.complex64)"),
    refuses("torch.fft.fftfreq(-1)"),
    refuses("torch.fft.fftshift(x, dim=5)", x=X),
    refuses("torch.fft.fftshift(x)", x=()),
    refuses("torch.fft.fftn(x, dim=(0,))", x=()),
]

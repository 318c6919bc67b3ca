"""Short-time Fourier transforms and windows."""

from parity_tests.case import complexes, expr, ints, positive, refuses, typed

X = (2, 40)
S = complexes((2, 9, 7))
OPTIONS = (
    "hop_length=5", "hop_length=3, win_length=11, window=w[:11]", "win_length=12", "window=w, normalized=True", "window=w, center=False",
    "hop_length=20, center=False", "window=w, pad_mode='constant'", "window=w, pad_mode='replicate'", "pad_mode='circular', onesided=False",
    "4, 9, center=False, align_to_window=True", "4, 8, center=False, align_to_window=False", "window=w.to(torch.float64)", "window=w * (1 + 0.5j)",
)  # fmt: skip
WINDOWS = "hann hamming bartlett blackman kaiser".split()
SIGNAL_WINDOWS = [
    *[(w, "") for w in ("bartlett", "blackman", "cosine", "exponential", "gaussian", "general_hamming", "hamming", "hann", "kaiser", "nuttall")],
    ("exponential", ", tau=3.0"), ("gaussian", ", std=0.7"), ("kaiser", ", beta=4.0"), ("general_hamming", ", alpha=0.7"), ("general_cosine", ", a=[0.5, 0.3, 0.2]"),
]  # fmt: skip

CASES = [
    *[expr(f"torch.stft(x, 16, {options}, return_complex=True)", x=X, w=positive((16,))) for options in OPTIONS],
    expr("torch.stft(x, 16, return_complex=False), x.stft(15, return_complex=True), torch.stft(x, 79, return_complex=True)", x=(40,)),
    expr("torch.stft(z, 16), torch.stft(z, 16, window=w, hop_length=6), torch.stft(z, 16, return_complex=False)", z=complexes(X), w=positive((16,))),
    expr("torch.stft(x, 1, 1, return_complex=True), torch.stft(x, 40, center=False, return_complex=True)", x=X),
    expr("torch.stft(x, 16, 8, window=torch.hann_window(16, dtype=dtype), return_complex=True).abs().square()", x=X),
    expr("torch.istft(s, 16), s.istft(16, hop_length=5), torch.istft(s[0], 16, normalized=True)", s=S),
    expr("torch.istft(s, 16, window=w), torch.istft(s, 16, 3, 11, w[:11]), torch.istft(s, 16, center=False, window=w)", s=S, w=positive((16,))),
    expr("torch.istft(s, 16, window=w, length=20), torch.istft(s, 16, window=w, length=24), torch.istft(s, 16, window=w, length=30)", s=S, w=positive((16,))),
    expr("torch.istft(s, 9), torch.istft(s, 9, onesided=False, return_complex=True), torch.istft(s, 9, window=w * (1 + 0.5j), return_complex=True)", s=S, w=positive((9,))),
    expr("torch.istft(torch.stft(x, 16, 4, window=w, return_complex=True), 16, 4, window=w, length=40)", x=X, w=positive((16,))),
    *[refuses(f"torch.stft(x, {options})", x=(40,)) for options in ("16", "16, return_complex=True, align_to_window=True", "0, return_complex=True", "100, center=False, return_complex=True", "100, return_complex=True", "16, hop_length=0, return_complex=True", "16, win_length=17, return_complex=True", "16, pad_mode='foo', return_complex=True", "16, window=x[:12], return_complex=True")],
    refuses("torch.stft(x, 16, onesided=True)", x=complexes((40,))),
    refuses("torch.stft(x, 16, return_complex=True)", x=ints((40,), 0, 5), says="expected a tensor of floating point"),
    refuses("torch.stft(x, 16, center=False, return_complex=True)", x=(1, 1, 40)),
    refuses("torch.stft(x, 16, return_complex=True)", x=typed("float16", (40,))),
    *[refuses(f"torch.istft(s, {options})", s=S) for options in ("18", "16, hop_length=20", "16, hop_length=0", "16, win_length=20", "16, onesided=False", "16, return_complex=True", "16, window=torch.ones(16) + 0j")],
    refuses("torch.istft(s, 16, window=s[0, 0].real)", s=S, says="Invalid window shape"),
    refuses("torch.istft(s, 16, window=torch.hann_window(16), center=False)", s=S, says="window overlap add min: 0"),
    refuses("torch.istft(x, 16)", x=(2, 9, 7)),
    refuses("torch.istft(x[None], 16)", x=S),
    refuses("torch.istft(x[0, 0], 16)", x=S),
    refuses("torch.istft(x[:0], 16)", x=S),
    *[expr(f"[torch.{w}_window(n, dtype=torch.float64) for n in (0, 1, 2, 5, 8)], [torch.{w}_window(n, False, dtype=torch.float64) for n in (1, 2, 5, 8)], torch.{w}_window(6), torch.{w}_window(6, requires_grad=True, device='cpu').requires_grad") for w in WINDOWS],
    expr("torch.hamming_window(5, True, 0.5, dtype=torch.float64), torch.hamming_window(5, False, 0.6, 0.3, dtype=torch.float64), torch.kaiser_window(5, False, 4.0, dtype=torch.float64), torch.hamming_window(1, True, 0.3)"),
    *[refuses(f"torch.{w}_window(-1)") for w in WINDOWS],
    *[refuses(f"torch.{w}_window(5.0)") for w in WINDOWS],
    *[refuses(f"torch.{w}_window(5, dtype=torch.int64)") for w in WINDOWS],
    refuses("torch.hann_window(5, dtype=torch.complex64)"),
    refuses("torch.hann_window(5, device='cuda')"),
    # torch.signal.windows
    *[expr(f"[torch.signal.windows.{w}(n, dtype=torch.float64{extra}) for n in (0, 1, 2, 5, 8)], [torch.signal.windows.{w}(n, sym=False, dtype=torch.float64{extra}) for n in (1, 2, 5)], torch.signal.windows.{w}(6{extra})") for w, extra in SIGNAL_WINDOWS],
    expr("torch.signal.windows.exponential(5, center=1.0, sym=False, tau=2.0, dtype=torch.float64), torch.signal.windows.hann(4, requires_grad=True, device='cpu', layout=torch.strided).requires_grad"),
    *[refuses(f"torch.signal.windows.{call}") for call in ("hann(-1)", "hann(5.0)", "hann(5, dtype=torch.int64)", "kaiser(5, dtype=torch.float16)", "exponential(5, center=1.0)", "exponential(5, tau=0)", "gaussian(5, std=0)", "kaiser(5, beta=-1)", "general_cosine(5, a=3)", "general_cosine(5, a=[])", "cosine(5, layout=torch.sparse_coo)")],
]

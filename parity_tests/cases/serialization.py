"""Saving and loading."""

from parity_tests.case import expr, ints

CASES = [
    expr("import io; file = io.BytesIO(); torch.save({'x': x, 'n': [1, 2.5, 'a', None]}, file); file.seek(0); torch.load(file)", x=(2, 3), grad=False),
    expr("import io; file = io.BytesIO(); torch.save([x, x.t(), x[1:]], file); file.seek(0); torch.load(file, weights_only=True)", x=ints((2, 3), 0, 9)),
    expr("import io; file = io.BytesIO(); m = nn.Linear(3, 2); torch.save(m.state_dict(), file); file.seek(0); list(torch.load(file, map_location='cpu'))"),
]

"""Transformers."""

from parity_tests.case import expr, fixed, module, refuses, values

PAD = fixed(values([[False, False, False], [False, False, True]]))
HOLE = fixed(values([[False, True, False], [False, False, True]]))
MASKS = {"empty": False, "why": "masks of their own batch"}
CAUSAL = "nn.Transformer.generate_square_subsequent_mask(3, dtype=dtype)"
OPTIONS = ("", ", norm_first=True", ", batch_first=True", ", activation='gelu'", ", activation=F.silu", ", activation=nn.ReLU()", ", bias=False", ", dropout=0.5, layer_norm_eps=0.1", ", 0.2, 'gelu', 1e-3, True, True, False")

CASES = [
    *[module(f"nn.TransformerEncoderLayer(4, 2, 6{options})", (3, 2, 4)) for options in OPTIONS],
    *[module(f"nn.TransformerDecoderLayer(4, 2, 6{options})", (3, 2, 4), y) for options in OPTIONS for y in ((3, 2, 4),)],
    *[module(f"nn.Transformer{kind}Layer(4, 1, 6{options})", *x, why="unbatched") for options in ("", ", batch_first=True, norm_first=True") for kind, x in (("Encoder", ((3, 4),)), ("Decoder", ((3, 4), (5, 4))))],
    module("nn.TransformerDecoderLayer(4, 2, 6)", (3, 2, 4), (5, 2, 4)),
    *[module("nn.TransformerEncoderLayer(4, 2, 6)", (3, 2, 4), p=HOLE, call=f"m(x, {masks})", **MASKS) for masks in ("None, p", f"{CAUSAL}, p", f"src_mask={CAUSAL} < 0", f"{CAUSAL}, is_causal=True", "torch.ones(3, 3, dtype=dtype) * 0.3", "src_key_padding_mask=p.to(dtype)")],
    *[module("nn.TransformerDecoderLayer(4, 2, 6)", (3, 2, 4), (5, 2, 4), p=HOLE, call=f"m(x, y, {masks})", **MASKS) for masks in (CAUSAL, f"{CAUSAL}, tgt_is_causal=True", f"{CAUSAL} < 0, tgt_key_padding_mask=p", "memory_mask=torch.ones(3, 5, dtype=dtype).triu(2) > 0", "memory_mask=torch.full((3, 5), -float('inf'), dtype=dtype).triu(1), memory_is_causal=True", "memory_key_padding_mask=torch.tensor([[0, 0, 0, 1, 1], [0, 0, 0, 0, 1]]).bool()")],
    *[module(f"nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6{options}), 2{rest})", (3, 2, 4), second=False, why="the second derivative is tested in a layer") for options in ("", ", batch_first=True") for rest in ("", ", nn.LayerNorm(4)", ", enable_nested_tensor=False", ", None, False, False")],
    *[module("nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6, batch_first=True), 2, nn.LayerNorm(4))", (2, 3, 4), p=p, call=f"m(x, {masks})", second=False, **MASKS) for masks in (f"{CAUSAL}, p", "src_key_padding_mask=p", f"{CAUSAL}", f"{CAUSAL}, is_causal=False", f"{CAUSAL}, is_causal=True", f"{CAUSAL} < 0") for p in (PAD, HOLE)],
    *[expr(f"m = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6, batch_first=True{options}), 2{rest}).to(dtype).eval()\nwith torch.no_grad(): out = m(x, src_key_padding_mask=p)", x=fixed((2, 3, 4)), p=p, empty=False, why="torch puts 0 for padding") for options in ("", ", activation='gelu'", ", norm_first=True", ", bias=False") for rest in ("", ", nn.LayerNorm(4)", ", enable_nested_tensor=False", ", mask_check=False") for p in (PAD, HOLE)],
    expr("m = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6, batch_first=True), 2).to(dtype).eval()\nwith torch.no_grad(): out = m(x, src_key_padding_mask=torch.zeros(2, 3, dtype=dtype).masked_fill(p, -inf))", x=fixed((2, 3, 4)), p=PAD, empty=False, why="torch puts 0 for padding, which numbers tell too"),
    expr("m = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6, batch_first=True), 2).to(dtype).eval(); m(x, src_key_padding_mask=p)", x=fixed((2, 3, 4)), p=PAD, empty=False, why="with grad torch computes the padding too"),
    module("nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 6), 2)", (3, 2, 4), (5, 2, 4), second=False, why="the second derivative is tested in a layer"),
    *[module("nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 6, batch_first=True), 2, nn.LayerNorm(4))", (2, 3, 4), (2, 5, 4), call=f"m(x, y, {masks})", second=False, **MASKS) for masks in (CAUSAL, f"{CAUSAL} < 0", f"{CAUSAL}, tgt_is_causal=True", f"{CAUSAL}, tgt_is_causal=False, tgt_key_padding_mask=torch.tensor([[0, 0, 1], [0, 0, 0]]).bool()", "memory_mask=torch.ones(3, 5, dtype=dtype)")],
    *[module(f"nn.Transformer(4, 2, 2, 2, 6{options})", (2, 2, 4), (2, 2, 4), second=False, why="the second derivative is tested in a layer") for options in ("", ", batch_first=True", ", norm_first=True, bias=False", ", dropout=0.4, activation='gelu', layer_norm_eps=0.01")],
    module("nn.Transformer(4, 2, 1, 1, 6)", (3, 4), (2, 4), second=False, why="unbatched"),
    module("nn.Transformer(4, 2, 1, 1, 6, batch_first=True)", (2, 3, 4), (2, 3, 4), p=PAD, call=f"m(x, y, {CAUSAL}, {CAUSAL} < 0, None, p, p, p, src_is_causal=False)", second=False, **MASKS),
    module("nn.Transformer(4, 2, custom_encoder=nn.Identity(), num_decoder_layers=1, dim_feedforward=6)", (3, 2, 4), call="m.decoder(x, m.encoder(x))", second=False, why="the second derivative is tested in a layer"),
    *[expr(f"nn.Transformer.generate_square_subsequent_mask({options})") for options in ("3", "0", "4, dtype=torch.float64", "2, dtype=torch.bool")],
    refuses("nn.TransformerEncoderLayer(4, 2, activation='tanh')"),
    refuses("nn.TransformerDecoderLayer(4, 2, activation='tanh')"),
    refuses("nn.TransformerEncoderLayer(5, 2)"),
    refuses("nn.TransformerEncoderLayer(4, 2)(x)", x=(3, 2, 6)),
    refuses("nn.TransformerEncoderLayer(4, 2)(x, is_causal=True)", x=(3, 2, 4)),
    refuses("nn.TransformerEncoderLayer(4, 2)(x, torch.ones(3, 3).long())", x=(3, 2, 4)),
    refuses("nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2), 1)(x, src_key_padding_mask=torch.ones(2, 3).long())", x=(3, 2, 4)),
    refuses("nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2), 1)(x, torch.ones(2, 3))", x=(3, 2, 4)),
    refuses("nn.Transformer(4, 2, 1, 1)(x, y)", x=(3, 2, 4), y=(3, 5, 4)),
    refuses("nn.Transformer(4, 2, 1, 1, batch_first=True)(x, y)", x=(3, 2, 4), y=(5, 2, 4)),
    refuses("nn.Transformer(4, 2, 1, 1)(x, y)", x=(3, 2, 6), y=(3, 2, 4)),
]

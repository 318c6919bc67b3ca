"""Shuffling of pixels and channels."""

from parity_tests.case import bools, expr, fixed, ints, module, refuses

CASES = [
    *[expr(f"F.pixel_shuffle(x, {r})", x=shape) for r in (1, 2) for shape in ((8, 2, 3), (2, 8, 2, 3), (2, 1, 4, 1, 3))],
    *[
        expr(f"F.pixel_unshuffle(x, {r})", x=shape)
        for r in (1, 2)
        for shape in ((3, 2, 4), (2, 3, 4, 2), (2, 1, 2, 6, 2))
    ],
    expr("F.pixel_shuffle(x, 3)", x=(1, 18, 2, 1)),
    expr("F.pixel_unshuffle(x, 3)", x=(1, 2, 6, 3)),
    expr("F.pixel_shuffle(x, 2)", x=fixed((8, 0, 3))),
    expr("F.pixel_shuffle(x, 2)", x=fixed((0, 2, 3))),
    expr("F.pixel_unshuffle(x, 2)", x=fixed((0, 2, 4))),
    expr("F.pixel_shuffle(x, 2)", x=ints((4, 2, 2), 0, 9)),
    expr("F.pixel_unshuffle(x, 2)", x=bools((3, 2, 2))),
    expr("torch.pixel_shuffle(x, 2)", x=(4, 2, 3)),
    expr("torch.pixel_unshuffle(x, 2)", x=(4, 2, 2)),
    *[expr(f"F.channel_shuffle(x, {g})", x=(2, 6, *rest)) for g in (1, 2, 3, 6) for rest in ((4,), (2, 3), (2, 1, 3))],
    expr("F.channel_shuffle(x, 2)", x=fixed((2, 0, 3))),
    expr("F.channel_shuffle(x, 2)", x=ints((2, 4, 3), 0, 9)),
    expr("torch.channel_shuffle(x, 2)", x=(2, 4, 3)),
    expr("F.native_channel_shuffle(x, 2)", x=fixed((2, 4, 3, 3))),
    expr("torch.native_channel_shuffle(x, 3)", x=fixed((2, 6, 3))),
    refuses("F.pixel_shuffle(x, 2)", x=(8, 2)),
    refuses("F.pixel_shuffle(x, 2)", x=(7, 2, 3)),
    refuses("F.pixel_shuffle(x, 0)", x=(8, 2, 3)),
    refuses("F.pixel_shuffle(x, -1)", x=(8, 2, 3)),
    refuses("F.pixel_shuffle(x, 2.0)", x=(8, 2, 3)),
    refuses("F.pixel_shuffle(3, 2)"),
    refuses("F.pixel_unshuffle(x, 2)", x=(2, 5, 6)),
    refuses("F.pixel_unshuffle(x, 2)", x=(2, 4, 5)),
    refuses("F.pixel_unshuffle(x, 0)", x=(2, 4, 6)),
    refuses("F.pixel_unshuffle(x, 2)", x=(4, 6)),
    refuses("F.channel_shuffle(x, 2)", x=(2, 4)),
    refuses("F.channel_shuffle(x, 3)", x=(2, 4, 3)),
    refuses("F.channel_shuffle(x, 0)", x=(2, 4, 3)),
    refuses("F.native_channel_shuffle(x, 3)", x=(2, 4, 3, 3)),
    module("nn.PixelShuffle(2)", (2, 8, 2, 3)),
    module("nn.PixelUnshuffle(2)", (2, 3, 4, 2)),
    module("nn.ChannelShuffle(2)", (2, 6, 2, 3)),
]

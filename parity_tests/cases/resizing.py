"""Resizing of lines, planes and volumes."""

from parity_tests.case import bools, expr, fixed, ints, module, refuses, typed

LINE, PLANE, VOLUME = (2, 3, 5), (2, 3, 5, 4), (2, 2, 3, 4, 5)
RANKS = {LINE: 1, PLANE: 2, VOLUME: 3}
SLOPING = {LINE: ("linear",), PLANE: ("bilinear", "bicubic"), VOLUME: ("trilinear",)}
STEPS = ("nearest", "nearest-exact", "area")
WIDE = (1, 2, 70, 65)
CASES = [
    *[
        expr(f"F.interpolate(x, {size}, mode='{mode}')", x=shape)
        for shape in RANKS
        for mode in STEPS
        for size in (7, (3, 8, 2)[: RANKS[shape]], (1, 1, 1)[: RANKS[shape]])
    ],
    *[
        expr(f"F.interpolate(x, scale_factor={factor}, mode='{mode}')", x=shape)
        for shape in RANKS
        for mode in STEPS
        for factor in (2, 0.6, (1.7, 0.5, 2.3)[: RANKS[shape]])
    ],
    *[
        expr(f"F.interpolate(x, {size}, mode='{mode}', align_corners={align})", x=shape)
        for shape, modes in SLOPING.items()
        for mode in modes
        for align in (None, True, False)
        for size in (7, (3, 8, 2)[: RANKS[shape]], (1, 1, 1)[: RANKS[shape]])
    ],
    *[
        expr(f"F.interpolate(x, scale_factor={factor}, mode='{mode}', align_corners={align})", x=shape)
        for shape, modes in SLOPING.items()
        for mode in modes
        for align in (True, False)
        for factor in (2, (1.7, 0.5, 2.3)[: RANKS[shape]])
    ],
    *[
        expr(f"F.interpolate(x, scale_factor=1.7, mode='{mode}', recompute_scale_factor={recompute})", x=shape)
        for shape in RANKS
        for mode in (*STEPS, *SLOPING[shape])
        for recompute in (True, False)
    ],
    *[
        expr(f"F.interpolate(x, {size}, mode='{mode}', antialias=True)", x=PLANE)
        for mode in ("bilinear", "bicubic", "lanczos")
        for size in (3, 2, (9, 3), 7)
    ],
    *[
        expr(f"F.interpolate(x, {size}, mode='{mode}', align_corners=True, antialias=True)", x=PLANE)
        for mode in ("bilinear", "bicubic")
        for size in (3, 7)
    ],
    *[
        expr(f"F.interpolate(x, scale_factor=(0.7, 1.9), mode='{mode}', antialias=True)", x=PLANE)
        for mode in ("bilinear", "bicubic", "lanczos")
    ],
    *[expr(f"F.interpolate(x, (90, 46), mode='{mode}')", x=WIDE) for mode in (*STEPS, *SLOPING[PLANE])],
    *[expr(f"F.interpolate(x, 31, mode='{mode}', antialias=True)", x=WIDE) for mode in ("bilinear", "bicubic")],
    expr("F.interpolate(x, torch.tensor(3))", x=PLANE),
    expr("F.interpolate(x, [3, 2])", x=PLANE),
    *[
        expr(f"F.interpolate(x, 6, mode='{mode}')", x=typed("uint8", ints((2, 3, 5, 4), 0, 255)))
        for mode in ("nearest", "nearest-exact")
    ],
    expr("F.upsample(x, 7)", x=LINE),
    expr("F.upsample(x, scale_factor=2, mode='bilinear', align_corners=True)", x=PLANE),
    expr("F.upsample_nearest(x, scale_factor=2)", x=PLANE),
    expr("F.upsample_bilinear(x, (7, 3))", x=PLANE),
    refuses("F.interpolate(x, 0)", x=LINE),
    refuses("F.interpolate(x, (3, -1))", x=PLANE),
    refuses("F.interpolate(x, 5)", x=(2, 0, 4)),
    refuses("F.interpolate(x, 5)", x=(2, 3, 0)),
    expr("F.interpolate(x, 5, mode='area')", x=fixed((2, 0, 4))),
    expr("F.interpolate(x, 5, mode='area')", x=fixed((2, 0, 4, 4))),
    refuses("F.interpolate(x, 5, mode='area')", x=(2, 3, 0, 4)),
    refuses("F.interpolate(x, scale_factor=0.1)", x=PLANE),
    refuses("F.interpolate(x, scale_factor=-1.0)", x=PLANE),
    refuses("F.interpolate(x, scale_factor=(2,))", x=PLANE),
    refuses("F.interpolate(x, (2,))", x=PLANE),
    refuses("F.interpolate(x, (2, 2.5))", x=PLANE),
    refuses("F.interpolate(x, 2.5)", x=PLANE),
    refuses("F.interpolate(x, 2, 2)", x=PLANE),
    refuses("F.interpolate(x)", x=PLANE),
    refuses("F.interpolate(x, 2, mode='nearest', align_corners=True)", x=PLANE),
    refuses("F.interpolate(x, 2, mode='area', align_corners=False)", x=PLANE),
    refuses("F.interpolate(x, 2, mode='bilinears')", x=PLANE),
    refuses("F.interpolate(x, 2)", x=(2, 3)),
    refuses("F.interpolate(x, 2, mode='linear')", x=PLANE),
    refuses("F.interpolate(x, 2, mode='trilinear')", x=PLANE),
    refuses("F.interpolate(x, 2, mode='bilinear')", x=LINE),
    refuses("F.interpolate(x, 2, mode='bicubic')", x=LINE),
    refuses("F.interpolate(x, 2, recompute_scale_factor=True)", x=PLANE),
    refuses("F.interpolate(x, 2, antialias=True)", x=PLANE),
    refuses("F.interpolate(x, 2, mode='trilinear', antialias=True)", x=VOLUME),
    refuses("F.interpolate(x, 2, mode='lanczos')", x=PLANE),
    refuses("F.interpolate(x, 2, mode='lanczos', align_corners=True, antialias=True)", x=PLANE),
    refuses("F.interpolate(x, 6)", x=ints(PLANE, 0, 5)),
    refuses("F.interpolate(x, 6)", x=bools(PLANE)),
    refuses("F.interpolate(x, 6, mode='lanczos', antialias=True)", x=typed("float16", fixed(PLANE))),
    module("nn.Upsample(7)", LINE),
    module("nn.Upsample(scale_factor=2)", PLANE),
    module("nn.Upsample(size=(3, 7), mode='bicubic')", PLANE),
    module("nn.Upsample(scale_factor=(1.7, 2), mode='bilinear', align_corners=True)", PLANE),
    module("nn.Upsample(scale_factor=1.7, mode='trilinear', recompute_scale_factor=True)", VOLUME),
    module("nn.UpsamplingNearest2d(7)", PLANE),
    module("nn.UpsamplingNearest2d(scale_factor=3)", PLANE),
    module("nn.UpsamplingBilinear2d((7, 3))", PLANE),
    module("nn.UpsamplingBilinear2d(scale_factor=3)", PLANE),
    refuses("nn.Upsample()(x)", x=PLANE),
]

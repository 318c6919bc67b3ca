"""Sampling of images and volumes at a grid, and affine grids."""

from parity_tests.case import between, expr, fixed, ints, refuses, typed, values

PADDINGS = ("zeros", "border", "reflection")
IMAGE, VOLUME = (2, 3, 4, 5), (2, 2, 3, 4, 5)
PLACES, DEEP = between((2, 3, 2, 2), -1.8, 1.8), between((2, 2, 3, 2, 3), -1.8, 1.8)
SPECIAL = values([[[[-1.0, -1.0], [1.0, 1.0], [0.0, 0.0], [3.0, -5.0], [1e4, 0.0], [-0.5, 0.25]]]])
CASES = [
    *[
        expr(f"F.grid_sample(x, grid, '{mode}', '{padding}', {align})", x=IMAGE, grid=PLACES)
        for mode in ("bilinear", "nearest", "bicubic")
        for padding in PADDINGS
        for align in (True, False)
    ],
    *[
        expr(f"F.grid_sample(x, grid, '{mode}', '{padding}', {align})", x=VOLUME, grid=DEEP)
        for mode in ("bilinear", "nearest")
        for padding in PADDINGS
        for align in (True, False)
    ],
    *[
        expr(f"F.grid_sample(x, grid, '{mode}', '{padding}', {align})", x=(1, 2, 3, 4), grid=fixed(SPECIAL))
        for mode in ("bilinear", "nearest", "bicubic")
        for padding in PADDINGS
        for align in (True, False)
    ],
    *[
        expr(f"F.grid_sample(x, grid, padding_mode='{padding}', align_corners={align})", x=(2, 3, 1, 1), grid=PLACES)
        for padding in PADDINGS
        for align in (True, False)
    ],
    expr("F.grid_sample(x, grid)", x=IMAGE, grid=PLACES),
    expr("F.grid_sample(x, grid, align_corners=True)", x=fixed(IMAGE), grid=PLACES),
    expr("F.grid_sample(x, grid, align_corners=True)", x=IMAGE, grid=(2, 0, 3, 2)),
    expr("F.grid_sample(x, grid, align_corners=True)", x=(2, 0, 4, 5), grid=PLACES),
    refuses("F.grid_sample(x, grid, 'linear')", x=IMAGE, grid=PLACES),
    refuses("F.grid_sample(x, grid, 'bilinear', 'zero')", x=IMAGE, grid=PLACES),
    refuses("F.grid_sample(x, grid, align_corners=True)", x=IMAGE, grid=(3, 3, 3, 2)),
    refuses("F.grid_sample(x, grid, align_corners=True)", x=IMAGE, grid=(2, 3, 3, 3)),
    refuses("F.grid_sample(x, grid, align_corners=True)", x=IMAGE, grid=(2, 3, 3, 3, 2)),
    refuses("F.grid_sample(x, grid, align_corners=True)", x=(2, 3, 4), grid=(2, 3, 1)),
    refuses("F.grid_sample(x, grid, align_corners=True)", x=(2, 3, 0, 5), grid=PLACES),
    refuses("F.grid_sample(x, grid, 'bicubic', align_corners=True)", x=VOLUME, grid=DEEP),
    refuses("F.grid_sample(x, grid, align_corners=True)", x=typed("float64", IMAGE), grid=PLACES),
    refuses("F.grid_sample(x, grid, align_corners=True)", x=ints(IMAGE, 0, 5), grid=ints((2, 3, 3, 2), 0, 1)),
    refuses("F.grid_sample(3, grid)", grid=PLACES),
    *[
        expr(f"F.affine_grid(x, {size}, {align})", x=(2, len(size) - 2, len(size) - 1))
        for size in ((2, 1, 3, 4), (2, 3, 1, 5), (2, 1, 3, 4, 2))
        for align in (True, False)
    ],
    expr("F.affine_grid(x, torch.Size([2, 1, 3, 4]))", x=(2, 2, 3)),
    expr("F.grid_sample(y, F.affine_grid(x, (2, 3, 6, 4), False), align_corners=False)", x=(2, 2, 3), y=IMAGE),
    refuses("F.affine_grid(x, [2, 1, 0, 4], True)", x=(2, 2, 3)),
    refuses("F.affine_grid(x, [2, 0, 3, 4], False)", x=(2, 2, 3)),
    refuses("F.affine_grid(x, [3, 1, 3, 4], True)", x=(2, 2, 3)),
    refuses("F.affine_grid(x, [2, 1, 3, 4], True)", x=(2, 3, 4)),
    refuses("F.affine_grid(x, [2, 1, 3, 4, 5], True)", x=(2, 2, 3)),
    refuses("F.affine_grid(x, [2, 1, 3], True)", x=(2, 2, 3)),
    refuses("F.affine_grid(x, [2, 1, 3, 4], True)", x=ints((2, 2, 3), 0, 3)),
]

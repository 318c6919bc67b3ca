"""What torch 2.13.0+cpu draws: for an expression, and torch.manual_seed(zlib.crc32(expression)), two check sums.

The first is of the values, those of double precision rounded to single, because their last bit is the C library's; the
second of the generator's state afterwards, without the normal number that may wait in it, for the same reason.
`parity_tests/test_random.py` compares the sums with torch.
"""

from __future__ import annotations

import zlib

import numpy as np

GOLDENS = [
    ("torch.rand(0)", 0x00000000, 0x99DE85B3),
    ("torch.rand(1)", 0x083954A3, 0x38C39AF1),
    ("torch.rand(15)", 0x06678CB1, 0x5E65AB79),
    ("torch.rand(1000)", 0xD3CE410C, 0x12EE897A),
    ("torch.rand(40000)", 0x5D2F5E5E, 0xE1E3AFD5),
    ("torch.rand(())", 0xD58C6A71, 0xE53A6233),
    ("torch.rand(3, 4, 5, dtype=torch.float64)", 0x1931C41A, 0x818A9895),
    ("torch.rand(5000, dtype=torch.float64)", 0xF309A4D3, 0xB9227F0B),
    ("torch.rand(3000, dtype=torch.float16)", 0x3E416A6B, 0x76CD5F99),
    ("torch.rand(20, dtype=torch.complex64)", 0x577B63E7, 0xD258B53C),
    ("torch.rand(33, dtype=torch.complex128)", 0x3B91088B, 0xE234D3E2),
    ("torch.randn(0)", 0x00000000, 0xD62FBAB4),
    ("torch.randn(1)", 0xA11E50A0, 0x7C03E0B6),
    ("torch.randn(15)", 0xA5B42963, 0x705B1B02),
    ("torch.randn(16)", 0x83FB8356, 0x54B2C13C),
    ("torch.randn(17)", 0xFA2C1381, 0xA6D70742),
    ("torch.randn(7, 5)", 0x46AEB57F, 0xF998A845),
    ("torch.randn(100003)", 0xD3EAF641, 0xBEFC0444),
    ("torch.randn(15, dtype=torch.float64)", 0x95CB9123, 0x1E68CAB2),
    ("torch.randn(16, dtype=torch.float64)", 0xD27B74DB, 0xCC8C550E),
    ("torch.randn(10007, dtype=torch.float64)", 0x2564D09D, 0x0213F6D6),
    ("torch.randn(31, dtype=torch.float16)", 0x21B41205, 0x78084B4F),
    ("torch.randn(5, dtype=torch.complex64)", 0x0FFBD555, 0xDB94460F),
    ("torch.randn(40, dtype=torch.complex128)", 0xF4D5F471, 0xB9B40157),
    ("torch.randint(10, (1000,))", 0x180675B4, 0x4FFABCB5),
    ("torch.randint(-5, 5, (3, 4))", 0x5F56D378, 0x37513252),
    ("torch.randint(0, 2**28 - 1, (50,))", 0x858FCA57, 0x4E3E93D7),
    ("torch.randint(0, 2**28, (50,))", 0x79ED5B46, 0xB046BFF8),
    ("torch.randint(-2**62, 2**62, (1500,))", 0x702865B2, 0x77CAE09D),
    ("torch.randint(0, 100, (20,), dtype=torch.float32)", 0xFDC4132E, 0x5EF7A53D),
    ("torch.randint(0, 2, (20,), dtype=torch.bool)", 0x43FB6849, 0x2955BAD1),
    ("torch.randint(0, 200, (20,), dtype=torch.uint8)", 0x6CC8D6CE, 0x51854EEE),
    ("torch.randperm(0)", 0x00000000, 0x6CFE3DA0),
    ("torch.randperm(1)", 0x6522DF69, 0xF76B9150),
    ("torch.randperm(2)", 0x20114BCB, 0x21EE3BBF),
    ("torch.randperm(511)", 0x801090AF, 0xAF01E432),
    ("torch.randperm(512)", 0xC98F1531, 0x3CD82C85),
    ("torch.randperm(10007)", 0x564C7B87, 0x7DEFB5D5),
    ("torch.randperm(100, dtype=torch.int32)", 0x0515B84C, 0x6DCC40EC),
    ("torch.rand_like(torch.zeros(6, 7).t())", 0x9D8A1D01, 0x13D19C90),
    ("torch.randn_like(torch.zeros(6, 7).t())", 0x88AEA1E0, 0x05C85772),
    ("torch.randint_like(torch.zeros(6, 7, dtype=torch.int64).t(), 9)", 0x31C4F1E3, 0xF99A97C5),
    ("torch.zeros(40).uniform_(-0.1, 0.1)", 0x674C1F9D, 0x732E52DA),
    ("torch.zeros(4000).uniform_(-3.3, 7.7)", 0xA2327774, 0x95048A4D),
    ("torch.zeros(4000).uniform_(1000, 1000.001)", 0x1B50F19E, 0xE08C978D),
    ("torch.zeros(4000, dtype=torch.float64).uniform_(-3.3, 7.7)", 0xA2E4B3E8, 0x46E617F2),
    ("torch.zeros(40, dtype=torch.float64).uniform_(-0.1, 0.1)", 0xD02DE9BC, 0xC8535D50),
    ("torch.zeros(40, dtype=torch.float16).uniform_(-0.1, 0.3)", 0xE0543220, 0xD4F21D9A),
    ("torch.zeros(8, 9).t().uniform_(0, 3)", 0x530AAF66, 0x91914DD0),
    ("torch.zeros(8, 9)[:, ::2].uniform_(0, 3)", 0x1E37386C, 0x7B75B111),
    ("torch.zeros(2, 3, 4, 5).permute(0, 3, 1, 2).uniform_()", 0x73AFFBA8, 0x772550AA),
    ("torch.zeros(50).normal_(3, 0.5)", 0xB0102528, 0x1C041C3A),
    ("torch.zeros(50, dtype=torch.float64).normal_(-1.7, 0.3)", 0x38DD572D, 0xAB80B9D6),
    ("torch.zeros(5, 8).t().normal_()", 0x86D9C739, 0x2B9388D3),
    ("torch.zeros(50)[::2].normal_(0, 0.02)", 0x6C0CDBCB, 0x62CE2B6C),
    ("torch.zeros(9).bernoulli_(0.3)", 0x5F086E20, 0xB3F0CB86),
    ("torch.zeros(3000).bernoulli_()", 0x35489256, 0x1A6BF6A6),
    ("torch.zeros(5, dtype=torch.int64).bernoulli_(1.0)", 0x54955E74, 0xC20BAF7E),
    ("torch.zeros(7, 3).t().bernoulli_(torch.tensor([0.1, 0.5, 0.9]).view(3, 1))", 0x8DABD49B, 0x1621C771),
    ("torch.zeros(7, 3).bernoulli_(torch.tensor(0.25, dtype=torch.float64))", 0x03FFD4FC, 0x851A7280),
    ("torch.bernoulli(torch.full((50,), 0.3))", 0x69473AF0, 0x48E58F42),
    ("torch.bernoulli(torch.full((50,), 0.3, dtype=torch.float64))", 0x8D7A4152, 0xBA36F872),
    ("torch.bernoulli(torch.zeros(50), 0.3)", 0x622DB1D3, 0xDB777504),
    ("torch.zeros(50).random_()", 0x1B076051, 0xB3D27AC0),
    ("torch.zeros(50, dtype=torch.float64).random_()", 0x3AB3A8A9, 0x321CF687),
    ("torch.zeros(50, dtype=torch.int64).random_()", 0xB3015B96, 0xB758BB79),
    ("torch.zeros(50, dtype=torch.int32).random_()", 0xAF09884B, 0x7404FFA9),
    ("torch.zeros(50, dtype=torch.int8).random_()", 0xE76B7839, 0x49F61ED6),
    ("torch.zeros(50, dtype=torch.bool).random_()", 0x0D9E9914, 0x2626E031),
    ("torch.zeros(50, dtype=torch.int64).random_(-2**63, None)", 0x43B26340, 0x89646ACA),
    ("torch.zeros(50, dtype=torch.int16).random_(-7, None)", 0xD08858A4, 0x681EE7D1),
    ("torch.zeros(50, dtype=torch.float64).random_(-3, 2**40)", 0x0E107105, 0xD07ACDB3),
    ("torch.zeros(5000).exponential_(0.7)", 0xE2C0944D, 0xBB563BC1),
    ("torch.zeros(5000, dtype=torch.float64).exponential_()", 0x4D1D0641, 0xA5DD95B2),
    ("torch.zeros(500).cauchy_(1, 2)", 0xBE9411AF, 0x5D27B78E),
    ("torch.zeros(501).log_normal_()", 0xBE7BD1CC, 0x20CB8831),
    ("torch.zeros(500).geometric_(0.1)", 0xBF3E75F4, 0x5B6A7A50),
    ("torch.zeros(500, dtype=torch.int64).geometric_(0.01)", 0xFCE3170D, 0xEDD750DA),
    ("torch.normal(torch.arange(20.), 2.0)", 0x5BB96563, 0x12FCE32F),
    ("torch.normal(1.0, torch.arange(20.))", 0x590D4FF5, 0x1DDCA8EE),
    ("torch.normal(torch.arange(20.).view(20, 1), torch.arange(3.))", 0xFB295D1A, 0x2FD9A9B4),
    ("torch.normal(2.0, 3.0, (25,))", 0xE2C2C0CC, 0x01EFF88F),
    ("torch.multinomial(torch.arange(1., 30.), 1)", 0x8859F28A, 0xD7405A7B),
    ("torch.multinomial(torch.arange(1., 30.), 1, True)", 0xCA7CF5F7, 0xDB99FB47),
    ("torch.multinomial(torch.arange(1., 30.), 10)", 0x35B51779, 0xC8FB3BBB),
    ("torch.multinomial(torch.arange(1., 31., dtype=torch.float64).view(3, 10), 100, True)", 0x96346237, 0x0926FF81),
    ("torch.poisson(torch.arange(0., 30., 0.5))", 0xA4CC2B40, 0x26A3C2F1),
    ("torch.binomial(torch.full((90,), 50.0).double(), torch.arange(0.0, 90.0).double() / 90)", 0x4F62E214, 0x7A4462A4),
    ("torch.rand(3), torch.randn(3), torch.randn(20), torch.randn(3), torch.randperm(5)", 0xA7C0405C, 0x7946A59E),
]  # fmt: skip

_SINGLE = {"float64": np.float32, "complex128": np.complex64}


def value_sum(values) -> int:
    """The check sum of one tensor, or of a tuple of them."""
    total = 0
    for value in values if isinstance(values, tuple) else (values,):
        array = value.numpy()
        array = array.astype(_SINGLE.get(array.dtype.name, array.dtype), order="C")
        total = zlib.crc32(array.tobytes(), total)
    return total


def state_sum(state) -> int:
    """The check sum of a generator's state: seed, place, words, and whether a normal number waits."""
    data = state.numpy().tobytes()
    return zlib.crc32(data[:5024] + data[5040:5044])

"""nn.utils.rnn: packed and padded sequences."""

from __future__ import annotations

import importlib


def _rnn(torch):
    return importlib.import_module(f"{torch.nn.utils.__name__}.rnn")


def _x(torch, *shape):
    n = 1
    for size in shape:
        n *= size
    return torch.arange(float(n)).reshape(shape)


def packing_and_padding(torch, note):
    rnn = _rnn(torch)
    for shape in ((4, 3), (4, 3, 2), (4, 3, 2, 2)):
        for batch_first in (False, True):
            for lengths, sort in (([4, 2, 1], True), ([1, 4, 2], False), ([2, 2, 4], False), ([3, 3, 3], True)):
                x = _x(torch, *shape)
                x = x.transpose(0, 1) if batch_first else x
                packed = rnn.pack_padded_sequence(x, lengths, batch_first, enforce_sorted=sort)
                note(packed, repr(packed))
                note(rnn.pad_packed_sequence(packed), rnn.pad_packed_sequence(packed, True, -1.5, total_length=6))


def lengths_as_tensors(torch, note):
    rnn, x = _rnn(torch), _x(torch, 4, 3)
    for lengths in (torch.tensor([4, 2, 1]), torch.tensor([4.0, 2.0, 1.0]), torch.tensor([4, 2, 1], dtype=torch.int32)):
        note(rnn.pack_padded_sequence(x, lengths))


def gradients(torch, note):
    rnn = _rnn(torch)
    x = _x(torch, 4, 3, 2).requires_grad_()
    packed = rnn.pack_padded_sequence(x, [1, 4, 2], enforce_sorted=False)
    padded, _ = rnn.pad_packed_sequence(packed, padding_value=9.0)
    (padded.square().sum() + (packed.data * 3).sum()).backward()
    note(x.grad)
    parts = [_x(torch, n).requires_grad_() for n in (3, 1)]
    rnn.pad_sequence(parts, padding_value=4.0).pow(3).sum().backward()
    note([part.grad for part in parts])


def packed_sequences(torch, note):
    rnn = _rnn(torch)
    p = rnn.pack_padded_sequence(_x(torch, 4, 3), [1, 4, 2], enforce_sorted=False)
    for name in "double float half long int short char byte".split():
        note(name, getattr(p, name)())
    note(p.to(torch.float64), p.to(torch.float32) is p, p.cpu() is p, p.float() is p, p.is_cuda, p.is_pinned())
    note(rnn.PackedSequence((p.data, p.batch_sizes)), rnn.PackedSequence(p.data, p.batch_sizes, p.sorted_indices))
    note(isinstance(p, tuple), p._fields, type(p.double()).__name__)
    for call in (lambda: rnn.PackedSequence(p.data), p.cuda, p.pin_memory, lambda: p.to("cuda")):
        note.refused(call)
    note(rnn.invert_permutation(torch.tensor([2, 0, 1])), rnn.invert_permutation(None))


def refused_packings(torch, note):
    rnn, x = _rnn(torch), _x(torch, 4, 3, 2)
    for call in (
        lambda: rnn.pack_padded_sequence(x, [1, 4, 2]),
        lambda: rnn.pack_padded_sequence(x, [2, 2, 0]),
        lambda: rnn.pack_padded_sequence(x, [2, 2, -1], enforce_sorted=False),
        lambda: rnn.pack_padded_sequence(x, [3, 2]),
        lambda: rnn.pack_padded_sequence(x, torch.tensor([[3, 2, 1]])),
        lambda: rnn.pack_padded_sequence(torch.arange(3.0), [3]),
        lambda: rnn.pack_padded_sequence(torch.zeros(0, 3, 2), [0, 0, 0]),
        lambda: rnn.pad_packed_sequence(rnn.pack_padded_sequence(x, [4, 2, 1]), total_length=3),
        lambda: rnn.pack_sequence([]),
        lambda: rnn.pack_sequence([torch.ones(1), torch.ones(2)]),
        lambda: rnn.pack_sequence([torch.ones(1), torch.ones(0)]),
    ):
        note.refused(call)


def padding(torch, note):
    rnn = _rnn(torch)
    for lengths, rest in (((3, 1, 2), ()), ((2, 0), (2,)), ((1,), (2, 2)), ((0, 0), ())):
        parts = [_x(torch, n, *rest) + 1 for n in lengths]
        for batch_first in (False, True):
            for side in ("left", "right"):
                note(rnn.pad_sequence(parts, batch_first, 7.0, side))
    note(rnn.pad_sequence([torch.arange(3), torch.ones(1)], padding_value=1.7), rnn.pad_sequence(torch.ones(2, 3)))
    note(rnn.pad_sequence([torch.ones(2, 3), torch.zeros(1, 1)]))
    for call in (
        lambda: rnn.pad_sequence([]),
        lambda: rnn.pad_sequence(3),
        lambda: rnn.pad_sequence([1, 2]),
        lambda: rnn.pad_sequence([torch.ones(2, 3), torch.ones(2, 4)]),
        lambda: rnn.pad_sequence([torch.ones(2, 3), torch.ones(2)]),
        lambda: rnn.pad_sequence([torch.ones(())]),
        lambda: rnn.pad_sequence([torch.ones(1)], padding_side="top"),
    ):
        note.refused(call)


def back_to_lists(torch, note):
    rnn = _rnn(torch)
    note(rnn.unpad_sequence(_x(torch, 4, 3, 2), torch.tensor([4, 2, 0])))
    note(rnn.unpad_sequence(_x(torch, 3, 4), torch.tensor([3, 9, -1]), batch_first=True))
    parts = [_x(torch, n, 2) for n in (2, 3, 1)]
    packed = rnn.pack_sequence(parts, enforce_sorted=False)
    note(packed, rnn.unpack_sequence(packed))
    note.refused(lambda: rnn.unpad_sequence(_x(torch, 3, 4), torch.tensor([3, 2]), batch_first=True))

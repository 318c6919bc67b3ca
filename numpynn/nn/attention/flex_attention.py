"""Attention whose scores and mask are functions of the places: flex_attention and its masks."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...functional.comparison import logical_and, logical_or
from ...functional.conversion import CPU
from ...functional.creation import arange
from ...functional.pointwise import where
from ...functional.softmax import logsumexp, softmax
from ...tensor import Tensor, wrap

__all__ = [
    "AuxOutput", "AuxRequest", "BlockMask", "and_masks", "create_block_mask", "create_mask", "flex_attention", "noop_mask",
    "or_masks",
]  # fmt: skip


class AuxRequest(NamedTuple):
    """What flex_attention is to give beside its result: the log of the sum of exp(scores), and the largest score."""

    lse: bool = False
    max_scores: bool = False


class AuxOutput(NamedTuple):
    """What was asked for by an AuxRequest, (B, H, L) each."""

    lse: Tensor | None = None
    max_scores: Tensor | None = None


def noop_mask(batch, head, token_q, token_kv) -> Tensor:
    """True: every query sees every key."""
    return batch.new_ones(size=(), dtype=bool) if hasattr(batch, "new_ones") else True


def and_masks(*mask_mods):
    """The mask of what all of these let through."""
    return _joined(mask_mods, logical_and, True)


def or_masks(*mask_mods):
    """The mask of what one of these lets through."""
    return _joined(mask_mods, logical_or, False)


def _joined(mask_mods, join, start):
    if not all(callable(mod) for mod in mask_mods):
        raise RuntimeError(f"All inputs should be callable mask_mods: {mask_mods}")

    def mask_mod(b, h, q_idx, kv_idx):
        result = wrap(np.asarray(start))
        for mod in mask_mods:
            result = join(result, mod(b, h, q_idx, kv_idx))
        return result

    return mask_mod


def _places(*sizes):
    """The indices along each dimension, shaped so that together they broadcast to all of them."""
    return [arange(n).reshape([-1 if i == d else 1 for i in range(len(sizes))]) for d, n in enumerate(sizes)]


def create_mask(mod_fn, B, H, Q_LEN, KV_LEN, device=None) -> Tensor:
    """What a mask function says of all places, or a score function of scores of 0: (B, H, Q_LEN, KV_LEN), B and H 1 if None."""
    sizes = (B or 1, H or 1, Q_LEN, KV_LEN)
    places = _places(*sizes)
    if mod_fn.__code__.co_argcount == 5 if hasattr(mod_fn, "__code__") else False:
        changed = mod_fn(wrap(np.zeros(sizes, np.float32)), *places)
        return wrap(np.where(np.isneginf(np.broadcast_to(changed.array, sizes)), False, True))
    return wrap(np.broadcast_to(_mask(mod_fn, places), sizes).copy())


def _mask(mask_mod, places):
    allowed = mask_mod(*places)
    return (allowed.array if isinstance(allowed, Tensor) else np.asarray(allowed)).astype(bool)


class BlockMask:
    """A mask by a function, and which blocks of queries and keys it lets through, in part or whole.

    kv_num_blocks (B, H, rows) counts the blocks of a row that are let through in part, kv_indices (B, H, rows, columns) has
    them first; full_kv_num_blocks and full_kv_indices are those let through whole.
    """

    def __init__(self, mask_mod, mask, block_size):
        self.mask_mod = mask_mod
        self.BLOCK_SIZE = block_size
        self.seq_lengths = tuple(mask.shape[2:])
        self._sizes = mask.shape[:2]
        some, every = _by_blocks(mask, block_size)
        self._some = some
        partly = some & ~every
        self.kv_num_blocks, self.kv_indices = _ordered(partly)
        self.full_kv_num_blocks, self.full_kv_indices = _ordered(every)

    @property
    def shape(self) -> tuple[int, ...]:
        """(B, H, queries, keys)."""
        return (*self._sizes, *self.seq_lengths)

    def numel(self) -> int:
        """The number of places."""
        return math.prod(self.shape)

    def sparsity(self) -> float:
        """The share of places, in percent, that lie in blocks which are not looked at."""
        computed = int(self._some.sum()) * self.BLOCK_SIZE[0] * self.BLOCK_SIZE[1]
        return 100 * (1 - computed / self.numel())

    def to_dense(self) -> Tensor:
        """1 for each block that is looked at: (B, H, rows, columns)."""
        return wrap(self._some.astype(np.int32))

    def to(self, device) -> BlockMask:
        """The mask itself."""
        CPU.__class__(device)
        return self

    def __repr__(self):
        return f"BlockMask(shape={self.shape}, sparsity={self.sparsity():.2f}%)"


def _by_blocks(mask, block_size):
    """Whether some, and whether every place of each block is let through."""
    rows, columns = block_size
    short = [-mask.shape[2] % rows, -mask.shape[3] % columns]
    padded = np.pad(mask, ((0, 0), (0, 0), (0, short[0]), (0, short[1])))
    blocks = padded.reshape(*mask.shape[:2], padded.shape[2] // rows, rows, padded.shape[3] // columns, columns)
    return blocks.any((3, 5)), blocks.all((3, 5))


def _ordered(blocks):
    """How many blocks of each row there are, and the columns with these first."""
    order = np.argsort(~blocks, axis=-1, kind="stable")
    return wrap(blocks.sum(-1).astype(np.int32)), wrap(order.astype(np.int32))


def create_block_mask(
    mask_mod, B, H, Q_LEN, KV_LEN, device=None, BLOCK_SIZE=128, _compile=False, separate_full_blocks=True,
    compute_dq_write_order=False, dq_kv_order=True,
) -> BlockMask:  # fmt: skip
    """The BlockMask of a function `mask_mod(b, h, q_idx, kv_idx) -> bool`. It is called once, with tensors of indices.

    The options after BLOCK_SIZE are a matter of speed on a GPU.
    """
    block_size = (BLOCK_SIZE, BLOCK_SIZE) if isinstance(BLOCK_SIZE, int) else tuple(BLOCK_SIZE)
    return BlockMask(mask_mod, create_mask(mask_mod, B, H, Q_LEN, KV_LEN).array, block_size)


def flex_attention(
    query, key, value, score_mod=None, block_mask=None, scale=None, enable_gqa=False, return_lse=False, kernel_options=None,
    *, return_aux=None,
):  # fmt: skip
    """softmax(score_mod(scale q kᵀ)) v over the keys that `block_mask` lets through; (B, H, L, E) and (B, H, S, E).

    `score_mod(score, b, h, q_idx, kv_idx)` is called once, with all scores (B, H, L, S) and tensors of indices that broadcast
    with them. scale: 1 / √E by default. A query that sees nothing gives 0. enable_gqa: heads of q share those of k and v.
    return_lse, return_aux: gives also the log of the sum of exp(scores), or an AuxOutput. kernel_options are a matter of speed.

    Raises NotImplementedError unless there are 4 dimensions, ValueError where shapes do not fit. Dong et al., 2024.
    """
    _check(query, key, value, enable_gqa, block_mask)
    if query.array.shape[1] != key.array.shape[1]:
        copies = query.array.shape[1] // key.array.shape[1]
        key, value = key.repeat_interleave(copies, 1), value.repeat_interleave(copies, 1)
    scores = (query @ key.transpose(-2, -1)) * (1 / math.sqrt(query.array.shape[-1]) if scale is None else scale)
    places = _places(*scores.array.shape)
    if score_mod is not None:
        scores = score_mod(scores, *places)
    if block_mask is not None:
        seen = wrap(np.broadcast_to(_mask(block_mask.mask_mod, places), scores.array.shape))
        scores = where(seen, scores, -math.inf)
    blind = wrap(np.isneginf(scores.array).all(-1, keepdims=True))
    out = softmax(scores, -1).masked_fill(blind, 0.0) @ value
    return _with_more(out, scores, return_lse, return_aux)


def _with_more(out, scores, return_lse, return_aux):
    if return_aux is not None:
        if return_lse:
            raise ValueError("Cannot specify both return_lse and return_aux.")
        return out, AuxOutput(
            logsumexp(scores, -1) if return_aux.lse else None, scores.amax(-1) if return_aux.max_scores else None
        )
    return (out, logsumexp(scores, -1)) if return_lse else out


def _check(query, key, value, enable_gqa, block_mask):
    for tensor in (query, key, value):
        if tensor.array.ndim != 4:
            raise NotImplementedError("flex_attention is only supported for 4-D tensors: query, key and value")
    if query.array.shape[-1] != key.array.shape[-1]:
        raise ValueError(
            f"Expect query and key/value to have the same embedding dimension but got E={query.array.shape[-1]} and "
            f"E={key.array.shape[-1]}."
        )
    heads, shared = query.array.shape[1], key.array.shape[1]
    if heads != shared and not enable_gqa:
        raise ValueError(
            f"Expect query and key/value to have the same number of heads but got Hq={heads} and Hkv={shared}. Try setting "
            "enable_gqa=True for GQA."
        )
    if heads % shared:
        raise ValueError(
            f"Expect number of query heads to be a multiple of kv heads for GQA but got Hq={heads} and Hkv={shared}."
        )
    lengths = (query.array.shape[2], key.array.shape[2])
    if block_mask is not None and block_mask.seq_lengths != lengths:
        raise ValueError(
            f"block_mask was created for block_mask.shape={block_mask.shape} but got q_len, kv_len={lengths}."
        )

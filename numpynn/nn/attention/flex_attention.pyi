# Written by `python -m stubs`: do not edit.

from typing import Any, NamedTuple
from numpynn.device import device
from numpynn.tensor import Tensor

class AuxOutput(NamedTuple):
    lse: Tensor | None = ...
    max_scores: Tensor | None = ...

class AuxRequest(NamedTuple):
    lse: bool = ...
    max_scores: bool = ...

class BlockMask:
    mask_mod: Any
    BLOCK_SIZE: Any
    seq_lengths: Any
    kv_num_blocks: Tensor
    kv_indices: Tensor
    full_kv_num_blocks: Tensor
    full_kv_indices: Tensor
    def __init__(self, mask_mod: Any, mask: Tensor, block_size: Any) -> None: ...
    @property
    def shape(self) -> tuple[int, ...]: ...
    def numel(self) -> int: ...
    def sparsity(self) -> float: ...
    def to_dense(self) -> Tensor: ...
    def to(self, device: device | str | int) -> BlockMask: ...
    def __repr__(self) -> str: ...

def and_masks(*mask_mods: Any) -> Any: ...
def create_block_mask(
    mask_mod: Any,
    B: int | None,
    H: int | None,
    Q_LEN: int,
    KV_LEN: int,
    device: device | str | int | None = None,
    BLOCK_SIZE: int | tuple[int, int] = 128,
    _compile: bool = False,
    separate_full_blocks: bool = True,
    compute_dq_write_order: bool = False,
    dq_kv_order: bool = True,
) -> BlockMask: ...
def create_mask(
    mod_fn: Any, B: int | None, H: int | None, Q_LEN: int, KV_LEN: int, device: device | str | int | None = None
) -> Tensor: ...
def flex_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor | complex,
    score_mod: Any = None,
    block_mask: Any = None,
    scale: float | None = None,
    enable_gqa: bool = False,
    return_lse: bool = False,
    kernel_options: Any = None,
    *,
    return_aux: Any = None,
) -> Any: ...
def noop_mask(batch: Any, head: Any, token_q: Any, token_kv: Any) -> Tensor: ...
def or_masks(*mask_mods: Any) -> Any: ...

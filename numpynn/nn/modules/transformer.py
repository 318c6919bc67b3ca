"""Transformers: layers of attention and of two linear maps, encoders and decoders made of them, and both together."""

from __future__ import annotations

import copy
import math
import warnings

import numpy as np

from ...functional.creation import full
from ...modes import is_grad_enabled
from ...tensor import Tensor, wrap
from .. import functional as F
from .. import init
from ..functional.multi_head import added
from .activation import GELU, ReLU
from .attention import MultiheadAttention
from .container import ModuleList
from .dropout import Dropout
from .linear import Linear
from .module import Module
from .normalization import LayerNorm


class _Layer(Module):
    """What both layers share: attentions, two linear maps, and for each of these parts a norm and a dropout."""

    _attentions = ()

    def __init__(
        self, d_model: int, nhead: int, dim_feedforward: int = 2048, dropout: float = 0.1, activation=F.relu,
        layer_norm_eps: float = 1e-5, batch_first: bool = False, norm_first: bool = False, bias: bool = True,
        device=None, dtype=None,
    ):  # fmt: skip
        super().__init__()
        made = {"bias": bias, "device": device, "dtype": dtype}
        for name in self._attentions:
            setattr(self, name, MultiheadAttention(d_model, nhead, dropout, batch_first=batch_first, **made))
        self.linear1 = Linear(d_model, dim_feedforward, **made)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, **made)
        self.norm_first = norm_first
        parts = range(1, len(self._attentions) + 2)
        for i in parts:
            setattr(self, f"norm{i}", LayerNorm(d_model, layer_norm_eps, **made))
        for i in parts:
            setattr(self, f"dropout{i}", Dropout(dropout))
        self.activation = _get_activation_fn(activation) if isinstance(activation, str) else activation

    def _part(self, i, x, compute):
        """x + dropout(compute(x)), normalised by the norm of part i: its input, or the sum."""
        norm, dropout = getattr(self, f"norm{i}"), getattr(self, f"dropout{i}")
        if self.norm_first:
            return x + dropout(compute(norm(x)))
        return norm(x + dropout(compute(x)))

    def _feed_forward(self, x):
        return self.linear2(self.dropout(self.activation(self.linear1(x))))


def _get_activation_fn(activation):
    if activation not in ("relu", "gelu"):
        raise RuntimeError(f"activation should be relu/gelu, not {activation}")
    return F.relu if activation == "relu" else F.gelu


def _attended(attention, x, memory, mask, padding, is_causal):
    return attention(x, memory, memory, padding, False, mask, is_causal=is_causal)[0]


class TransformerEncoderLayer(_Layer):
    """x = norm1(x + attention(x)), x = norm2(x + linear2(activation(linear1(x)))): (L, N, E), (N, L, E) or (L, E).

    With norm_first each part's input is normalised, not its sum. Masks as in MultiheadAttention. In evaluation without grad
    torch has another form, which takes a mask of numbers for one of bools; this has not. Vaswani et al., 2017.

    >>> import numpynn
    >>> numpynn.nn.TransformerEncoderLayer(d_model=8, nhead=2)(numpynn.zeros(5, 3, 8)).shape
    torch.Size([5, 3, 8])
    """

    _attentions = ("self_attn",)

    def __init__(
        self, d_model: int, nhead: int, dim_feedforward: int = 2048, dropout: float = 0.1, activation=F.relu,
        layer_norm_eps: float = 1e-5, batch_first: bool = False, norm_first: bool = False, bias: bool = True,
        device=None, dtype=None,
    ):  # fmt: skip
        super().__init__(
            d_model,
            nhead,
            dim_feedforward,
            dropout,
            activation,
            layer_norm_eps,
            batch_first,
            norm_first,
            bias,
            device,
            dtype,
        )
        is_relu = self.activation is F.relu or isinstance(self.activation, ReLU)
        is_gelu = self.activation is F.gelu or isinstance(self.activation, GELU)
        self.activation_relu_or_gelu = 1 if is_relu else 2 if is_gelu else 0

    def forward(
        self, src: Tensor, src_mask: Tensor | None = None, src_key_padding_mask: Tensor | None = None, is_causal: bool = False
    ) -> Tensor:  # fmt: skip
        padding = added("src_key_padding_mask", src_key_padding_mask, src, src_mask, "src_mask")
        mask = added("src_mask", src_mask, src)
        x = self._part(1, src, lambda x: _attended(self.self_attn, x, x, mask, padding, is_causal))
        return self._part(2, x, self._feed_forward)


class TransformerDecoderLayer(_Layer):
    """Attention of the target to itself, then to the memory (S, N, E), then two linear maps: (T, N, E), (N, T, E) or (T, E).

    As TransformerEncoderLayer, with `multihead_attn` of the memory between the two parts. Vaswani et al., 2017.

    >>> import numpynn
    >>> numpynn.nn.TransformerDecoderLayer(8, 2)(numpynn.zeros(5, 3, 8), numpynn.zeros(7, 3, 8)).shape
    torch.Size([5, 3, 8])
    """

    _attentions = ("self_attn", "multihead_attn")

    def __init__(
        self, d_model: int, nhead: int, dim_feedforward: int = 2048, dropout: float = 0.1, activation=F.relu,
        layer_norm_eps: float = 1e-5, batch_first: bool = False, norm_first: bool = False, bias: bool = True,
        device=None, dtype=None,
    ):  # fmt: skip
        super().__init__(
            d_model,
            nhead,
            dim_feedforward,
            dropout,
            activation,
            layer_norm_eps,
            batch_first,
            norm_first,
            bias,
            device,
            dtype,
        )

    def forward(
        self, tgt: Tensor, memory: Tensor, tgt_mask: Tensor | None = None, memory_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None, memory_key_padding_mask: Tensor | None = None,
        tgt_is_causal: bool = False, memory_is_causal: bool = False,
    ) -> Tensor:  # fmt: skip
        def of_target(x):
            return _attended(self.self_attn, x, x, tgt_mask, tgt_key_padding_mask, tgt_is_causal)

        def of_memory(x):
            return _attended(self.multihead_attn, x, memory, memory_mask, memory_key_padding_mask, memory_is_causal)

        x = self._part(1, tgt, of_target)
        x = self._part(2, x, of_memory)
        return self._part(3, x, self._feed_forward)


def _causal(size, dtype=None, device=None):
    """-inf above the diagonal, else 0."""
    return full((size, size), -math.inf, dtype=dtype, device=device).triu(1)


def _is_causal(mask, told, x, batch_first):
    """Whether a mask is the causal one: as told, and if nothing was told by its numbers."""
    if told is not None or mask is None:
        return bool(told)
    length = x.array.shape[1 if batch_first and x.array.ndim == 3 else 0]
    hidden = np.triu(np.ones((length, length), bool), 1)
    wanted = hidden if mask.array.dtype.kind == "b" else np.where(hidden, -math.inf, 0)
    return mask.array.shape == hidden.shape and bool((mask.array == wanted).all())


def _get_clones(module, N):
    return ModuleList([copy.deepcopy(module) for _ in range(N)])


class TransformerEncoder(Module):
    """`num_layers` copies of a layer, one after another, and then `norm` if there is one.

    is_causal: None looks whether `mask` is the causal one. enable_nested_tensor, mask_check: as torch in evaluation without
    grad, where the layers allow it, and with padding at the ends alone, puts 0 in the places of padding (before `norm`).
    """

    def __init__(
        self, encoder_layer: TransformerEncoderLayer, num_layers: int, norm: Module | None = None,
        enable_nested_tensor: bool = True, mask_check: bool = True,
    ):  # fmt: skip
        super().__init__()
        self.layers = _get_clones(encoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm
        self.enable_nested_tensor = enable_nested_tensor
        self.use_nested_tensor = enable_nested_tensor
        self.mask_check = mask_check
        hindrance = _no_nested_tensor(encoder_layer)
        if enable_nested_tensor and hindrance:
            warnings.warn(
                f"enable_nested_tensor is True, but self.use_nested_tensor is False because encoder_layer{hindrance}",
                stacklevel=2,
            )
            self.use_nested_tensor = False

    def forward(
        self, src: Tensor, mask: Tensor | None = None, src_key_padding_mask: Tensor | None = None, is_causal: bool | None = None
    ) -> Tensor:  # fmt: skip
        padding = added("src_key_padding_mask", src_key_padding_mask, src, mask, "mask")
        mask = added("mask", mask, src)
        seen = self._seen(src, mask, padding)
        if seen is not None:
            padding = wrap(~seen)
        causal = _is_causal(mask, is_causal, src, self.layers[0].self_attn.batch_first)
        out = src
        for layer in self.layers:
            out = layer(out, src_mask=mask, is_causal=causal, src_key_padding_mask=padding)
        if seen is not None:
            out = out.masked_fill(wrap(~seen[..., None]), 0.0)
        return out if self.norm is None else self.norm(out)

    def _seen(self, src, mask, padding):
        """Where torch would leave padding out, what it keeps: of each sample as many steps as are not padding; else None."""
        first = self.layers[0]
        if not self.use_nested_tensor or first.training or src.array.ndim != 3 or padding is None or mask is not None:
            return None
        if is_grad_enabled() and (src.requires_grad or any(p.requires_grad for p in first.parameters())):
            return None
        kept = padding.array == 0
        seen = np.arange(kept.shape[1]) < kept.sum(1, keepdims=True)
        return None if self.mask_check and not np.array_equal(seen, kept) else seen


def _no_nested_tensor(layer):
    """What keeps torch from leaving padding out, as the end of a sentence; "" if nothing does."""
    if not isinstance(layer, TransformerEncoderLayer):
        return " was not TransformerEncoderLayer"
    hindrances = {
        ".norm_first was True": layer.norm_first,
        ".self_attn.batch_first was not True": not layer.self_attn.batch_first,
        ".self_attn was passed bias=False": layer.self_attn.in_proj_bias is None,
        ".activation_relu_or_gelu was not True": not layer.activation_relu_or_gelu,
        ".norm1.eps was not equal to encoder_layer.norm2.eps": layer.norm1.eps != layer.norm2.eps,
        ".self_attn.num_heads is odd": layer.self_attn.num_heads % 2,
    }
    return next((words for words, true in hindrances.items() if true), "")


class TransformerDecoder(Module):
    """`num_layers` copies of a layer, one after another on the same memory, and then `norm` if there is one.

    tgt_is_causal: None looks whether `tgt_mask` is the causal one.
    """

    def __init__(self, decoder_layer: TransformerDecoderLayer, num_layers: int, norm: Module | None = None):
        super().__init__()
        self.layers = _get_clones(decoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    def forward(
        self, tgt: Tensor, memory: Tensor, tgt_mask: Tensor | None = None, memory_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None, memory_key_padding_mask: Tensor | None = None,
        tgt_is_causal: bool | None = None, memory_is_causal: bool = False,
    ) -> Tensor:  # fmt: skip
        causal = _is_causal(tgt_mask, tgt_is_causal, tgt, self.layers[0].self_attn.batch_first)
        out = tgt
        for layer in self.layers:
            out = layer(
                out,
                memory,
                tgt_mask,
                memory_mask,
                tgt_key_padding_mask,
                memory_key_padding_mask,
                causal,
                memory_is_causal,
            )
        return out if self.norm is None else self.norm(out)


class Transformer(Module):
    """An encoder of the source and a decoder of the target: (S, N, E), (T, N, E) -> (T, N, E), or N first, or without it.

    All weights of more than one dimension are drawn from Glorot's uniform distribution. Vaswani et al., 2017.

    >>> import numpynn
    >>> model = numpynn.nn.Transformer(8, 2, 1, 1, 16, batch_first=True)
    >>> model(numpynn.zeros(3, 5, 8), numpynn.zeros(3, 4, 8)).shape
    torch.Size([3, 4, 8])
    """

    def __init__(
        self, d_model: int = 512, nhead: int = 8, num_encoder_layers: int = 6, num_decoder_layers: int = 6,
        dim_feedforward: int = 2048, dropout: float = 0.1, activation=F.relu, custom_encoder=None, custom_decoder=None,
        layer_norm_eps: float = 1e-5, batch_first: bool = False, norm_first: bool = False, bias: bool = True,
        device=None, dtype=None,
    ):  # fmt: skip
        super().__init__()
        made = {"bias": bias, "device": device, "dtype": dtype}
        layer = (d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first)
        if custom_encoder is None:
            encoder_layer = TransformerEncoderLayer(*layer, **made)
            custom_encoder = TransformerEncoder(
                encoder_layer, num_encoder_layers, LayerNorm(d_model, layer_norm_eps, **made)
            )
        self.encoder = custom_encoder
        if custom_decoder is None:
            decoder_layer = TransformerDecoderLayer(*layer, **made)
            custom_decoder = TransformerDecoder(
                decoder_layer, num_decoder_layers, LayerNorm(d_model, layer_norm_eps, **made)
            )
        self.decoder = custom_decoder
        self._reset_parameters()
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first

    def _reset_parameters(self):
        for parameter in self.parameters():
            if parameter.array.ndim > 1:
                init.xavier_uniform_(parameter)

    @staticmethod
    def generate_square_subsequent_mask(sz: int, device=None, dtype=None) -> Tensor:
        """(sz, sz), -inf above the diagonal, where a step would see later ones, else 0."""
        return _causal(sz, dtype, device)

    def forward(
        self, src: Tensor, tgt: Tensor, src_mask: Tensor | None = None, tgt_mask: Tensor | None = None,
        memory_mask: Tensor | None = None, src_key_padding_mask: Tensor | None = None, tgt_key_padding_mask: Tensor | None = None,
        memory_key_padding_mask: Tensor | None = None, src_is_causal: bool | None = None, tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Tensor:  # fmt: skip
        self._check(src.array.shape, tgt.array.shape)
        memory = self.encoder(
            src, mask=src_mask, src_key_padding_mask=src_key_padding_mask, is_causal=src_is_causal
        )  # fmt: skip
        return self.decoder(
            tgt, memory, tgt_mask=tgt_mask, memory_mask=memory_mask, tgt_key_padding_mask=tgt_key_padding_mask,
            memory_key_padding_mask=memory_key_padding_mask, tgt_is_causal=tgt_is_causal, memory_is_causal=memory_is_causal,
        )  # fmt: skip

    def _check(self, src, tgt):
        batch = 0 if self.batch_first else 1
        if len(src) == 3 and src[batch] != tgt[batch]:
            raise RuntimeError(f"the batch number of src and tgt must be equal, got {src[batch]} and {tgt[batch]}")
        if src[-1] != self.d_model or tgt[-1] != self.d_model:
            raise RuntimeError(
                f"the feature number of src and tgt must be equal to d_model={self.d_model}, got {src[-1]} and {tgt[-1]}"
            )

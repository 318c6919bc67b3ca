"""Tables of rows that are looked up: embeddings, and bags of them."""

from __future__ import annotations

from ...functional.creation import empty
from ...modes import no_grad
from ...tensor import Tensor
from .. import functional as F
from .. import init
from ..functional.sparse import row_of
from ..parameter import Parameter
from .module import Module


class _Table(Module):
    """What both share: a weight drawn from N(0, 1), a row of zeros for padding, and how they show themselves."""

    _options = ()

    def _set_up(self, _weight, device, dtype, requires_grad=True):
        shape = (self.num_embeddings, self.embedding_dim)
        if _weight is None:
            self.weight = Parameter(empty(shape, device=device, dtype=dtype), requires_grad=requires_grad)
            self.reset_parameters()
        elif _weight.array.shape == shape:
            self.weight = Parameter(_weight, requires_grad=requires_grad)
        else:
            raise AssertionError(
                f"Shape of weight {list(_weight.array.shape)} does not match num_embeddings and embedding_dim {list(shape)}"
            )

    def reset_parameters(self) -> None:
        """Draws the weight anew."""
        init.normal_(self.weight)
        self._fill_padding_idx_with_zero()

    def _fill_padding_idx_with_zero(self):
        if self.padding_idx is not None:
            with no_grad():
                self.weight[self.padding_idx].fill_(0)

    def extra_repr(self) -> str:
        shown = [f"{self.num_embeddings}, {self.embedding_dim}"]
        for name, default in self._options:
            value = getattr(self, name)
            if value is not default and (isinstance(default, bool) or value != default):
                shown.append(f"{name}={True if name == 'sparse' else value!r}")
        return ", ".join(shown)


class Embedding(_Table):
    """weight[input], for a table (V, D) drawn from N(0, 1): int indices (*) -> (*, D).

    The gradient of a row is the sum of those of the places where it was looked up.

    padding_idx: this row starts as zeros and gets no gradient. The other options are those of F.embedding.
    Unlike torch's, with `sparse` the gradient is dense all the same.

    >>> import numpynn
    >>> numpynn.nn.Embedding(10, 3)(numpynn.tensor([[1, 2, 4, 5], [4, 3, 2, 9]])).shape
    torch.Size([2, 4, 3])
    """

    _options = (
        ("padding_idx", None), ("max_norm", None), ("norm_type", 2), ("scale_grad_by_freq", False), ("sparse", False),
    )  # fmt: skip

    def __init__(
        self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None, max_norm: float | None = None,
        norm_type: float = 2.0, scale_grad_by_freq: bool = False, sparse: bool = False, _weight: Tensor | None = None,
        _freeze: bool = False, device=None, dtype=None,
    ):  # fmt: skip
        super().__init__()
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = None if padding_idx is None else row_of(padding_idx, num_embeddings, "Padding_idx")
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.sparse = sparse
        self._set_up(_weight, device, dtype, not _freeze)

    def forward(self, input: Tensor) -> Tensor:
        return F.embedding(
            input,
            self.weight,
            self.padding_idx,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
            self.sparse,
        )

    @classmethod
    def from_pretrained(
        cls, embeddings, freeze=True, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False
    ):  # fmt: skip
        """A table that looks up rows of this very tensor (V, D), and by default does not learn."""
        rows, columns = _sizes(embeddings)
        return cls(
            rows,
            columns,
            padding_idx,
            max_norm,
            norm_type,
            scale_grad_by_freq,
            sparse,
            _weight=embeddings,
            _freeze=freeze,
        )


def _sizes(embeddings):
    if embeddings.array.ndim != 2:
        raise AssertionError(f"Embeddings parameter is expected to be 2-dimensional, got {embeddings.array.ndim}")
    return embeddings.array.shape


class EmbeddingBag(_Table):
    """The sum, mean or maximum of the rows of each bag, of a table (V, D) drawn from N(0, 1): (B, N) -> (B, D).

    The gradient of a bag goes to each of its rows: whole for the sum, in equal parts for the mean, to the largest
    for the maximum.

    The options are those of F.embedding_bag. Unlike torch's, with `sparse` the gradient is dense all the same.

    >>> import numpynn
    >>> numpynn.nn.EmbeddingBag(10, 3, mode="sum")(numpynn.tensor([1, 2, 4, 5, 4]), numpynn.tensor([0, 2])).shape
    torch.Size([2, 3])
    """

    _options = (
        ("max_norm", None),
        ("norm_type", 2),
        ("scale_grad_by_freq", False),
        ("mode", None),
        ("padding_idx", None),
    )

    def __init__(
        self, num_embeddings: int, embedding_dim: int, max_norm: float | None = None, norm_type: float = 2.0,
        scale_grad_by_freq: bool = False, mode: str = "mean", sparse: bool = False, _weight: Tensor | None = None,
        include_last_offset: bool = False, padding_idx: int | None = None, device=None, dtype=None,
    ):  # fmt: skip
        super().__init__()
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.max_norm = max_norm
        self.norm_type = norm_type
        self.scale_grad_by_freq = scale_grad_by_freq
        self.padding_idx = None if padding_idx is None else row_of(padding_idx, num_embeddings, "padding_idx")
        self._set_up(_weight, device, dtype)
        self.mode = mode
        self.sparse = sparse
        self.include_last_offset = include_last_offset

    def forward(self, input: Tensor, offsets: Tensor | None = None, per_sample_weights: Tensor | None = None) -> Tensor:
        return F.embedding_bag(
            input,
            self.weight,
            offsets,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
            self.mode,
            self.sparse,
            per_sample_weights,
            self.include_last_offset,
            self.padding_idx,
        )

    @classmethod
    def from_pretrained(
        cls, embeddings: Tensor, freeze: bool = True, max_norm: float | None = None, norm_type: float = 2.0,
        scale_grad_by_freq: bool = False, mode: str = "mean", sparse: bool = False, include_last_offset: bool = False,
        padding_idx: int | None = None,
    ) -> EmbeddingBag:  # fmt: skip
        """A table whose bags are made of rows of this very tensor (V, D), and which by default does not learn."""
        rows, columns = _sizes(embeddings)
        bag = cls(
            rows,
            columns,
            max_norm,
            norm_type,
            scale_grad_by_freq,
            mode,
            sparse,
            embeddings,
            include_last_offset,
            padding_idx,
        )
        bag.weight.requires_grad = not freeze
        return bag

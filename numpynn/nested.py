"""torch.nested: not supported; the names raise NotImplementedError when they are called."""

from ._absent import absent

__all__ = [
    "as_nested_tensor",
    "masked_select",
    "narrow",
    "nested_tensor",
    "nested_tensor_from_jagged",
    "to_padded_tensor",
]
as_nested_tensor, masked_select, narrow, nested_tensor, nested_tensor_from_jagged, to_padded_tensor = absent(
    __name__, " ".join(__all__), "a tensor's rows have one length; see nn.utils.rnn.pad_sequence"
)

"""torch.library: not supported; the names raise NotImplementedError when they are called."""

from ._absent import absent

__all__ = [
    "Library", "custom_op", "define", "get_ctx", "impl", "impl_abstract", "infer_schema", "register_autocast", "register_fake",
    "register_vmap", "triton_op", "wrap_triton",
]  # fmt: skip
(
    Library, custom_op, define, get_ctx, impl, impl_abstract, infer_schema, register_autocast, register_fake, register_vmap,
    triton_op, wrap_triton,
) = absent(__name__, " ".join(__all__), "write a numpynn.autograd.Function")  # fmt: skip

"""Pages of functions that `import numpynn` does not pay for: each is read when one of its names is first used.

A page's Tensor methods are stubs until then; reading the page puts the real methods in their place.
"""

from __future__ import annotations

import importlib

from ..tensor import Tensor

# page -> (names at the top of numpynn, methods of Tensor)
PAGES: dict[str, tuple[str, str]] = {
    "arranging": (
        "as_strided atleast_1d atleast_2d atleast_3d broadcast_tensors cartesian_prod column_stack dsplit dstack "
        "fliplr flipud hsplit hstack meshgrid narrow_copy ravel repeat_interleave rot90 row_stack tensor_split tile "
        "vsplit vstack",
        "as_strided as_strided_ dsplit fliplr flipud hsplit narrow_copy ravel repeat_interleave rot90 squeeze_ "
        "swapaxes_ swapdims_ t_ tensor_split tile transpose_ unfold unsqueeze_ vsplit",
    ),
    "contractions": (
        "addbmm addmv addr baddbmm einsum ger inner kron tensordot vdot",
        "addbmm addbmm_ addmv addmv_ addr addr_ baddbmm baddbmm_ ger inner kron vdot",
    ),
    "complex_numbers": (
        "adjoint angle complex conj_physical is_conj is_neg polar resolve_conj resolve_neg view_as_complex view_as_real",
        "adjoint angle conj_physical conj_physical_ is_conj is_neg resolve_conj resolve_neg",
    ),
    "special_functions": ("igamma igammac mvlgamma", "igamma igamma_ igammac igammac_ mvlgamma mvlgamma_"),
    "short_time": ("istft stft", "istft stft"),
    "window_functions": ("bartlett_window blackman_window hamming_window hann_window kaiser_window", ""),
    "diagonals": (
        "diag diag_embed diagflat diagonal trace tril_indices triu_indices",
        "diag diag_embed diagflat diagonal trace",
    ),
    "linear_algebra": (
        "cholesky_inverse cholesky_solve inverse logdet pinverse triangular_solve",
        "cholesky_inverse cholesky_solve det inverse logdet pinverse slogdet triangular_solve",
    ),
    "linear_algebra_at_the_top": ("cholesky cross det lu lu_solve qr slogdet svd", "cholesky cross lu lu_solve qr svd"),
    "low_rank": ("pca_lowrank svd_lowrank", ""),
    "observations": ("cdist corrcoef cov", "corrcoef cov"),
    "factorizations": ("lu_unpack", ""),
    "matrix_equations": ("geqrf orgqr ormqr", "geqrf orgqr ormqr"),
    "matrix_products": ("chain_matmul matrix_exp matrix_power", "matrix_exp matrix_power"),
    "dtype_rules": (
        "can_cast finfo get_device iinfo is_nonzero logspace promote_types result_type",
        "get_device is_nonzero storage_offset",
    ),
    "random": (
        "bernoulli binomial multinomial normal poisson rand rand_like randint randint_like randn randn_like randperm",
        "bernoulli multinomial",
    ),
    "random_methods": ("", "bernoulli_ cauchy_ exponential_ geometric_ log_normal_ normal_ random_ uniform_"),
    "sorting": (
        "argsort bincount bucketize histc isin kthvalue median mode msort nanmedian searchsorted sort topk unique "
        "unique_consecutive",
        "argsort bincount histc kthvalue median mode msort nanmedian sort topk unique unique_consecutive",
    ),
    "running": (
        "aminmax count_nonzero cummax cummin cumprod diff dist logcumsumexp nanmean nansum std_mean trapezoid trapz var_mean",
        "aminmax count_nonzero cummax cummin cumprod cumprod_ diff dist logcumsumexp nanmean nansum",
    ),
    "scattering": (
        "index_add index_copy index_fill index_put masked_scatter put scatter scatter_add scatter_reduce take take_along_dim",
        "index_add index_add_ index_copy index_copy_ index_fill index_fill_ index_put index_put_ masked_scatter "
        "masked_scatter_ put put_ scatter scatter_ scatter_add scatter_add_ scatter_reduce scatter_reduce_ take "
        "take_along_dim",
    ),
    "special": (
        "addcdiv addcmul arccos arccosh arcsin arcsinh arctan arctan2 arctanh clamp_max clamp_min copysign deg2rad "
        "digamma divide erf erfc erfinv fix float_power fmax fmin gcd heaviside i0 isneginf isposinf isreal lcm ldexp "
        "lerp lgamma logaddexp logaddexp2 logit nan_to_num negative nextafter polygamma positive rad2deg sgn sinc "
        "subtract true_divide xlogy",
        "addcdiv addcdiv_ addcmul addcmul_ arccos arccos_ arccosh arccosh_ arcsin arcsin_ arcsinh arcsinh_ arctan "
        "arctan2 arctan2_ arctan_ arctanh arctanh_ clamp_max clamp_max_ clamp_min clamp_min_ copysign copysign_ "
        "deg2rad deg2rad_ digamma digamma_ divide divide_ erf erf_ erfc erfc_ erfinv erfinv_ fix fix_ float_power "
        "float_power_ fmax fmin gcd gcd_ heaviside heaviside_ i0 i0_ isneginf isposinf isreal lcm lcm_ ldexp ldexp_ "
        "lerp lerp_ lgamma lgamma_ logaddexp logaddexp2 logit logit_ nan_to_num nan_to_num_ negative negative_ "
        "nextafter nextafter_ polygamma polygamma_ positive rad2deg rad2deg_ sgn sgn_ sinc sinc_ subtract subtract_ "
        "true_divide true_divide_ xlogy xlogy_",
    ),
    "constructors": (
        "asarray empty_permuted empty_strided fill from_file frombuffer range rsub scalar_tensor",
        "new_empty_strided",
    ),
    "eigenpairs": ("lobpcg", ""),
    "elementwise_calls": ("frexp renorm", "apply_ frexp map2_ map_ renorm renorm_"),
    "legacy": (
        "BFloat16Tensor BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor IntTensor LongTensor "
        "ShortTensor set_default_tensor_type typename",
        "as_subclass new",
    ),
    "pieces": (
        "argwhere block_diag broadcast_shapes combinations is_same_size nonzero_static norm_except_dim "
        "split_with_sizes unravel_index unsafe_chunk unsafe_split unsafe_split_with_sizes",
        "argwhere is_same_size nonzero_static split_with_sizes sum_to_size unsafe_chunk unsafe_split unsafe_split_with_sizes",
    ),
    "sparse": (
        "sparse_bsc_tensor sparse_bsr_tensor sparse_compressed_tensor sparse_coo_tensor sparse_csc_tensor sparse_csr_tensor spmm",
        "coalesce is_coalesced to_sparse to_sparse_bsc to_sparse_bsr to_sparse_coo to_sparse_csc to_sparse_csr",
    ),
    "statistics": (
        "cumulative_trapezoid gradient hash_tensor histogram histogramdd nanquantile quantile vander",
        "hash_tensor histogram nanquantile quantile",
    ),
    "storages": (
        "TypedStorage UntypedStorage is_storage",
        "is_set_to is_shared resize resize_ resize_as resize_as_ set_ share_memory_ storage untyped_storage",
    ),
    "view_updates": (
        "as_strided_scatter diagonal_scatter index_reduce select_scatter slice_scatter",
        "as_strided_scatter diagonal_scatter fill_diagonal_ index_reduce index_reduce_ select_scatter slice_scatter",
    ),
    "softmax": ("log_softmax logsumexp softmax", "log_softmax logsumexp softmax"),
}

FUNCTIONS = {name: page for page, (functions, _) in PAGES.items() for name in functions.split()}


def _stub(page, name):
    def method(self, *args, **kwargs):
        importlib.import_module(f".{page}", __package__)
        return getattr(Tensor, name)(self, *args, **kwargs)

    method.__name__ = method.__qualname__ = name
    return method


def _constructed(cls, *args, **kwargs):
    """Tensor(...), the legacy constructor."""
    return importlib.import_module(".legacy", __package__).constructed(cls, *args, **kwargs)


Tensor.__new__ = _constructed
for _page, (_, _methods) in PAGES.items():
    for _name in _methods.split():
        setattr(Tensor, _name, _stub(_page, _name))

"""What functions give, and what attributes are, whose source does not say; keys as in `parameters`.

`room:*` stands for all of a room of which nothing else is known.
"""

from .table import Table

DUNDERS = Table({
    "None": """
        __delattr__ __delitem__ __exit__ __init__ __init_subclass__ __setattr__ __setitem__ __setstate__
    """,
    "bool": "__bool__ __contains__ __eq__ __ne__",
    "int": "__hash__ __index__ __int__ __len__",
    "str": "__format__ __repr__ __str__",
    "Self": "__enter__ __new__",
    "Iterator[Any]": "__iter__",
    "bytes": "__bytes__",
    "complex": "__complex__",
    "float": "__float__",
    "list[str]": "__dir__",
})  # fmt: skip

RESULTS = Table({
    "Tensor": """
        abs_ alpha_dropout angle atan2 bucketize cdf compute_weight copysign digamma dropout entropy
        enumerate_support feature_alpha_dropout feature_dropout frac gru_cell icdf isneginf isposinf log_prob
        reciprocal relu_ rnn_relu_cell rnn_tanh_cell rsample rsqrt searchsorted signbit sparse_bsc_tensor
        sparse_bsr_tensor sparse_compressed_tensor sparse_csc_tensor sparse_csr_tensor BlockMask.full_kv_indices
        BlockMask.full_kv_num_blocks BlockMask.kv_indices BlockMask.kv_num_blocks ComposeTransform.__call__
        Flatten.forward GeneralizedPareto.log_cdf GeneralizedPareto.log_survival_function GradScaler.scale
        Inception.forward LeNet5.forward models.kl_divergence nn.functional.max_unpool1d Sample.forward
        SmallGoogLeNet.forward Tensor.T Tensor.bfloat16 Tensor.bool Tensor.byte Tensor.cdouble Tensor.cfloat
        Tensor.char Tensor.coalesce Tensor.data Tensor.double Tensor.float Tensor.half Tensor.imag Tensor.int
        Tensor.ipu Tensor.long Tensor.mH Tensor.mT Tensor.pow Tensor.real Tensor.reinforce Tensor.short
        Tensor.tile Tensor.to_sparse_bsc Tensor.to_sparse_bsr Tensor.to_sparse_csc Tensor.to_sparse_csr
        Tensor.type_as Tensor.xpu Transform.__call__ Unflatten.forward VAE.loss distributions:alpha
        distributions:check distributions:concentration distributions:concentration0
        distributions:concentration1 distributions:concentration_reciprocal distributions:cov_diag
        distributions:cov_factor distributions:covariance_matrix distributions:df distributions:df1
        distributions:df2 distributions:high distributions:loc distributions:log_abs_det_jacobian
        distributions:logits distributions:low distributions:mean distributions:mode
        distributions:precision_matrix distributions:probs distributions:rate distributions:sample
        distributions:scale distributions:scale_tril distributions:stddev distributions:temperature
        distributions:variance special:* nn.init:* nn.utils.prune:compute_mask
    """,
    "Any": """
        atleast_1d atleast_2d atleast_3d checkpoint_sequential collate data_source default_collate
        default_convert get_device_module get_worker_info samples_at sdpa_kernel to_dlpack
        AdaptiveMaxPool1d.forward AdaptiveMaxPool2d.forward AdaptiveMaxPool3d.forward
        autograd.functional.hessian autograd.functional.hvp autograd.functional.jacobian autograd.functional.jvp
        autograd.functional.vhp autograd.functional.vjp AveragedModel.forward checkpoint.load
        DataLoader.multiprocessing_context DataParallel.forward flex_attention.flex_attention
        FractionalMaxPool2d.forward FractionalMaxPool3d.forward func.debug_unwrap func.functional_call func.jvp
        func.linearize func.replace_all_batch_norm_modules_ func.vjp Function.vjp GradScaler.step hub.load
        MaxPool1d.forward MaxPool2d.forward MaxPool3d.forward MNIST.__getitem__
        nn.functional.adaptive_max_pool1d nn.functional.adaptive_max_pool2d nn.functional.adaptive_max_pool3d
        nn.functional.fractional_max_pool2d nn.functional.fractional_max_pool3d nn.functional.max_pool1d
        nn.functional.max_pool2d nn.functional.max_pool3d nn.init.skipped random.fork_rng RNNBase.forward
        StackDataset.__getitem__ StackDataset.__getitems__ stateless.functional_call SummaryWriter.all_writers
        SummaryWriter.file_writer Tensor.grad_fn Tensor.tolist TypedStorage.__getitem__
        UntypedStorage.__getitem__ utils.checkpoint.checkpoint vision:forward vision.transforms:__call__
    """,
    "None": """
        check_worker_number_rationality empty_cache set_default_validate_args set_device set_device_idx
        set_device_index set_epoch set_printoptions swap_in_optimizer_params_and_state synchronize
        cuda.empty_cache cuda.init cuda.reset_max_memory_allocated cuda.reset_peak_memory_stats cuda.set_device
        cuda.set_rng_state cuda.synchronize distributed.barrier export.save FunctionCtx.mark_dirty
        FunctionCtx.mark_non_differentiable FunctionCtx.save_for_forward FunctionCtx.set_materialize_grads
        Optimizer.profile_hook_step SummaryWriter.add_audio SummaryWriter.add_custom_scalars
        SummaryWriter.add_custom_scalars_marginchart SummaryWriter.add_custom_scalars_multilinechart
        SummaryWriter.add_embedding SummaryWriter.add_figure SummaryWriter.add_graph
        SummaryWriter.add_histogram_raw SummaryWriter.add_hparams SummaryWriter.add_image_with_boxes
        SummaryWriter.add_mesh SummaryWriter.add_onnx_graph SummaryWriter.add_pr_curve
        SummaryWriter.add_pr_curve_raw SummaryWriter.add_tensor SummaryWriter.add_video Tensor.backward
    """,
    "int": """
        batch_size draw_seed embed_dim head_dim head_size in_channels kdim n_clusters num_samples out_channels
        shortlist_size total_size vdim accelerator.current_device_idx accelerator.current_device_index
        accelerator.max_memory_allocated accelerator.memory_allocated CatTransform.length cuda.current_device
        cuda.initial_seed distributed.get_rank distributed.get_world_size dtype.itemsize finfo.bits iinfo.bits
        iinfo.max iinfo.min RemovableHandle.id Summary.output_bytes Summary.param_bytes Summary.total_mult_adds
        Summary.total_params Summary.trainable_params Tensor.itemsize Tensor.nbytes Tensor.nelement
        Tensor.output_nr distributions:event_dim distributions:reinterpreted_batch_ndims distributions:sign
    """,
    "bool": """
        gradcheck gradgradcheck dtype.is_complex dtype.is_floating_point dtype.is_signed PackedSequence.is_cuda
        PackedSequence.is_pinned Tensor.is_coalesced Tensor.is_cpu Tensor.is_cuda Tensor.is_ipu Tensor.is_maia
        Tensor.is_meta Tensor.is_mkldnn Tensor.is_mps Tensor.is_mtia Tensor.is_nested Tensor.is_quantized
        Tensor.is_sparse Tensor.is_sparse_csr Tensor.is_vulkan Tensor.is_xla Tensor.is_xpu Tensor.volatile
        distributions:bijective distributions:has_enumerate_support distributions:has_rsample
        distributions:is_discrete
    """,
    "Callable[..., Any]": """
        custom_bwd custom_fwd get_ema_avg_fn get_ema_multi_avg_fn get_swa_avg_fn get_swa_multi_avg_fn
        once_differentiable tensorboard_trace_handler vmap _dynamo.disable func.functionalize func.grad
        func.grad_and_value func.hessian func.jacfwd func.jacrev jit.ignore jit.script jit.trace jit.unused
        profiler.schedule SWALR.anneal_func
    """,
    "tuple[Tensor, ...]": """
        broadcast_tensors chunk dsplit gradient hsplit meshgrid split split_with_sizes tensor_split unbind
        unravel_index unsafe_chunk unsafe_split unsafe_split_with_sizes vsplit autograd.grad
        distributions.utils.broadcast_all Tensor.unbind
    """,
    "tuple[Tensor, Tensor]": """
        geqrf gru lobpcg lstm_cell lu rnn_relu rnn_tanh std_mean var_mean Latent.forward
        nn.functional.adaptive_max_pool1d_with_indices nn.functional.adaptive_max_pool2d_with_indices
        nn.functional.adaptive_max_pool3d_with_indices nn.functional.fractional_max_pool2d_with_indices
        nn.functional.fractional_max_pool3d_with_indices nn.functional.max_pool1d_with_indices
        nn.functional.max_pool2d_with_indices nn.functional.max_pool3d_with_indices
    """,
    "Module": """
        AveragedModel.module Inception.branch1 Inception.branch2 Inception.branch3 Inception.branch4
        LeNet5.classifier LeNet5.features nn.utils.fuse_conv_bn_eval nn.utils.fuse_linear_bn_eval
        SmallGoogLeNet.stem Transformer.decoder Transformer.encoder VAE.decoder VAE.encoder
    """,
    "float": """
        e inf max_val min_val nan pi CyclicLR.scale_fn finfo.eps finfo.max finfo.min finfo.resolution
        finfo.smallest_normal finfo.tiny
    """,
    "str": """
        nonlinearity reduction cuda.get_device_name device.type dtype.name finfo.dtype hub.get_dir iinfo.dtype
        layout.name memory_format.name Upsample.name
    """,
    "Linear": """
        AdaptiveLogSoftmaxWithLoss.head LinearCrossEntropyLoss.linear MultiheadAttention.out_proj
        TransformerDecoderLayer.linear1 TransformerDecoderLayer.linear2 TransformerEncoderLayer.linear1
        TransformerEncoderLayer.linear2
    """,
    "Self": """
        Embedding.from_pretrained EmbeddingBag.from_pretrained ModuleList.insert ParameterList.append
        ParameterList.extend distributions:expand distributions:with_cache
    """,
    "tuple[int, ...]": """
        ranks _ConvNd.dilation _ConvNd.kernel_size _ConvNd.output_padding _ConvNd.stride
        LayerNorm.normalized_shape RMSNorm.normalized_shape
    """,
    "device": "autocast.device Generator.device Tensor.device TypedStorage.device UntypedStorage.device",
    "str | None": "Tensor.name version.cuda version.hip version.rocm version.xpu",
    "dtype": "fast_dtype Tensor.dtype Tensor.grad_dtype TypedStorage.dtype",
    "tuple[Tensor, Tensor, Tensor]": "lstm pca_lowrank svd_lowrank VAE.forward",
    "Constraint": "distributions:base_constraint distributions:codomain distributions:domain",
    "Distribution": """
        distributions:base_dist distributions:component_distribution distributions:mixture_distribution
    """,
    "ModuleList": "AdaptiveLogSoftmaxWithLoss.tail TransformerDecoder.layers TransformerEncoder.layers",
    "Size": "Tensor.shape distributions:forward_shape distributions:inverse_shape",
    "linalg_slogdet": "slogdet linalg.slogdet Tensor.slogdet",
    "list[str]": "FashionMNIST.classes KMNIST.classes MNIST.classes",
    "list[int]": "ConcatDataset.cummulative_sizes ConcatDataset.cumsum",
    "Constraint | None": "distributions:support",
    "Generator": "random.default_generator",
    "ModuleType": "as_torch",
    "Tensor | Any": "num_batches_tracked",
    "Transform": "distributions:inv",
    "aminmax": "aminmax",
    "cummax": "cummax",
    "cummin": "cummin",
    "device | None": "accelerator.current_accelerator",
    "dict[str, Constraint]": "distributions:arg_constraints",
    "frexp": "frexp",
    "histogram": "histogram",
    "histogramdd": "histogramdd",
    "int | None": "device.index",
    "kthvalue": "kthvalue",
    "layout": "Tensor.layout",
    "linalg_cholesky_ex": "linalg.cholesky_ex",
    "linalg_eig": "linalg.eig",
    "linalg_eigh": "linalg.eigh",
    "linalg_inv_ex": "linalg.inv_ex",
    "linalg_ldl_factor": "linalg.ldl_factor",
    "linalg_ldl_factor_ex": "linalg.ldl_factor_ex",
    "linalg_lstsq": "linalg.lstsq",
    "linalg_lu": "linalg.lu",
    "linalg_lu_factor": "linalg.lu_factor",
    "linalg_lu_factor_ex": "linalg.lu_factor_ex",
    "linalg_qr": "linalg.qr",
    "linalg_solve_ex": "linalg.solve_ex",
    "linalg_svd": "linalg.svd",
    "list[Callable[[int], float] | None]": "lr_lambdas",
    "list[Constraint]": "distributions:cseq",
    "lu_unpack": "lu_unpack",
    "mode": "mode",
    "np.dtype": "dtype.numpy",
    "qr": "qr",
    "sort": "sort",
    "str | tuple[int, ...]": "_ConvNd.padding",
    "svd": "svd",
    "topk": "topk",
    "triangular_solve": "triangular_solve",
})  # fmt: skip

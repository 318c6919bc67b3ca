"""What parameters are whose source does not say.

A name stands for the parameter wherever it occurs; `function.name`, `Class.method.name` and `room.function.name` say it of one
function, whatever the source says; `room:name` says it of a whole room. A default of None allows None without being told so,
and a default of another type than is said here has the last word.
"""

from .table import Table

PARAMETERS = Table({
    "Tensor": """
        *matrices *tensors _random_samples A abs anchor angle append attn_mask aweights B b_hh b_ih batch1
        batch2 batch_sizes bias found_inf fweights gradient grid imag images importance_scores index indices
        input input1 input2 input3 inv_scale k_proj_weight key key_padding_mask LD linear_bias linear_weight
        log_probs log_variance LU LU_data LU_pivots mask mat mat1 mat2 negative noise offsets out_proj_weight
        per_sample_weights pivots pos_weight positive prepend q_proj_weight query real running_mean running_var
        self sorted_indices sorted_sequence sorter source src static_k static_v target targets tau tensor
        tensor1 tensor2 the_template theta unsorted_indices v_proj_weight vec vec1 vec2 w_hh w_ih weight x1 x2
        binomial.count binomial.prob broadcast_tensors.tensors bucketize.boundaries cartesian_prod.tensors
        cosine_embedding_loss.target cumulative_trapezoid.x cumulative_trapezoid.y
        Embedding.from_pretrained.embeddings embedding.indices GradScaler.scale.outputs histogram.weight
        index_put.values index_put_.values istft.window lerp.end linalg.householder_product.tau linalg.lstsq.b
        linalg.vander.x linalg.vecdot.x linalg.vecdot.y linalg.vector_norm.x lobpcg.X lobpcg.iK map2_.x map2_.y
        max_unpool1d.indices multi_head_attention_forward.value nn.functional.gumbel_softmax.logits
        nn.functional.one_hot.tensor norm_except_dim.v repeat_interleave.input
        scaled_dot_product_attention.value split.tensor stft.window svd_lowrank.M take_along_dim.indices
        tensordot.a tensordot.b trapezoid.x trapezoid.y trapz.x trapz.y unravel_index.indices vander.x
        distributions:cov_diag distributions:cov_factor distributions:covariance_matrix
        distributions:precision_matrix distributions:scale_tril distributions:value distributions:x
        distributions:y models:mean models:x nn.init:tensor nn.utils:default_mask nn.utils:mask nn.utils:t
    """,
    "int": """
        *more axis0 axis1 batch_size chunk_size chunks col correction diagonal dim dim0 dim1 dim2
        divisor_override downscale_factor edgeitems embed_dim embed_dim_to_check epoch epochs event_dim
        global_step groups hop_length ignore_index k kdim KV_LEN length linewidth M max_bins max_eval N n_fft
        niter num_classes num_groups num_heads num_replicas num_samples offset output_device padding_idx
        precision prefetch_factor purge_step Q_LEN rank reinterpreted_batch_ndims row segments sparse_dim step
        step_size step_size_down steps steps_per_epoch storage_offset T_0 T_max total_steps upscale_factor vdim
        win_length window_length conv_tbc.pad diff.n dsplit.sections eye.m eye.n flatten.start_dim
        from_file.size grid_sampler.interpolation_mode grid_sampler.padding_mode
        grid_sampler_2d.interpolation_mode grid_sampler_2d.padding_mode grid_sampler_3d.interpolation_mode
        grid_sampler_3d.padding_mode hsplit.sections istft.length lobpcg.n local_response_norm.size
        manual_seed.seed matrix_power.n MNIST.__getitem__.index multinomial.num_samples mvlgamma.p
        narrow_copy.start nonzero_static.size pca_lowrank.q poisson_nll_loss.reduction polygamma.n
        randint_like.high randint_like.low randperm.n repeat_interleave.output_size select.index
        select_scatter.index slice_scatter.end slice_scatter.start svd_lowrank.q Tensor.polygamma_.input
        tensor_split.sections tril_indices.row unflatten.dim unfold.dimension unfold.size unfold.step
        vsplit.sections fft:dim fft:n
    """,
    "Any": """
        _instance args batch collate_fn_map data data_source grads inputs kwargs multiprocessing_context
        new_scale ns_coefficients obj options ortho_bparams ortho_fparams ortho_iparams profile reward
        safe_globals sequence state tensor_contents the_value tracker wanted wrap_storage assert_allclose.actual
        assert_allclose.expected assert_close.actual assert_close.expected atleast_1d.tensors atleast_2d.tensors
        atleast_3d.tensors default_convert.data einsum.args from_dlpack.ext_tensor frombuffer.buffer
        gradient.spacing jvp.primals jvp.tangents LinearCrossEntropyLoss.__init__.out_features
        load.allowed_globals load.map_location load.pickle_module record_stream.stream save.pickle_module
        sparse_coo_tensor.indices sparse_coo_tensor.values to.args TypedStorage.__getitem__.index
        TypedStorage.__setitem__.index UntypedStorage.__getitem__.index UntypedStorage.__setitem__.index
        vmap.in_dims vmap.out_dims wrap.vertex distributions:constraint vision:img vision:pic
        autograd.functional:inputs autograd.functional:v utils.data:dataset utils.data:index
    """,
    "float": """
        amount dampening dropout_p dx eps eta_min gamma initial_accumulator_value lambd lr_decay margin max_norm
        max_value maxnorm min_lr min_value momentum neginf norm_type p posinf rcond scale swa_lr threshold
        timeout tol walltime weight_decay assert_allclose.atol assert_allclose.rtol assert_close.atol
        assert_close.rtol cdist.p celu.alpha constant_pad_nd.value elu.alpha gumbel_softmax.tau
        kaiser_window.beta logspace.base lp_pool1d.norm_type lp_pool2d.norm_type lp_pool3d.norm_type
        make_tensor.high make_tensor.low nan_to_num.nan nn.functional.hardtanh.min_val nn.functional.pad.value
        nn.functional.threshold.value nn.functional.threshold_.value range.end range.start range.step renorm.p
        softplus.beta triplet_margin_loss.p signal:beta nn.functional:alpha nn.functional:beta
        nn.functional:threshold
    """,
    "bool": """
        add_zero_attn align_corners align_to_window allow_unused cache_enabled check_invariants create_graph
        cudnn_enabled drop_last enabled foreach full fused is_coalesced keepdim largest log_input mmap
        non_blocking onesided recompute_scale_factor replacement requires_grad retain_graph return_complex
        sci_mode shuffle some sorted strict train training transposed unbiased upper use_input_stats
        use_reentrant vectorize weights_only asarray.copy from_dlpack.copy from_file.shared
        linalg.solve_triangular.upper make_tensor.exclude_zero set_default_validate_args.value
        distributions:is_discrete distributions:validate_args nn:reduce
    """,
    "int | Sequence[int] | None": """
        all.dim amax.dim amin.dim any.dim count_nonzero.dim fft.fft2.dim fft.fftn.dim fft.fftshift.dim
        fft.hfft2.dim fft.hfftn.dim fft.ifft2.dim fft.ifftn.dim fft.ifftshift.dim fft.ihfft2.dim fft.ihfftn.dim
        fft.irfft2.dim fft.irfftn.dim fft.rfft2.dim fft.rfftn.dim hash_tensor.dim linalg.norm.dim
        linalg.vector_norm.dim logsumexp.dim mean.dim nanmean.dim nansum.dim norm.dim squeeze.dim std.dim
        std_mean.dim sum.dim var.dim var_mean.dim
    """,
    "Sequence[int]": """
        cutoffs dims pad physical_layout split_sizes as_strided.size as_strided.stride broadcast_to.size
        dsplit.indices full.size hsplit.indices linalg.matrix_norm.dim linalg.tensorsolve.dims
        nn.functional.pad.pad permute.dims rot90.dims split_with_sizes.split_sizes Tensor.new_full.size
        tensor_split.indices Unflatten.__init__.unflattened_size unflatten.sizes vsplit.indices
        distributions:batch_shape distributions:event_shape distributions:in_shape distributions:out_shape
        distributions:sample_shape distributions:shape fft:s
    """,
    "Tensor | float": """
        bucketize.input gaussian_nll_loss.var normal.mean normal.std searchsorted.input distributions:alpha
        distributions:concentration distributions:concentration0 distributions:concentration1 distributions:df
        distributions:df1 distributions:df2 distributions:exponent distributions:high distributions:loc
        distributions:logits distributions:low distributions:lower_bound distributions:prob distributions:probs
        distributions:rate distributions:scale distributions:temperature distributions:total_count
        distributions:upper_bound special:input special:n special:other special:x
    """,
    "Tensor | complex": """
        fill_value other value clamp.max clamp.min clamp_.min clamp_max.max clamp_min.min clip.max clip.min
        copysign.input fill_.value float_power.exponent float_power.input float_power_.exponent heaviside.values
        index_fill.value isin.elements isin.test_elements lerp.weight masked_fill.value mul.input pow.exponent
        pow_.exponent rsub.other scatter.src scatter_.src xlogy.input
    """,
    "int | Sequence[int]": """
        *along *order *size *sizes *times dilation kernel_size normalized_shape output_padding output_size
        padding repeats shape size sizes stride gradient.dim movedim.destination movedim.source
        nn.functional.interpolate.size normalize.dim roll.dims roll.shifts split.split_size
        split.split_size_or_sections unsafe_split.split_size
    """,
    "str": """
        adjust_lr_fn device_type driver indexing main_tag method name padding_mode reduce reduction
        rounding_mode side tag text_string autocast.__init__.device_type from_file.filename gelu.approximate
        LBFGS.__init__.line_search_fn nn.functional.poisson_nll_loss.reduction fft:norm nn.utils:name
    """,
    "float | Tensor": """
        arange.end arange.start arange.step bernoulli.p bernoulli_.p linalg.matrix_rank.atol
        linalg.matrix_rank.rtol linalg.matrix_rank.tol linalg.pinv.atol linalg.pinv.rcond linalg.pinv.rtol
        linspace.end linspace.start logspace.end logspace.start nanquantile.q quantile.q
        ReduceLROnPlateau.step.metrics SummaryWriter.add_scalar.scalar_value optim:lr
    """,
    "Callable[..., Any]": """
        avg_fn callable collate_fn context_fn distance_function fn func function hook multi_avg_fn
        on_trace_ready scale_fn schedule target_transform transform worker_init_fn Twins.train.optimizer
        func:func
    """,
    "Tensor | None": """
        batch_norm.bias batch_norm.running_mean batch_norm.running_var batch_norm.weight convolution.bias
        instance_norm.bias instance_norm.running_mean instance_norm.running_var instance_norm.weight
        merge_masks.attn_mask merge_masks.key_padding_mask multi_head_attention_forward.bias_k
        multi_head_attention_forward.bias_v multi_head_attention_forward.in_proj_bias
        multi_head_attention_forward.in_proj_weight multi_head_attention_forward.out_proj_bias
    """,
    "complex": """
        alpha beta add.alpha add_.alpha addcdiv.value addcmul.value fill_diagonal_.fill_value rsub.alpha
        scatter.value scatter_.value sub.alpha subtract.alpha subtract_.alpha
    """,
    "int | None | Sequence[int | None]": """
        adaptive_avg_pool2d.output_size adaptive_avg_pool3d.output_size adaptive_max_pool2d.output_size
        adaptive_max_pool2d_with_indices.output_size adaptive_max_pool3d.output_size
        adaptive_max_pool3d_with_indices.output_size AdaptiveAvgPool2d.__init__.output_size
        AdaptiveAvgPool3d.__init__.output_size AdaptiveMaxPool2d.__init__.output_size
        AdaptiveMaxPool3d.__init__.output_size
    """,
    "dtype": """
        acc_dtype dtype can_cast.from_ can_cast.to finfo.__init__.type iinfo.__init__.type
        nn.functional.softmax.dtype promote_types.type1 promote_types.type2
    """,
    "int | Sequence[int] | str": """
        Conv1d.__init__.padding conv1d.padding Conv2d.__init__.padding conv2d.padding Conv3d.__init__.padding
        conv3d.padding LazyConv1d.__init__.padding LazyConv2d.__init__.padding LazyConv3d.__init__.padding
    """,
    "Tensor | Sequence[Tensor]": """
        autograd.backward.inputs autograd.grad.inputs autograd.grad.outputs backward.tensors make_grid.tensor
        meshgrid.tensors save_image.tensor Tensor.backward.inputs
    """,
    "Module": """
        custom_decoder custom_encoder model module convert_sync_batchnorm.module functional_call.module
    """,
    "int | None": """
        create_block_mask.B create_block_mask.H create_mask.B create_mask.H DataLoader.__init__.batch_size
    """,
    "Distribution": """
        distributions:base_distribution distributions:component_distribution distributions:distribution
        distributions:mixture_distribution
    """,
    "object": "__eq__.other is_storage.obj is_tensor.obj typename.obj",
    "tuple[float, float]": "etas step_sizes value_range histogram.range",
    "Sequence[float]": "histogramdd.range vision.transforms:mean vision.transforms:std",
    "Tensor | Sequence[int]": "input_lengths lengths target_lengths",
    "float | Sequence[float]": "output_ratio scale_factor fractional_max_pool2d.output_ratio",
    "int | Tensor": "histogram.bins narrow.start repeat_interleave.repeats",
    "str | PathLike | IO": "load.f save.f save_image.fp",
    "Callable[[Any], Any]": "apply_.callable Lambda.__init__.lambd",
    "Iterable[Any]": "update_bn.loader utils.data:datasets",
    "Optimizer": "optimizer ChainedScheduler.__init__.optimizer",
    "Sequence[Tensor | None]": "index_put.indices index_put_.indices",
    "Sequence[Tensor]": "tensors linalg.multi_dot.tensors",
    "Tensor | Sequence[Tensor | None]": "autograd.grad.grad_outputs backward.grad_tensors",
    "complex | Tensor": "full.fill_value scalar_tensor.s",
    "device | str | int": "device device.__init__.type",
    "float | list[float]": "base_lr max_lr",
    "float | str": "linalg.cond.p linalg.vector_norm.ord",
    "str | PathLike": "log_dir root",
    "Callable[[Any, Any], Any]": "map_.callable",
    "Callable[[Tensor], None]": "register_post_accumulate_grad_hook.hook",
    "Callable[[Tensor], Tensor | None]": "register_hook.hook",
    "Callable[[int], float] | list[Callable[[int], float]]": "lr_lambda",
    "Constraint": "distributions:base_constraint",
    "Generator": "generator",
    "Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]]": "params",
    "LRScheduler": "SequentialLR.recursive_undo.sched",
    "Mapping[str, Tensor] | Sequence[Mapping[str, Tensor]]": "functional_call.parameter_and_buffer_dicts",
    "Mapping[str, float | Tensor]": "tag_scalar_dict",
    "Module | Sequence[Callable[..., Any]]": "checkpoint_sequential.functions",
    "NDArray": "from_numpy.ndarray",
    "Sampler | Iterable[Any]": "utils.data:sampler",
    "Sampler[list[Any]] | Iterable[list[Any]]": "batch_sampler",
    "Sequence[Any]": "utils.data:indices",
    "Sequence[Callable[..., Any]]": "vision.transforms:transforms",
    "Sequence[Constraint]": "distributions:cseq",
    "Sequence[LRScheduler]": "schedulers",
    "Sequence[Module]": "stack_module_state.models",
    "Sequence[Transform]": "distributions:tseq",
    "Sequence[int] | int": "*shapes",
    "Tensor | NDArray": "img_tensor",
    "Tensor | NDArray | Sequence[float]": "add_histogram.values",
    "Tensor | Sequence[float]": "weights",
    "Tensor | UntypedStorage | TypedStorage": "set_.source",
    "Tensor | tuple[Tensor, Tensor]": "hx",
    "Transform": "distributions:base_transform",
    "Transform | list[Transform]": "distributions:transforms",
    "TypedStorage": "TypedStorage.copy_.source",
    "UntypedStorage": "UntypedStorage.copy_.source",
    "_Samples[T_co]": "DataLoader.__init__.dataset",
    "bool | None": "size_average",
    "device | str | int | None": "set_default_device.device",
    "float | str | None": "norm.p",
    "int | Sequence[Sequence[int]] | Tensor": "tensordot.dims",
    "int | Sequence[int] | Sequence[Tensor]": "histogramdd.bins",
    "int | Sequence[int] | Tensor": "indices_or_sections",
    "int | tuple[int, ...]": "func:argnums",
    "int | tuple[int, int]": "create_block_mask.BLOCK_SIZE",
    "layout": "layout",
    "list[Transform]": "distributions:parts",
    "list[int]": "milestones",
    "memory_format": "memory_format",
    "str | Callable[[Tensor], Tensor]": "activation",
    "str | Callable[[str], str]": "assert_close.msg",
    "str | None": "interpolation",
    "str | float": "ord",
    "str | type[Any]": "set_default_tensor_type.t",
    "tuple[float | None, float]": "Adafactor.__init__.eps",
    "tuple[float | Tensor, float | Tensor]": "betas",
    "type[Any]": "kind",
})  # fmt: skip

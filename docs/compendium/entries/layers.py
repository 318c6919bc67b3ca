"""The layers."""

from .entry import Entry, Family


def _ranks(pattern, ranks="123"):
    return " ".join(part.replace("?", rank) for rank in ranks for part in pattern.split())


LINEAR = (
    Entry("Linear LazyLinear", ("nn.Linear(20, 30)(randn(128, 20))",), "linear.linear"),
    Entry("Bilinear", ("nn.Bilinear(20, 30, 40)(randn(128, 20), randn(128, 30))",), "linear.bilinear"),
    Entry("Identity", ("nn.Identity()(randn(128, 20))",), shown="modules"),
    Entry("Embedding", ("nn.Embedding(10, 3)(randint(10, (2, 4)))",), "linear.embedding"),
    Entry("EmbeddingBag", ("nn.EmbeddingBag(10, 3)(randint(10, (2, 4)))",), "linear.embedding_bag"),
)
CONVOLUTION = (
    Entry(
        _ranks("Conv?d LazyConv?d"),
        (
            "nn.Conv2d(3, 8, 3, padding=1)(randn(2, 3, 9, 9))",
            "nn.Conv1d(3, 8, 5, stride=2)(randn(2, 3, 50))",
            "nn.Conv3d(4, 8, 3, groups=2)(randn(2, 4, 9, 9, 9))",
        ),
        "convolution.conv",
    ),
    Entry(
        _ranks("ConvTranspose?d LazyConvTranspose?d"),
        (
            "nn.ConvTranspose2d(8, 3, 3, stride=2)(randn(2, 8, 9, 9))",
            "nn.ConvTranspose1d(8, 3, 3, stride=2, output_padding=1)(randn(2, 8, 50))",
            "nn.ConvTranspose3d(8, 4, 3)(randn(2, 8, 7, 7, 7))",
        ),
        "convolution.conv_transpose",
    ),
    Entry("Unfold", ("nn.Unfold(3)(randn(2, 3, 9, 9))",), "convolution.unfold"),
    Entry("Fold", ("nn.Fold((9, 9), 3)(randn(2, 27, 49))",), "convolution.fold"),
)
POOLING = (
    Entry(
        _ranks("MaxPool?d"),
        (
            "nn.MaxPool2d(2)(randn(2, 3, 8, 8))",
            "nn.MaxPool1d(3, stride=2)(randn(2, 3, 50))",
            "nn.MaxPool3d(2)(randn(2, 3, 8, 8, 8))",
        ),
        "pooling.max_pool",
    ),
    Entry(
        _ranks("AvgPool?d"),
        (
            "nn.AvgPool2d(2)(randn(2, 3, 8, 8))",
            "nn.AvgPool1d(3, stride=2)(randn(2, 3, 50))",
            "nn.AvgPool3d(2)(randn(2, 3, 8, 8, 8))",
        ),
        "pooling.avg_pool",
    ),
    Entry(_ranks("LPPool?d"), ("nn.LPPool2d(2, 2)(rand(2, 3, 8, 8))",), "pooling.lp_pool"),
    Entry(_ranks("AdaptiveMaxPool?d"), ("nn.AdaptiveMaxPool2d(3)(randn(2, 3, 8, 8))",), "pooling.adaptive_max_pool"),
    Entry(_ranks("AdaptiveAvgPool?d"), ("nn.AdaptiveAvgPool2d(3)(randn(2, 3, 8, 8))",), "pooling.adaptive_avg_pool"),
    Entry(
        _ranks("FractionalMaxPool?d", "23"),
        ("nn.FractionalMaxPool2d(2, output_size=5)(randn(2, 3, 8, 8))",),
        "pooling.fractional_max_pool",
    ),
    Entry(
        _ranks("MaxUnpool?d"),
        ("nn.MaxUnpool2d(2)(*nn.MaxPool2d(2, return_indices=True)(randn(2, 3, 8, 8)))",),
        "pooling.max_unpool",
    ),
)
NORMALIZATION = (
    Entry(
        _ranks("BatchNorm?d LazyBatchNorm?d") + " SyncBatchNorm",
        ("nn.BatchNorm2d(3)(randn(8, 3, 4, 4))", "nn.BatchNorm1d(20)(randn(8, 20))"),
        "normalization.batch_norm",
    ),
    Entry("LayerNorm", ("nn.LayerNorm(20)(randn(8, 5, 20))",), "normalization.layer_norm"),
    Entry("RMSNorm", ("nn.RMSNorm(20)(randn(8, 5, 20))",), "normalization.rms_norm"),
    Entry("GroupNorm", ("nn.GroupNorm(2, 6)(randn(8, 6, 4, 4))",), "normalization.group_norm"),
    Entry(
        _ranks("InstanceNorm?d LazyInstanceNorm?d"),
        ("nn.InstanceNorm2d(3)(randn(8, 3, 4, 4))",),
        "normalization.instance_norm",
    ),
    Entry("LocalResponseNorm", ("nn.LocalResponseNorm(3)(randn(8, 6, 4, 4))",), "normalization.local_response_norm"),
    Entry("CrossMapLRN2d", ("nn.CrossMapLRN2d(3)(randn(8, 6, 4, 4))",), "normalization.cross_map_lrn"),
)
RECURRENT = (
    Entry("RNN RNNBase", ("nn.RNN(10, 20)(randn(5, 3, 10))",), "recurrent.rnn"),
    Entry("LSTM", ("nn.LSTM(10, 20, num_layers=2)(randn(5, 3, 10))",), "recurrent.lstm"),
    Entry("GRU", ("nn.GRU(10, 20)(randn(5, 3, 10))",), "recurrent.gru"),
    Entry(
        "RNNCell LSTMCell GRUCell RNNCellBase",
        (
            "nn.LSTMCell(10, 20)(randn(3, 10))",
            "nn.RNNCell(10, 20)(randn(3, 10))",
            "nn.GRUCell(10, 20)(randn(3, 10))",
        ),
        shown="modules",
    ),
)
ATTENTION = (
    Entry(
        "MultiheadAttention",
        (
            "nn.MultiheadAttention(8, 2)(randn(5, 3, 8), randn(7, 3, 8), randn(7, 3, 8), None, False)",
            "nn.MultiheadAttention(8, 2)(randn(5, 3, 8), randn(7, 3, 8), randn(7, 3, 8))",
        ),
        "attention.multihead_attention",
    ),
    Entry(
        "TransformerEncoderLayer TransformerEncoder",
        (
            "nn.TransformerEncoderLayer(8, 2)(randn(5, 3, 8))",
            "nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, batch_first=True), 3)(randn(3, 5, 8))",
        ),
        "attention.encoder",
        "modules",
    ),
    Entry(
        "TransformerDecoderLayer TransformerDecoder",
        (
            "nn.TransformerDecoderLayer(8, 2)(randn(5, 3, 8), randn(7, 3, 8))",
            "nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2), 3)(randn(5, 3, 8), randn(7, 3, 8))",
        ),
        "attention.decoder",
        "modules",
    ),
    Entry(
        "Transformer",
        ("nn.Transformer(8, 2, 1, 1, batch_first=True)(randn(3, 7, 8), randn(3, 5, 8))",),
        "attention.transformer",
        "modules",
    ),
)
DROPOUT = (
    Entry("Dropout", ("nn.Dropout(0.3)(randn(8, 20))",), "dropout.dropout"),
    Entry(_ranks("Dropout?d"), ("nn.Dropout2d(0.3)(randn(8, 6, 4, 4))",), "dropout.channels"),
    Entry("AlphaDropout FeatureAlphaDropout", ("nn.AlphaDropout(0.3)(randn(8, 20))",), "dropout.alpha"),
)
PADDING = (
    Entry(
        _ranks("ConstantPad?d ZeroPad?d"),
        ("nn.ConstantPad2d(2, 0.5)(randn(2, 3, 8, 8))", "nn.ZeroPad1d((1, 2))(randn(2, 3, 8))"),
        "padding.constant",
    ),
    Entry(_ranks("ReflectionPad?d"), ("nn.ReflectionPad2d(2)(randn(2, 3, 8, 8))",), "padding.reflection"),
    Entry(_ranks("ReplicationPad?d"), ("nn.ReplicationPad2d(2)(randn(2, 3, 8, 8))",), "padding.replication"),
    Entry(_ranks("CircularPad?d"), ("nn.CircularPad2d(2)(randn(2, 3, 8, 8))",), "padding.circular"),
)
RESHAPING = (
    Entry(
        "Upsample UpsamplingNearest2d UpsamplingBilinear2d",
        ("nn.Upsample(scale_factor=2, mode='bilinear')(randn(2, 3, 8, 8))",),
        "resizing.upsample",
    ),
    Entry("PixelShuffle", ("nn.PixelShuffle(2)(randn(2, 12, 4, 4))",), "resizing.pixel_shuffle"),
    Entry("PixelUnshuffle", ("nn.PixelUnshuffle(2)(randn(2, 3, 8, 8))",), "resizing.pixel_unshuffle"),
    Entry("ChannelShuffle", ("nn.ChannelShuffle(2)(randn(2, 6, 4, 4))",), "resizing.channel_shuffle"),
    Entry(
        "Flatten Unflatten",
        ("nn.Flatten()(randn(2, 3, 4, 5))", "nn.Unflatten(1, (3, 4, 5))(randn(2, 60))"),
        shown="modules",
    ),
)
DISTANCE = (
    Entry("PairwiseDistance", ("nn.PairwiseDistance()(randn(4, 8), randn(4, 8))",), "distance.pairwise"),
    Entry("CosineSimilarity", ("nn.CosineSimilarity()(randn(4, 8), randn(4, 8))",), "distance.cosine"),
)
LAYERS = Family(
    "Layers",
    "numpynn.nn",
    "Each with its formula and shapes, its derivative, the code, and a picture of what it does: mostly found by asking backward "
    "which inputs an output depends on.",
    {
        "Linear maps and tables": LINEAR,
        "Convolution": CONVOLUTION,
        "Pooling": POOLING,
        "Normalization": NORMALIZATION,
        "Recurrence": RECURRENT,
        "Attention": ATTENTION,
        "Dropout": DROPOUT,
        "Padding": PADDING,
        "Resizing and rearranging": RESHAPING,
        "Distance": DISTANCE,
    },
)

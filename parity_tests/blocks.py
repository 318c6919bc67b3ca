"""The building blocks that README promises: a block, its names in numpynn, the options worth telling."""

BLOCKS = """
Dense
nn: Linear Bilinear Identity

Convolution
nn: Conv1d Conv2d Conv3d
stride, padding (numbers, 'same', 'valid'), dilation, groups, every padding_mode, unbatched input

UpConvolution
nn: ConvTranspose1d ConvTranspose2d ConvTranspose3d
output_padding, groups, dilation, output_size

Pooling
nn: MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d
nn: AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d
nn: AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d
nn: LPPool1d LPPool2d LPPool3d
ceil_mode, padding, dilation, return_indices, count_include_pad, divisor_override

Linear, ReLU, LeakyReLU, Tanh, Sigmoid, Softplus, Softmax, Swish
nn: Identity ReLU LeakyReLU Tanh Sigmoid Softplus Softmax LogSoftmax SiLU GELU ELU Hardtanh ReLU6

RMS (L2), L1, Cross Entropy, Binary Cross Entropy, Kullback-Leibler
nn: MSELoss L1Loss CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss KLDivLoss SmoothL1Loss HuberLoss
every reduction, weight, pos_weight, ignore_index, label_smoothing, class indices and probabilities, any rank

Sequential
nn: Sequential ModuleList ModuleDict ParameterList ParameterDict
a Module as in torch: hooks, buffers, state_dict, apply, train and eval, to, repr

Inception
models: Inception SmallGoogLeNet
four branches, concatenated; a small classifier of them

Latent and Sample
models: Latent Sample VAE kl_divergence
reparameterised draw, its KL term

LSTM, GRU
nn: RNN LSTM GRU RNNCell LSTMCell GRUCell
layers, both directions, batch_first, dropout, proj_size, unbatched, initial states

Normalisation
nn: BatchNorm1d BatchNorm2d BatchNorm3d LayerNorm
running statistics, affine or not

Dropout, Embedding, Flatten
nn: Dropout Embedding Flatten

SGD, RMSprop, Adagrad, Adadelta, Adam
optim: SGD RMSprop Adagrad Adadelta Adam AdamW
every option, parameter groups, state_dict in torch's layout
"""


def blocks():
    """(block, qualified names, options) of each."""
    for paragraph in BLOCKS.strip().split("\n\n"):
        block, *lines = paragraph.splitlines()
        lists = [line.partition(": ") for line in lines if line.startswith(("nn: ", "models: ", "optim: "))]
        names = [f"{family}.{name}" for family, _, listed in lists for name in listed.split()]
        yield block, names, "".join(lines[len(lists) :])

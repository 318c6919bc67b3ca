"""One module with every module of torch.nn that can be told from the operator it runs."""

from __future__ import annotations

import torch
from torch import nn

# On (2, 4, 3), or as many dimensions as the module wants; those of CHANNELS_LAST on (2, 3, 4).
TEXTS = """
Linear(4, 3, bias=False)
Conv1d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2); Conv2d(4, 6, (3, 1), padding="same", bias=False); Conv3d(4, 2, 1)
ConvTranspose1d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2); ConvTranspose2d(4, 6, 2, bias=False)
ConvTranspose3d(4, 2, 1)
BatchNorm1d(4, eps=1e-3, momentum=0.2); BatchNorm2d(4, affine=False); BatchNorm3d(4, track_running_stats=False)
InstanceNorm1d(4); InstanceNorm2d(4, affine=True); InstanceNorm3d(4, track_running_stats=True)
LayerNorm(4); LayerNorm((3, 4), eps=1e-3, bias=False); LayerNorm(4, elementwise_affine=False)
RMSNorm(4); RMSNorm(4, eps=1e-3, elementwise_affine=False); GroupNorm(2, 4); GroupNorm(1, 4, affine=False)
Dropout(0.2); Dropout1d(0.2); Dropout2d(0.2); Dropout3d(0.2); AlphaDropout(0.2)
ReLU(); ReLU6(); LeakyReLU(0.2); ELU(0.5); CELU(0.5); SELU(); GELU(); GELU("tanh"); SiLU(); Mish(); Hardswish(); Hardsigmoid()
Hardtanh(-2.0, 0.5); Hardshrink(0.3); Softshrink(0.3); Threshold(0.1, 2.0); Sigmoid(); LogSigmoid(); Tanh(); Softplus(2.0, 10.0)
Softmax(dim=1); LogSoftmax(dim=-1); GLU(dim=1); PReLU(4); PReLU()
MaxPool1d(2); MaxPool2d(2, 1, padding=1); MaxPool3d(1)
AvgPool1d(2, ceil_mode=True); AvgPool2d((2, 1), count_include_pad=False, padding=(1, 0)); AvgPool3d(2, divisor_override=3)
AdaptiveAvgPool1d(2); AdaptiveAvgPool2d((2, 1)); AdaptiveAvgPool3d(1)
Flatten(); Flatten(0, 1); Unflatten(1, (2, 2)); PixelShuffle(2); PixelUnshuffle(3)
ZeroPad1d(1); ZeroPad2d((1, 2, 0, 1)); ReflectionPad1d(1); ReflectionPad2d((1, 0, 1, 2))
Upsample(scale_factor=2.0); Upsample(scale_factor=2.0, mode="bilinear", align_corners=True); Upsample((5, 4), mode="bicubic")
Upsample(7, mode="linear")
"""
IN_PLACE = """
ReLU(True); SiLU(True); Hardtanh(inplace=True); Dropout(0.1, True); ELU(inplace=True); ReLU6(True); LeakyReLU(0.1, True)
"""
RECURRENT = """
LSTM(4, 6, num_layers=2); GRU(4, 3, bias=False, bidirectional=True); RNN(4, 3, nonlinearity="relu"); LSTM(4, 3, batch_first=True)
"""
EMBEDDINGS = "Embedding(4, 3); Embedding(4, 3, padding_idx=-1, scale_grad_by_freq=True)"
CHANNELS_LAST = ("Linear", "LayerNorm", "RMSNorm")
RANKS = {"1d": 3, "2d": 4, "3d": 5}


def made(texts):
    """The modules, and the texts they were made of."""
    texts = [text.strip() for line in texts.strip().splitlines() for text in line.split(";")]
    return nn.ModuleList([eval(f"nn.{text}") for text in texts]), texts


class Leaves(nn.Module):
    """All of them, each on its own."""

    def __init__(self):
        super().__init__()
        self.plain, self.texts = made(TEXTS)
        (self.in_place, _), (self.recurrent, _), (self.embeddings, _) = map(made, (IN_PLACE, RECURRENT, EMBEDDINGS))

    def forward(self, x, words):
        results = [module(self.fitting(text, x)) for text, module in zip(self.texts, self.plain)]
        results += [module(x * 2) for module in self.in_place]
        for module in self.recurrent:
            results += module(x.transpose(1, 2))
        return results + [module(words) for module in self.embeddings]

    def fitting(self, text, x):
        """The input with as many dimensions as the module takes."""
        name = text.partition("(")[0]
        if name.startswith(CHANNELS_LAST):
            return x.transpose(1, 2)
        rank = 4 if name.startswith("Pixel") or 'mode="bi' in text else RANKS.get(name[-2:], 3)
        while x.dim() < rank:
            x = x.unsqueeze(-1).expand(*x.shape, 3)
        return x


INPUTS = (torch.randn(2, 4, 3, generator=torch.Generator().manual_seed(0)), torch.tensor([[0, 1], [2, 3]]))

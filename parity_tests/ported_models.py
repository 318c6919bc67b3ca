"""Models as people write them in torch, to be ported whole. Run it for their worst differences and their speed."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from .ported_transformers import BERT, GPT, Conformer, EncoderClassifier, ViT


class Written(NamedTuple):
    """A model, and what its inputs are for a batch of some size."""

    build: Callable
    inputs: Callable


class MLP(nn.Module):
    """Dense layers with several activations, a residual and a temperature that is trained."""

    def __init__(self, width=16):
        super().__init__()
        self.embed = nn.Sequential(nn.Linear(6, width), nn.ReLU(inplace=True), nn.LayerNorm(width))
        self.hidden = nn.ModuleList([nn.Linear(width, width) for _ in range(3)])
        self.head = nn.Linear(width, 4)
        self.dropout = nn.Dropout(0.2)
        self.temperature = nn.Parameter(torch.tensor(0.7))

    def forward(self, x):
        x = self.embed(x)
        for layer in self.hidden:
            x = x + self.dropout(F.gelu(layer(x)))
        return F.log_softmax(self.head(x) / self.temperature.clamp(min=0.1), dim=-1)


class BasicBlock(nn.Module):
    def __init__(self, planes_in, planes, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(planes_in, planes, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.downsample = None
        if stride != 1 or planes_in != planes:
            self.downsample = nn.Sequential(nn.Conv2d(planes_in, planes, 1, stride, bias=False), nn.BatchNorm2d(planes))

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        out = F.relu(self.bn1(self.conv1(x)), inplace=True)
        out = self.bn2(self.conv2(out))
        out += identity
        return F.relu(out, inplace=True)


class ResNet(nn.Module):
    """The residual network of He et al. (2015), with few planes."""

    def __init__(self, planes=8, classes=5):
        super().__init__()
        self.conv1 = nn.Conv2d(3, planes, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = nn.Sequential(BasicBlock(planes, planes), BasicBlock(planes, planes))
        self.layer2 = nn.Sequential(BasicBlock(planes, 2 * planes, 2), BasicBlock(2 * planes, 2 * planes))
        self.layer3 = nn.Sequential(BasicBlock(2 * planes, 4 * planes, 2), BasicBlock(4 * planes, 4 * planes))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(4 * planes, classes)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(torch.flatten(self.avgpool(x), 1))


class SqueezeExcite(nn.Module):
    def __init__(self, channels, squeezed):
        super().__init__()
        self.reduce = nn.Conv2d(channels, squeezed, 1)
        self.expand = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x):
        scale = x.mean((2, 3), keepdim=True)
        return x * torch.sigmoid(self.expand(F.silu(self.reduce(scale))))


class InvertedResidual(nn.Module):
    def __init__(self, inp, out, stride, ratio, act):
        super().__init__()
        hidden = inp * ratio
        self.use_residual = stride == 1 and inp == out
        layers = [] if ratio == 1 else [nn.Conv2d(inp, hidden, 1, bias=False), nn.BatchNorm2d(hidden), act()]
        depthwise = nn.Conv2d(hidden, hidden, 3, stride, padding=1, groups=hidden, bias=False)
        layers += [depthwise, nn.BatchNorm2d(hidden), act(), SqueezeExcite(hidden, max(1, inp // 4))]
        layers += [nn.Conv2d(hidden, out, 1, bias=False), nn.BatchNorm2d(out)]
        self.block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.block(x) if self.use_residual else self.block(x)


class MobileNet(nn.Module):
    """Inverted residuals with depthwise convolutions and squeeze-and-excitation: MobileNetV3, EfficientNet."""

    def __init__(self, act=nn.Hardswish):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), act())
        settings = [(8, 8, 1, 1), (8, 12, 2, 4), (12, 12, 1, 4), (12, 16, 2, 4), (16, 16, 1, 4)]
        self.features = nn.Sequential(*[InvertedResidual(*setting, act) for setting in settings])
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(16, 7))

    def forward(self, x):
        x = self.features(self.stem(x))
        return self.classifier(F.adaptive_avg_pool2d(x, 1).flatten(1))


class DoubleConv(nn.Sequential):
    def __init__(self, inp, out):
        super().__init__(
            nn.Conv2d(inp, out, 3, padding=1, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(inplace=True),
            nn.Conv2d(out, out, 3, padding="same"),
            nn.GroupNorm(2, out),
            nn.LeakyReLU(0.1),
        )


class UNet(nn.Module):
    """Down, up, and across: Ronneberger et al. (2015). Once transposed convolutions, once interpolation."""

    def __init__(self, base=4):
        super().__init__()
        self.inc = DoubleConv(1, base)
        self.down = nn.ModuleList([DoubleConv(base, 2 * base), DoubleConv(2 * base, 4 * base)])
        self.up1 = nn.ConvTranspose2d(4 * base, 2 * base, 2, stride=2)
        self.merge1 = DoubleConv(4 * base, 2 * base)
        self.merge2 = DoubleConv(3 * base, base)
        self.outc = nn.Conv2d(base, 2, 1)

    def forward(self, x):
        first = self.inc(x)
        second = self.down[0](F.max_pool2d(first, 2))
        third = self.down[1](F.avg_pool2d(second, 2))
        up = self.merge1(torch.cat([self.up1(third), second], dim=1))
        up = F.interpolate(up, scale_factor=2.0, mode="bilinear", align_corners=False)
        up = F.pad(up, (1, 1, 1, 1), mode="reflect")[:, :, 1:-1, 1:-1]
        return torch.sigmoid(self.outc(self.merge2(torch.cat([up, first], dim=1))))


class VAE(nn.Module):
    """A variational autoencoder; it draws its noise itself."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(36, 16), nn.Tanh())
        self.to_mean, self.to_log_var = nn.Linear(16, 3), nn.Linear(16, 3)
        self.decoder = nn.Sequential(nn.Linear(3, 16), nn.Softplus(), nn.Linear(16, 36), nn.Unflatten(1, (1, 6, 6)))

    def reparameterize(self, mean, log_var):
        return mean + torch.exp(0.5 * log_var) * torch.randn_like(mean)

    def forward(self, x):
        code = self.encoder(x)
        mean, log_var = self.to_mean(code), self.to_log_var(code)
        image = torch.sigmoid(self.decoder(self.reparameterize(mean, log_var)))
        divergence = -0.5 * torch.sum(1 + log_var - mean.pow(2) - log_var.exp(), dim=1)
        return {"image": image, "latent": (mean, log_var), "divergence": divergence.mean()}


class LSTMClassifier(nn.Module):
    """Words that are not padding, through both directions; the mean over them is classified."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20, 8, padding_idx=0)
        self.lstm = nn.LSTM(8, 6, num_layers=2, bidirectional=True, batch_first=True, dropout=0.3)
        self.fc = nn.Linear(12, 3)

    def forward(self, words):
        mask = (words != 0).unsqueeze(-1).float()
        outputs, (hidden, _) = self.lstm(self.embedding(words))
        mean = (outputs * mask).sum(1) / mask.sum(1).clamp(min=1.0)
        return self.fc(mean + torch.cat([hidden[-2], hidden[-1]], dim=1))


class GRUClassifier(nn.Module):
    """A GRU whose state starts from a parameter, and attention over its outputs."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20, 8)
        self.start = nn.Parameter(torch.zeros(1, 1, 6))
        self.gru = nn.GRU(8, 6, batch_first=True)
        self.score = nn.Linear(6, 1, bias=False)
        self.fc = nn.Linear(6, 3)

    def forward(self, words):
        start = self.start.expand(-1, words.size(0), -1).contiguous()
        outputs, _ = self.gru(self.embedding(words), start)
        weights = torch.softmax(self.score(torch.tanh(outputs)).squeeze(-1), dim=1)
        return self.fc(torch.einsum("bt,bth->bh", weights, outputs))


class Spectrogram(nn.Module):
    """Sound through torch.stft into log-mel features, and a small network on them."""

    def __init__(self, size=32, hop=16, mels=8):
        super().__init__()
        self.size, self.hop = size, hop
        self.register_buffer("window", torch.hann_window(size))
        self.register_buffer("mel", torch.rand(mels, size // 2 + 1))
        self.classify = nn.Sequential(
            nn.Conv1d(mels, 8, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool1d(1), nn.Flatten()
        )
        self.fc = nn.Linear(8, 3)

    def forward(self, sound):
        spectrum = torch.stft(sound, self.size, self.hop, window=self.window, return_complex=True)
        power = spectrum.abs().pow(2)
        features = torch.log(torch.matmul(self.mel, power) + 1e-3)
        features = (features - features.mean(dim=-1, keepdim=True)) / (features.std(dim=-1, keepdim=True) + 1e-3)
        return self.fc(self.classify(features))


class FramedSpectrum(nn.Module):
    """The same without torch.stft: frames by unfold, a basis of sines and cosines."""

    def __init__(self, size=32, hop=16):
        super().__init__()
        self.size, self.hop = size, hop
        angle = 2 * math.pi * torch.outer(torch.arange(size), torch.arange(size // 2 + 1)) / size
        self.register_buffer("basis", torch.cat([angle.cos(), angle.sin()], dim=1) * torch.hann_window(size)[:, None])
        self.fc = nn.Linear(size // 2 + 1, 3)

    def forward(self, sound):
        frames = sound.unfold(-1, self.size, self.hop) @ self.basis
        real, imaginary = frames.chunk(2, dim=-1)
        return self.fc(torch.log1p(torch.sqrt(real**2 + imaginary**2 + 1e-6))).amax(dim=1)


def _words(batch, length=7):
    return torch.randint(0, 20, (batch, length))


MODELS = {
    "MLP": Written(MLP, lambda n: (torch.randn(n, 6),)),
    "ResNet": Written(ResNet, lambda n: (torch.randn(n, 3, 32, 32),)),
    "MobileNetV3": Written(MobileNet, lambda n: (torch.randn(n, 3, 24, 24),)),
    "EfficientNet": Written(lambda: MobileNet(nn.SiLU), lambda n: (torch.randn(n, 3, 24, 24),)),
    "U-Net": Written(UNet, lambda n: (torch.randn(n, 1, 16, 16),)),
    "VAE": Written(VAE, lambda n: (torch.randn(n, 1, 6, 6),)),
    "LSTM": Written(LSTMClassifier, lambda n: (_words(n),)),
    "GRU": Written(GRUClassifier, lambda n: (_words(n),)),
    "Transformer encoder": Written(EncoderClassifier, lambda n: (_words(n).clamp(min=1),)),
    "GPT": Written(GPT, lambda n: (_words(n),)),
    "BERT": Written(BERT, lambda n: (_words(n), torch.ones(n, 7, dtype=torch.long).tril(5), _words(n) % 2)),
    "ViT": Written(ViT, lambda n: (torch.randn(n, 3, 16, 16),)),
    "Conformer": Written(Conformer, lambda n: (torch.randn(n, 9, 10),)),
    "STFT": Written(Spectrogram, lambda n: (torch.randn(n, 128),)),
    "framed DFT": Written(FramedSpectrum, lambda n: (torch.randn(n, 128),)),
}


def port_of(name):
    """The torch model, in evaluation mode, and its port."""
    from numpynn.port import port

    torch.manual_seed(0)
    module = MODELS[name].build().eval()
    return module, port(module, *MODELS[name].inputs(3))


def unclean(folder):
    """What ruff finds in the sources in a folder, by the rules of this project."""
    settings = str(Path(__file__).parents[1] / "pyproject.toml")
    found = ""
    for command in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        arguments = [sys.executable, "-m", "ruff", *command, "--config", settings, str(folder)]
        done = subprocess.run(arguments, capture_output=True, text=True)
        found += done.stdout + done.stderr
    return found


def main(names):
    """A line for each model: how far it differs from torch, and how long it takes for one example, beside torch."""
    print(f"{'':<20} {'worst output':>12} {'worst gradient':>14} {'numpynn':>10} {'torch':>10} {'ratio':>6}")
    for name in names or MODELS:
        module, port = port_of(name)
        worst = {"output": 0.0, "gradient": 0.0}
        for row in port.report.rows:
            kind = row.name.partition(" ")[0].partition("[")[0]
            if kind in worst:
                worst[kind] = max(worst[kind], row.difference.max_absolute)
        ours, theirs = _times(name, module, port)
        numbers = f"{worst['output']:>12.1e} {worst['gradient']:>14.1e} {ours:>7.2f} ms {theirs:>7.2f} ms {ours / theirs:>6.2f}"
        print(f"{name:<20} {numbers}", flush=True)


def _times(name, module, port, repeats=60):
    """The median of each library's milliseconds for a batch of one, in turns."""
    import numpynn

    inputs = MODELS[name].inputs(1)
    own = [numpynn.from_numpy(tensor.numpy()) for tensor in inputs]
    taken = ([], [])
    with torch.no_grad(), numpynn.no_grad():
        for _ in range(repeats):
            for library, times in zip((lambda: port.model(*own), lambda: module(*inputs)), taken):
                begin = time.perf_counter()
                library()
                times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken[0]), statistics.median(taken[1])


if __name__ == "__main__":
    import numpynn

    # As many threads as NumPy's BLAS has: OMP_NUM_THREADS, for both.
    for library in (torch, numpynn):
        library.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))
    main(sys.argv[1:])

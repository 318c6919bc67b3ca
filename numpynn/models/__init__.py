"""Networks and blocks that torch.nn has no name for."""

from .inception import Inception, SmallGoogLeNet
from .lenet import LeNet5
from .vae import VAE, Latent, Sample, kl_divergence

__all__ = ["Inception", "Latent", "LeNet5", "Sample", "SmallGoogLeNet", "VAE", "kl_divergence"]

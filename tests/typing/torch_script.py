"""A program as it stands for torch, but for its imports: a GAN with the initialisation that everybody copies."""

import argparse
import random

import numpy as np

import numpynn as torch
import numpynn.nn as nn
import numpynn.nn.functional as F
import numpynn.optim as optim

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=1)
parser.add_argument("--lr", type=float, default=2e-4)
args = parser.parse_args([])
device = torch.device("cpu")
random.seed(0)
torch.manual_seed(0)
torch.backends.cudnn.benchmark = True
torch.set_default_dtype(torch.float32)


def weights_init(m: nn.Module) -> None:
    classname = m.__class__.__name__
    if classname.find("Conv") != -1:
        nn.init.normal_(m.weight.data, 0.0, 0.02)
    elif classname.find("BatchNorm") != -1:
        nn.init.normal_(m.weight.data, 1.0, 0.02)
        nn.init.constant_(m.bias.data, 0)


class Generator(nn.Module):
    def __init__(self, nz: int = 4, ngf: int = 2) -> None:
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 2, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, 1, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        output: torch.Tensor = self.main(input)
        return output


netG = Generator().to(device)
netG.apply(weights_init)
netD = nn.Sequential(nn.Conv2d(1, 2, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(2, 1, 4), nn.Flatten())
criterion = nn.BCEWithLogitsLoss()
optimizerD = optim.Adam(netD.parameters(), lr=args.lr, betas=(0.5, 0.999))
optimizerG = optim.Adam(netG.parameters(), lr=args.lr, betas=(0.5, 0.999))
losses: list[float] = []
fake = torch.zeros(0)
for epoch in range(args.epochs):
    real = torch.from_numpy(np.random.rand(4, 1, 8, 8).astype(np.float32)).to(device)
    noise = torch.randn(4, 4, 1, 1, device=device)
    fake = netG(noise)
    netD.zero_grad()
    error_real = criterion(netD(real), torch.full((4, 1), 1.0, dtype=torch.float, device=device))
    error_fake = F.binary_cross_entropy_with_logits(netD(fake.detach()), torch.zeros(4, 1))
    (error_real + error_fake).backward()
    optimizerD.step()
    netG.zero_grad()
    error = criterion(netD(fake), torch.ones_like(netD(fake)))
    error.backward()
    optimizerG.step()
    losses.append(error.item())
    print(f"[{epoch}/{args.epochs}] {error.item():.4f} {error_real.mean().item():.4f}")
with torch.no_grad():
    picture = netG(torch.randn(1, 4, 1, 1)).detach().cpu().squeeze().numpy()
print(picture.shape, F.interpolate(fake, scale_factor=2, mode="nearest").shape, torch.__version__)

"""A Wasserstein GAN with gradient penalty: spectral norm in the critic, weight norm in the generator."""

import torch
from torch import autograd, nn
from torch.nn.utils import remove_weight_norm, spectral_norm, weight_norm
from torch.nn.utils.parametrizations import weight_norm as new_weight_norm
from torch.nn.utils import parametrize

torch.manual_seed(42)
LATENT, BATCH = 4, 64


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find("Linear") != -1:
        torch.nn.init.orthogonal_(m.weight.data)
        m.bias.data.fill_(0)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Linear(LATENT, 32), nn.Linear(32, 32), nn.Linear(32, 2)]
        for layer in layers:
            weights_init(layer)
        self.first, self.second = weight_norm(layers[0]), new_weight_norm(layers[1])
        self.last = weight_norm(layers[2], name="weight", dim=None)

    def forward(self, z):
        h = nn.functional.leaky_relu(self.first(z), 0.2)
        return self.last(nn.functional.softplus(self.second(h), beta=2))


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(
            spectral_norm(nn.Linear(2, 32), n_power_iterations=2),
            nn.LeakyReLU(0.2),
            spectral_norm(nn.Linear(32, 32)),
            nn.ELU(),
            nn.utils.parametrizations.spectral_norm(nn.Linear(32, 1)),
        )

    def forward(self, x):
        return self.main(x).view(-1)


def gradient_penalty(critic, real, fake):
    alpha = torch.rand(real.size(0), 1).expand_as(real)
    mixed = (alpha * real.data + (1 - alpha) * fake.data).requires_grad_(True)
    out = critic(mixed)
    grads = autograd.grad(
        outputs=out, inputs=mixed, grad_outputs=torch.ones(out.size()), create_graph=True, retain_graph=True, only_inputs=True
    )[0]
    return ((grads.norm(2, dim=1) - 1) ** 2).mean()


G, D = Generator(), Critic()
opt_g = torch.optim.RMSprop(G.parameters(), lr=1e-3)
opt_d = torch.optim.Adam(D.parameters(), lr=2e-3, betas=(0.5, 0.9))
one = torch.FloatTensor([1])
mone = one * -1

for step in range(15):
    for p in D.parameters():
        p.requires_grad = True
    for _ in range(2):
        D.zero_grad()
        angle = 6.2831853 * torch.rand(BATCH)
        real = torch.stack((angle.cos(), angle.sin()), 1) + 0.05 * torch.randn(BATCH, 2)
        fake = G(torch.randn(BATCH, LATENT)).detach()
        d_real, d_fake = D(real).mean(), D(fake).mean()
        penalty = 10 * gradient_penalty(D, real, fake)
        (d_fake - d_real + penalty).backward()
        opt_d.step()
    for p in D.parameters():
        p.requires_grad = False
    G.zero_grad()
    g = D(G(torch.randn(BATCH, LATENT))).mean().unsqueeze(0)
    g.backward(mone)
    opt_g.step()
    if step % 3 == 2:
        print("[%d] W %.6f GP %.6f G %.6f" % (step, (d_real - d_fake).item(), penalty.item(), g.item()))

G.eval()
z = torch.randn(3, LATENT)
before = G(z)
remove_weight_norm(G.first)
parametrize.remove_parametrizations(G.second, "weight")
print(sorted(name for name, _ in G.named_parameters()), (G(z) - before).abs().max().item() < 1e-6)
print(D.main[0].weight_u.shape, D.state_dict().keys())

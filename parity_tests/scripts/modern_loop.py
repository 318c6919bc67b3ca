"""A training loop with all the trimmings that do nothing on this machine: script, compile, autocast, scaler, writer."""

import logging
import time
from contextlib import nullcontext
from typing import Dict, List, Optional, Tuple

import torch
import torch.distributed as dist
import torch.nn as nn
from torch import Tensor
from torch.profiler import ProfilerActivity, profile, record_function
from torch.utils.checkpoint import checkpoint

try:
    from torch.utils.tensorboard import SummaryWriter
except ImportError:
    SummaryWriter = None

logging.basicConfig(level=logging.ERROR)
log = logging.getLogger(__name__)

torch.set_float32_matmul_precision("high")
torch.backends.cuda.matmul.allow_tf32 = True
torch.backends.cudnn.allow_tf32 = True
device_type = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
device = torch.device(device_type)
ddp = dist.is_available() and dist.is_initialized()


@torch.jit.script
def tempered(logits: Tensor, temperature: float = 1.0) -> Tensor:
    return torch.softmax(logits / temperature, dim=-1)


class Block(nn.Module):
    def __init__(self, dim: int, drop: float = 0.0):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.RMSNorm(dim)
        self.attn = nn.MultiheadAttention(dim, 4, dropout=drop, batch_first=True)
        self.up, self.down = nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, dim)

    def forward(self, x: Tensor, mask: Optional[Tensor] = None) -> Tensor:
        h = self.norm1(x)
        x = x + self.attn(h, h, h, attn_mask=mask, need_weights=False)[0]
        return x + self.down(nn.functional.silu(self.up(self.norm2(x))))


class Model(nn.Module):
    def __init__(self, vocab: int = 16, dim: int = 32, layers: int = 2, length: int = 12):
        super().__init__()
        self.tok, self.pos = nn.Embedding(vocab, dim), nn.Parameter(torch.zeros(1, length, dim))
        self.blocks = nn.ModuleList([Block(dim) for _ in range(layers)])
        self.head = nn.Linear(dim, vocab, bias=False)
        self.head.weight = self.tok.weight
        nn.init.trunc_normal_(self.pos, std=0.02)

    def forward(self, idx: Tensor, targets: Optional[Tensor] = None) -> Tuple[Tensor, Optional[Tensor]]:
        x = self.tok(idx) + self.pos[:, : idx.size(1)]
        mask = nn.Transformer.generate_square_subsequent_mask(idx.size(1), device=idx.device)
        for block in self.blocks:
            x = checkpoint(block, x, mask, use_reentrant=False) if self.training else block(x, mask)
        logits = self.head(x)
        loss = None if targets is None else nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
        return logits, loss


torch.manual_seed(1337)
model = Model().to(device, non_blocking=True)
model = torch.compile(model, mode="reduce-overhead", dynamic=False, disable=device_type == "cpu")
raw = model.module if ddp else getattr(model, "_orig_mod", model)
ctx = nullcontext() if device_type == "cpu" else torch.amp.autocast(device_type=device_type, dtype=torch.bfloat16)
scaler = torch.amp.GradScaler(device_type, enabled=False)
optimizer = torch.optim.AdamW(raw.parameters(), lr=3e-3, betas=(0.9, 0.95), fused=False, foreach=None)
scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, (step + 1) / 5))
history: List[Dict[str, float]] = []
start = time.perf_counter()
with profile(activities=[ProfilerActivity.CPU], record_shapes=False) as prof:
    for step in range(8):
        optimizer.zero_grad(set_to_none=True)
        for micro in range(2):
            data = torch.randint(16, (8, 13), device=device).cumsum(1) % 16
            with record_function("forward"), ctx:
                _, loss = model(data[:, :-1], data[:, 1:])
                loss = loss / 2
            scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0, error_if_nonfinite=True)
        scaler.step(optimizer)
        scaler.update()
        scheduler.step()
        history.append({"loss": loss.item() * 2, "norm": norm.item(), "lr": scheduler.get_last_lr()[0]})
        if device_type == "cuda":
            torch.cuda.synchronize()
        log.info("step %d", step)
assert time.perf_counter() > start
for step, row in enumerate(history):
    print(step, row["loss"], row["norm"], row["lr"])
model.eval()
with torch.no_grad(), torch.autocast(device_type="cpu", enabled=False):
    logits, nothing = model(torch.arange(12).unsqueeze(0))
    probs = tempered(logits[:, -1], 0.8)
    top, index = torch.topk(probs, k=3)
    print(nothing, top.sum().item(), torch.multinomial(probs, num_samples=2).shape)
print(raw.head.weight.data_ptr() == raw.tok.weight.data_ptr(), len(list(raw.parameters())), SummaryWriter is None or callable(SummaryWriter))

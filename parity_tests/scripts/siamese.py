"""A siamese network with a triplet loss: embeddings pulled together by class, compared by cosine similarity."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.lr_scheduler import ExponentialLR
from torch.utils.data import DataLoader, Dataset


class Triplets(Dataset):
    def __init__(self, count):
        self.centres = torch.randn(5, 20)
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        kind = index % 5
        other = (kind + 1 + index // 5 % 4) % 5
        anchor, positive = (self.centres[kind] + 0.5 * torch.randn(20) for _ in range(2))
        return anchor, positive, self.centres[other] + 0.5 * torch.randn(20)


class Embedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(20, 32), nn.PReLU(), nn.BatchNorm1d(32), nn.Linear(32, 8))

    def forward(self, x):
        return F.normalize(self.net(x), p=2, dim=-1)


torch.manual_seed(10)
data = Triplets(60)
model = Embedding()
criterion = nn.TripletMarginLoss(margin=0.5, p=2)
cosine = nn.CosineEmbeddingLoss(margin=0.2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=1e-4)
scheduler = ExponentialLR(optimizer, 0.9)
for epoch in range(4):
    for anchor, positive, negative in DataLoader(data, batch_size=20, shuffle=True, drop_last=True):
        a, p, n = model(anchor), model(positive), model(negative)
        loss = criterion(a, p, n) + 0.1 * cosine(a, n, -torch.ones(len(a)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    scheduler.step()
    model.eval()
    with torch.inference_mode():
        near, far = F.cosine_similarity(a, p).mean(), F.cosine_similarity(a, n).mean()
    model.train()
    print(epoch, loss.item(), near.item(), far.item(), scheduler.get_last_lr()[0])

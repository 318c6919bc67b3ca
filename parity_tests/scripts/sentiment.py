"""Sentences of different lengths: workers, a collate function that pads, packed sequences, a bidirectional LSTM."""

import random
from collections import Counter
from functools import partial

import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
from torch.utils.data import DataLoader, Dataset

PAD, UNK = 0, 1
GOOD, BAD = "good great fun lovely fine".split(), "bad awful dull poor sad".split()
OTHER = "the a film plot was and but very it of".split()


class Reviews(Dataset):
    def __init__(self, n, seed):
        rng = random.Random(seed)
        self.samples = []
        for _ in range(n):
            label = rng.random() < 0.5
            words = [rng.choice(OTHER) for _ in range(rng.randint(2, 9))]
            for _ in range(rng.randint(1, 3)):
                words.insert(rng.randrange(len(words)), rng.choice(GOOD if label else BAD))
            self.samples.append((words, int(label)))

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, i):
        return self.samples[i]


def collate(batch, vocab):
    ids = [torch.tensor([vocab.get(w, UNK) for w in words]) for words, _ in batch]
    lengths = torch.tensor([len(t) for t in ids])
    labels = torch.tensor([label for _, label in batch], dtype=torch.float)
    return pad_sequence(ids, batch_first=True, padding_value=PAD), lengths, labels


class Classifier(nn.Module):
    def __init__(self, vocab_size, dim=16, hidden=16):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, dim, padding_idx=PAD)
        self.lstm = nn.LSTM(dim, hidden, num_layers=2, bidirectional=True, batch_first=True)
        self.dropout = nn.Dropout(0.2)
        self.attention = nn.Linear(2 * hidden, 1)
        self.fc = nn.Linear(4 * hidden, 1)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(self.dropout(self.embedding(x)), lengths.cpu(), batch_first=True, enforce_sorted=False)
        packed_out, (h, c) = self.lstm(packed)
        out, out_lengths = pad_packed_sequence(packed_out, batch_first=True)
        mask = torch.arange(out.size(1))[None, :] >= out_lengths[:, None]
        scores = self.attention(out).squeeze(-1).masked_fill(mask, float("-inf"))
        pooled = torch.einsum("bt,bth->bh", scores.softmax(-1), out)
        return self.fc(torch.cat([pooled, h[-2], h[-1]], dim=1)).squeeze(1)


if __name__ == "__main__":
    torch.manual_seed(0)
    train = Reviews(256, seed=1)
    counts = Counter(w for words, _ in train.samples for w in words)
    vocab = {w: i + 2 for i, (w, _) in enumerate(sorted(counts.items(), key=lambda t: (-t[1], t[0])))}
    loader = DataLoader(
        train, batch_size=32, shuffle=True, num_workers=2, collate_fn=partial(collate, vocab=vocab), persistent_workers=True
    )
    test_loader = DataLoader(Reviews(64, seed=2), batch_size=64, collate_fn=lambda batch: collate(batch, vocab))
    model = Classifier(len(vocab) + 2)
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    for epoch in range(4):
        model.train()
        losses = []
        for x, lengths, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x, lengths), y)
            loss.backward()
            nn.utils.clip_grad_value_(model.parameters(), 0.5)
            optimizer.step()
            losses.append(loss.item())
        model.eval()
        with torch.inference_mode():
            x, lengths, y = next(iter(test_loader))
            accuracy = ((torch.sigmoid(model(x, lengths)) > 0.5) == y.bool()).float().mean().item()
        print(f"epoch {epoch} loss {sum(losses) / len(losses)} accuracy {accuracy:.4f}")

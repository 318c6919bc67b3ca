"""Recurrent networks: LSTM and GRU states, packed sequences, cells, embeddings, a tagger."""

from typing import assert_type

import numpynn as torch
from numpynn import Tensor, nn
from numpynn.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence, pad_sequence


class Tagger(nn.Module):
    def __init__(self, words: int, tags: int, hidden: int = 6) -> None:
        super().__init__()
        self.embed = nn.Embedding(words, 5, padding_idx=0)
        self.lstm = nn.LSTM(5, hidden, num_layers=2, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * hidden, tags)

    def forward(self, words: Tensor, lengths: Tensor) -> Tensor:
        packed = pack_padded_sequence(self.embed(words), lengths, batch_first=True, enforce_sorted=False)
        assert_type(packed, PackedSequence)
        output, (h, c) = self.lstm(packed)
        assert_type(output, PackedSequence)
        assert_type(h + c, Tensor)
        padded, _ = pad_packed_sequence(output, batch_first=True)
        assert_type(padded, Tensor)
        return self.out(padded)


words = pad_sequence([torch.tensor([3, 1, 4]), torch.tensor([1, 5])], batch_first=True)
assert_type(words, Tensor)
tagger = Tagger(9, 3)
scores = tagger(words, torch.tensor([3, 2]))
loss = nn.CrossEntropyLoss()(scores.flatten(0, 1), torch.zeros(6, dtype=torch.int64))
loss.backward()

cell = nn.GRUCell(4, 6)
state = torch.zeros(2, 6)
for step in torch.randn(5, 2, 4):
    state = cell(step, state)
assert_type(state, Tensor)
h, c = nn.LSTMCell(4, 6)(torch.randn(2, 4))
assert_type(h + c, Tensor)
best = torch.argmax(scores, dim=-1).tolist()
print(best)

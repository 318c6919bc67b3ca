"""Datasets of one's own, samplers, collate functions, loaders with position, transforms of images."""

from collections.abc import Iterator
from typing import Any, assert_type

import numpynn as torch
from numpynn import Tensor
from numpynn.utils.data import (
    BatchSampler,
    ConcatDataset,
    DataLoader,
    Dataset,
    IterableDataset,
    RandomSampler,
    Sampler,
    Subset,
    WeightedRandomSampler,
)
from numpynn.vision import transforms


class Squares(Dataset[tuple[Tensor, int]]):
    def __init__(self, n: int) -> None:
        self.n = n

    def __len__(self) -> int:
        return self.n

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return torch.tensor(float(index * index)), index % 2


class Plain(Dataset):
    def __len__(self) -> int:
        return 4

    def __getitem__(self, index: int) -> Tensor:
        return torch.full((3,), index)


class Stream(IterableDataset[Tensor]):
    def __iter__(self) -> Iterator[Tensor]:
        yield from torch.arange(6)


class Backwards(Sampler[int]):
    def __init__(self, n: int) -> None:
        self.n = n

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.n - 1, -1, -1))


def collate(batch: list[tuple[Tensor, int]]) -> dict[str, Tensor]:
    return {"x": torch.stack([x for x, _ in batch]), "label": torch.tensor([label for _, label in batch])}


data = Squares(10)
assert_type(data[3], tuple[Tensor, int])
assert_type(Subset(data, [1, 2])[0], tuple[Tensor, int])
assert_type((data + Squares(2))[11], tuple[Tensor, int])
assert_type(ConcatDataset([data, Squares(3)])[0], tuple[Tensor, int])
loader = DataLoader(data, batch_size=4, shuffle=True, collate_fn=collate, generator=torch.Generator().manual_seed(0))
assert_type(loader, DataLoader[tuple[Tensor, int]])
for batch in loader:
    assert batch["x"].shape == batch["label"].shape
assert_type(len(loader), int)
for x, label in DataLoader(data, sampler=Backwards(10), batch_size=5):
    print(x.shape, label.tolist())
weighted = WeightedRandomSampler([0.1] * 10, num_samples=5, replacement=True)
list(DataLoader(data, sampler=weighted))
list(DataLoader(data, batch_sampler=BatchSampler(RandomSampler(data), batch_size=3, drop_last=False)))
list(DataLoader(Stream(), batch_size=2))
list(DataLoader(Plain(), batch_size=None))
list(DataLoader([(1.0, 2), (3.0, 4)]))
first: Any = next(iter(DataLoader(torch.arange(4.0), 2)))
state = loader.state_dict()
assert_type(state, dict[str, Any])

prepare = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
image = prepare(torch.zeros(4, 4, dtype=torch.uint8).numpy())
print(image.shape)

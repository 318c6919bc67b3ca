"""The sampler that gives each of several processes its share of a dataset."""

from __future__ import annotations

import math

from ...functional.random import randperm
from ...random import Generator
from .sampler import Sampler


class DistributedSampler(Sampler):
    """Every `num_replicas`-th index from `rank` on, of one permutation that all replicas draw by seed + epoch.

    Shares are equal: short ones are filled from the front, or with drop_last the tail is left out. ValueError
    where rank is not in [0, num_replicas). Unlike torch's, it knows no process group: both must be given.

    >>> list(DistributedSampler(range(5), num_replicas=2, rank=1, shuffle=False))
    [1, 3, 0]
    """

    def __init__(self, dataset, num_replicas=None, rank=None, shuffle=True, seed=0, drop_last=False):
        if num_replicas is None or rank is None:
            raise ValueError("DistributedSampler: num_replicas and rank must be given, there is no process group")
        if not 0 <= rank < num_replicas:
            raise ValueError(
                f"DistributedSampler: Invalid rank {rank}, rank should be in the interval [0, {num_replicas - 1}]"
            )
        self.dataset = dataset
        self.num_replicas = num_replicas
        self.rank = rank
        self.epoch = 0
        self.drop_last = drop_last
        self.num_samples = _share(len(dataset), num_replicas, drop_last)
        self.total_size = self.num_samples * num_replicas
        self.shuffle = shuffle
        self.seed = seed

    def __iter__(self):
        size = len(self.dataset)
        if self.shuffle:
            order = randperm(size, generator=Generator().manual_seed(self.seed + self.epoch)).tolist()
        else:
            order = list(range(size))
        if order and not self.drop_last:
            order *= math.ceil(self.total_size / size)
        order = order[: self.total_size]
        if len(order) != self.total_size:
            raise AssertionError(
                f"DistributedSampler: Number of indices ({len(order)}) does not match total_size ({self.total_size})"
            )
        return iter(order[self.rank :: self.num_replicas])

    def __len__(self):
        return self.num_samples

    def set_epoch(self, epoch):
        """Set the epoch, which with the seed decides the permutation: without it every epoch has the same."""
        self.epoch = epoch


def _share(size, replicas, drop_last):
    uneven = drop_last and size % replicas != 0
    return math.ceil((size - replicas) / replicas) if uneven else math.ceil(size / replicas)

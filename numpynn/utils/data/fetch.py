"""From indices to a batch: how a map and how a stream are asked for samples."""

from __future__ import annotations

from itertools import islice

from .dataset import IterableDataset, samples_at


def fetcher(dataset, batched, collate_fn, drop_last):
    """A function from what the sampler gives to a batch; StopIteration where a stream has ended."""
    if isinstance(dataset, IterableDataset):
        return _stream_fetcher(iter(dataset), batched, collate_fn, drop_last)
    if batched:
        return lambda indices: collate_fn(samples_at(dataset, indices))
    return lambda index: collate_fn(dataset[index])


def _stream_fetcher(stream, batched, collate_fn, drop_last):
    ended = False

    def fetch(indices):
        """The indices of a stream's batch tell only its size."""
        nonlocal ended
        if ended:
            raise StopIteration
        if not batched:
            return collate_fn(next(stream))
        samples = list(islice(stream, len(indices)))
        ended = len(samples) < len(indices)
        if not samples or (ended and drop_last):
            raise StopIteration
        return collate_fn(samples)

    return fetch

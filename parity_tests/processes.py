"""A function over many arguments, in as many processes as there are processors."""

from __future__ import annotations

import multiprocessing
import sys

import torch


def spread(function, arguments, told="", chunk=4):
    """The results in order; `told` says on a terminal what is being counted."""
    found = []
    with multiprocessing.get_context("spawn").Pool(initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for result in pool.imap(function, arguments, chunk):
            found.append(result)
            _progress(len(found), len(arguments), told)
    return found


def _progress(done, total, told):
    if told and sys.stderr.isatty():
        end = "" if done < total else "\n"
        print(f"\r{told}: {done} of {total}", end=end, file=sys.stderr, flush=True)

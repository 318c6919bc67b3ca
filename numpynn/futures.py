"""torch.futures: not supported; the names raise NotImplementedError when they are called."""

from ._absent import absent

__all__ = ["Future", "collect_all", "wait_all"]
Future, collect_all, wait_all = absent(__name__, "Future collect_all wait_all", "operations are done at once")

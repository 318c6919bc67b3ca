"""torch.utils.model_zoo: not supported; see `numpynn.hub`."""

from .._absent import absent

__all__ = ["load_url"]
(load_url,) = absent(__name__, "load_url", "nothing is fetched from the network; load a file with numpynn.load")

"""torch.hub: not supported; the names raise NotImplementedError when they are called."""

from ._absent import absent

__all__ = ["download_url_to_file", "get_dir", "help", "list", "load", "load_state_dict_from_url", "set_dir"]
download_url_to_file, get_dir, help, list, load, load_state_dict_from_url, set_dir = absent(
    __name__, " ".join(__all__), "nothing is fetched from the network; load a file with numpynn.load"
)

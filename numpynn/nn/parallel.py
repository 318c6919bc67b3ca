"""torch.nn.parallel on a machine without accelerators: the wrapped module does all the work."""

from __future__ import annotations

from .modules.module import Module


class DataParallel(Module):
    """A module that would be spread over several GPUs; without any it calls the module, as torch does.

    Its state_dict keys begin with "module.". The other arguments are accepted and have no effect, as in torch.
    """

    def __init__(self, module: Module, device_ids=None, output_device=None, dim: int = 0):
        super().__init__()
        self.module = module
        self.device_ids = []

    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)


class DistributedDataParallel(Module):
    """Not supported: it needs several processes and a backend between them. Raises NotImplementedError."""

    def __init__(self, module: Module, *args, **kwargs):
        raise NotImplementedError("DistributedDataParallel is not supported: numpynn trains in one process")

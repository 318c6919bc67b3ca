class _ASMoutput(NamedTuple):
    output: Tensor
    loss: Tensor

class AdaptiveLogSoftmaxWithLoss(Module):
    def forward(self, input_: Tensor, target_: Tensor) -> _ASMoutput: ...

# Written by `python -m stubs`: do not edit.

from collections.abc import Iterable, Iterator, KeysView, Mapping
from typing import Any, Self, overload
from numpynn.tensor import Tensor
from . import activation as activation
from . import adaptive as adaptive
from . import attention as attention
from . import batchnorm as batchnorm
from . import channelshuffle as channelshuffle
from . import container as container
from . import conv as conv
from . import distance as distance
from . import dropout as dropout
from . import flatten as flatten
from . import fold as fold
from . import instancenorm as instancenorm
from . import linear as linear
from . import linear_cross_entropy_options as linear_cross_entropy_options
from . import loss as loss
from . import module as module
from . import normalization as normalization
from . import padding as padding
from . import pixelshuffle as pixelshuffle
from . import pooling as pooling
from . import rnn as rnn
from . import sparse as sparse
from . import transformer as transformer
from . import upsampling as upsampling
from numpynn.nn.modules.activation import CELU as CELU
from numpynn.nn.modules.activation import ELU as ELU
from numpynn.nn.modules.activation import GELU as GELU
from numpynn.nn.modules.activation import GLU as GLU
from numpynn.nn.modules.activation import Hardshrink as Hardshrink
from numpynn.nn.modules.activation import Hardsigmoid as Hardsigmoid
from numpynn.nn.modules.activation import Hardswish as Hardswish
from numpynn.nn.modules.activation import Hardtanh as Hardtanh
from numpynn.nn.modules.activation import LeakyReLU as LeakyReLU
from numpynn.nn.modules.activation import LogSigmoid as LogSigmoid
from numpynn.nn.modules.activation import LogSoftmax as LogSoftmax
from numpynn.nn.modules.activation import Mish as Mish
from numpynn.nn.modules.activation import PReLU as PReLU
from numpynn.nn.modules.activation import RReLU as RReLU
from numpynn.nn.modules.activation import ReLU as ReLU
from numpynn.nn.modules.activation import ReLU6 as ReLU6
from numpynn.nn.modules.activation import SELU as SELU
from numpynn.nn.modules.activation import SiLU as SiLU
from numpynn.nn.modules.activation import Sigmoid as Sigmoid
from numpynn.nn.modules.activation import Softmax as Softmax
from numpynn.nn.modules.activation import Softmax2d as Softmax2d
from numpynn.nn.modules.activation import Softmin as Softmin
from numpynn.nn.modules.activation import Softplus as Softplus
from numpynn.nn.modules.activation import Softshrink as Softshrink
from numpynn.nn.modules.activation import Softsign as Softsign
from numpynn.nn.modules.activation import Tanh as Tanh
from numpynn.nn.modules.activation import Tanhshrink as Tanhshrink
from numpynn.nn.modules.activation import Threshold as Threshold
from numpynn.nn.modules.adaptive import AdaptiveLogSoftmaxWithLoss as AdaptiveLogSoftmaxWithLoss
from numpynn.nn.modules.attention import MultiheadAttention as MultiheadAttention
from numpynn.nn.modules.batchnorm import BatchNorm1d as BatchNorm1d
from numpynn.nn.modules.batchnorm import BatchNorm2d as BatchNorm2d
from numpynn.nn.modules.batchnorm import BatchNorm3d as BatchNorm3d
from numpynn.nn.modules.batchnorm import LazyBatchNorm1d as LazyBatchNorm1d
from numpynn.nn.modules.batchnorm import LazyBatchNorm2d as LazyBatchNorm2d
from numpynn.nn.modules.batchnorm import LazyBatchNorm3d as LazyBatchNorm3d
from numpynn.nn.modules.batchnorm import SyncBatchNorm as SyncBatchNorm
from numpynn.nn.modules.channelshuffle import ChannelShuffle as ChannelShuffle
from numpynn.nn.modules.container import Container as Container
from numpynn.nn.modules.container import ModuleDict as ModuleDict
from numpynn.nn.modules.container import ModuleList as ModuleList
from numpynn.nn.modules.container import Sequential as Sequential
from numpynn.nn.modules.conv import Conv1d as Conv1d
from numpynn.nn.modules.conv import Conv2d as Conv2d
from numpynn.nn.modules.conv import Conv3d as Conv3d
from numpynn.nn.modules.conv import ConvTranspose1d as ConvTranspose1d
from numpynn.nn.modules.conv import ConvTranspose2d as ConvTranspose2d
from numpynn.nn.modules.conv import ConvTranspose3d as ConvTranspose3d
from numpynn.nn.modules.conv import LazyConv1d as LazyConv1d
from numpynn.nn.modules.conv import LazyConv2d as LazyConv2d
from numpynn.nn.modules.conv import LazyConv3d as LazyConv3d
from numpynn.nn.modules.conv import LazyConvTranspose1d as LazyConvTranspose1d
from numpynn.nn.modules.conv import LazyConvTranspose2d as LazyConvTranspose2d
from numpynn.nn.modules.conv import LazyConvTranspose3d as LazyConvTranspose3d
from numpynn.nn.modules.distance import CosineSimilarity as CosineSimilarity
from numpynn.nn.modules.distance import PairwiseDistance as PairwiseDistance
from numpynn.nn.modules.dropout import AlphaDropout as AlphaDropout
from numpynn.nn.modules.dropout import Dropout as Dropout
from numpynn.nn.modules.dropout import Dropout1d as Dropout1d
from numpynn.nn.modules.dropout import Dropout2d as Dropout2d
from numpynn.nn.modules.dropout import Dropout3d as Dropout3d
from numpynn.nn.modules.dropout import FeatureAlphaDropout as FeatureAlphaDropout
from numpynn.nn.modules.flatten import Flatten as Flatten
from numpynn.nn.modules.flatten import Unflatten as Unflatten
from numpynn.nn.modules.fold import Fold as Fold
from numpynn.nn.modules.fold import Unfold as Unfold
from numpynn.nn.modules.instancenorm import InstanceNorm1d as InstanceNorm1d
from numpynn.nn.modules.instancenorm import InstanceNorm2d as InstanceNorm2d
from numpynn.nn.modules.instancenorm import InstanceNorm3d as InstanceNorm3d
from numpynn.nn.modules.instancenorm import LazyInstanceNorm1d as LazyInstanceNorm1d
from numpynn.nn.modules.instancenorm import LazyInstanceNorm2d as LazyInstanceNorm2d
from numpynn.nn.modules.instancenorm import LazyInstanceNorm3d as LazyInstanceNorm3d
from numpynn.nn.modules.linear import Bilinear as Bilinear
from numpynn.nn.modules.linear import Identity as Identity
from numpynn.nn.modules.linear import LazyLinear as LazyLinear
from numpynn.nn.modules.linear import Linear as Linear
from numpynn.nn.modules.linear_cross_entropy_options import LinearCrossEntropyOptions as LinearCrossEntropyOptions
from numpynn.nn.modules.loss import BCELoss as BCELoss
from numpynn.nn.modules.loss import BCEWithLogitsLoss as BCEWithLogitsLoss
from numpynn.nn.modules.loss import CTCLoss as CTCLoss
from numpynn.nn.modules.loss import CosineEmbeddingLoss as CosineEmbeddingLoss
from numpynn.nn.modules.loss import CrossEntropyLoss as CrossEntropyLoss
from numpynn.nn.modules.loss import GaussianNLLLoss as GaussianNLLLoss
from numpynn.nn.modules.loss import HingeEmbeddingLoss as HingeEmbeddingLoss
from numpynn.nn.modules.loss import HuberLoss as HuberLoss
from numpynn.nn.modules.loss import KLDivLoss as KLDivLoss
from numpynn.nn.modules.loss import L1Loss as L1Loss
from numpynn.nn.modules.loss import LinearCrossEntropyLoss as LinearCrossEntropyLoss
from numpynn.nn.modules.loss import MSELoss as MSELoss
from numpynn.nn.modules.loss import MarginRankingLoss as MarginRankingLoss
from numpynn.nn.modules.loss import MultiLabelMarginLoss as MultiLabelMarginLoss
from numpynn.nn.modules.loss import MultiLabelSoftMarginLoss as MultiLabelSoftMarginLoss
from numpynn.nn.modules.loss import MultiMarginLoss as MultiMarginLoss
from numpynn.nn.modules.loss import NLLLoss as NLLLoss
from numpynn.nn.modules.loss import NLLLoss2d as NLLLoss2d
from numpynn.nn.modules.loss import PoissonNLLLoss as PoissonNLLLoss
from numpynn.nn.modules.loss import SmoothL1Loss as SmoothL1Loss
from numpynn.nn.modules.loss import SoftMarginLoss as SoftMarginLoss
from numpynn.nn.modules.loss import TripletMarginLoss as TripletMarginLoss
from numpynn.nn.modules.loss import TripletMarginWithDistanceLoss as TripletMarginWithDistanceLoss
from numpynn.nn.modules.module import Module as Module
from numpynn.nn.modules.normalization import CrossMapLRN2d as CrossMapLRN2d
from numpynn.nn.modules.normalization import GroupNorm as GroupNorm
from numpynn.nn.modules.normalization import LayerNorm as LayerNorm
from numpynn.nn.modules.normalization import LocalResponseNorm as LocalResponseNorm
from numpynn.nn.modules.normalization import RMSNorm as RMSNorm
from numpynn.nn.modules.padding import CircularPad1d as CircularPad1d
from numpynn.nn.modules.padding import CircularPad2d as CircularPad2d
from numpynn.nn.modules.padding import CircularPad3d as CircularPad3d
from numpynn.nn.modules.padding import ConstantPad1d as ConstantPad1d
from numpynn.nn.modules.padding import ConstantPad2d as ConstantPad2d
from numpynn.nn.modules.padding import ConstantPad3d as ConstantPad3d
from numpynn.nn.modules.padding import ReflectionPad1d as ReflectionPad1d
from numpynn.nn.modules.padding import ReflectionPad2d as ReflectionPad2d
from numpynn.nn.modules.padding import ReflectionPad3d as ReflectionPad3d
from numpynn.nn.modules.padding import ReplicationPad1d as ReplicationPad1d
from numpynn.nn.modules.padding import ReplicationPad2d as ReplicationPad2d
from numpynn.nn.modules.padding import ReplicationPad3d as ReplicationPad3d
from numpynn.nn.modules.padding import ZeroPad1d as ZeroPad1d
from numpynn.nn.modules.padding import ZeroPad2d as ZeroPad2d
from numpynn.nn.modules.padding import ZeroPad3d as ZeroPad3d
from numpynn.nn.modules.pixelshuffle import PixelShuffle as PixelShuffle
from numpynn.nn.modules.pixelshuffle import PixelUnshuffle as PixelUnshuffle
from numpynn.nn.modules.pooling import AdaptiveAvgPool1d as AdaptiveAvgPool1d
from numpynn.nn.modules.pooling import AdaptiveAvgPool2d as AdaptiveAvgPool2d
from numpynn.nn.modules.pooling import AdaptiveAvgPool3d as AdaptiveAvgPool3d
from numpynn.nn.modules.pooling import AdaptiveMaxPool1d as AdaptiveMaxPool1d
from numpynn.nn.modules.pooling import AdaptiveMaxPool2d as AdaptiveMaxPool2d
from numpynn.nn.modules.pooling import AdaptiveMaxPool3d as AdaptiveMaxPool3d
from numpynn.nn.modules.pooling import AvgPool1d as AvgPool1d
from numpynn.nn.modules.pooling import AvgPool2d as AvgPool2d
from numpynn.nn.modules.pooling import AvgPool3d as AvgPool3d
from numpynn.nn.modules.pooling import FractionalMaxPool2d as FractionalMaxPool2d
from numpynn.nn.modules.pooling import FractionalMaxPool3d as FractionalMaxPool3d
from numpynn.nn.modules.pooling import LPPool1d as LPPool1d
from numpynn.nn.modules.pooling import LPPool2d as LPPool2d
from numpynn.nn.modules.pooling import LPPool3d as LPPool3d
from numpynn.nn.modules.pooling import MaxPool1d as MaxPool1d
from numpynn.nn.modules.pooling import MaxPool2d as MaxPool2d
from numpynn.nn.modules.pooling import MaxPool3d as MaxPool3d
from numpynn.nn.modules.pooling import MaxUnpool1d as MaxUnpool1d
from numpynn.nn.modules.pooling import MaxUnpool2d as MaxUnpool2d
from numpynn.nn.modules.pooling import MaxUnpool3d as MaxUnpool3d
from numpynn.nn.modules.rnn import GRU as GRU
from numpynn.nn.modules.rnn import GRUCell as GRUCell
from numpynn.nn.modules.rnn import LSTM as LSTM
from numpynn.nn.modules.rnn import LSTMCell as LSTMCell
from numpynn.nn.modules.rnn import RNN as RNN
from numpynn.nn.modules.rnn import RNNBase as RNNBase
from numpynn.nn.modules.rnn import RNNCell as RNNCell
from numpynn.nn.modules.rnn import RNNCellBase as RNNCellBase
from numpynn.nn.modules.sparse import Embedding as Embedding
from numpynn.nn.modules.sparse import EmbeddingBag as EmbeddingBag
from numpynn.nn.modules.transformer import Transformer as Transformer
from numpynn.nn.modules.transformer import TransformerDecoder as TransformerDecoder
from numpynn.nn.modules.transformer import TransformerDecoderLayer as TransformerDecoderLayer
from numpynn.nn.modules.transformer import TransformerEncoder as TransformerEncoder
from numpynn.nn.modules.transformer import TransformerEncoderLayer as TransformerEncoderLayer
from numpynn.nn.modules.upsampling import Upsample as Upsample
from numpynn.nn.modules.upsampling import UpsamplingBilinear2d as UpsamplingBilinear2d
from numpynn.nn.modules.upsampling import UpsamplingNearest2d as UpsamplingNearest2d

class ParameterDict(Module):
    def __init__(self, parameters: Mapping[str, Any] | Iterable[Any] | None = None) -> None: ...
    def __getitem__(self, key: str) -> Any: ...
    def __setitem__(self, key: str, value: Tensor | complex) -> None: ...
    def __delitem__(self, key: str) -> None: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[str]: ...
    def __reversed__(self) -> Iterator[str]: ...
    def __contains__(self, key: str) -> bool: ...
    def copy(self) -> ParameterDict: ...
    def setdefault(self, key: str, default: Any = None) -> Any: ...
    def clear(self) -> None: ...
    def pop(self, key: str) -> Any: ...
    def popitem(self) -> tuple[Any, ...]: ...
    def get(self, key: str, default: Any = None) -> Any: ...
    def fromkeys(self, keys: Iterable[str], default: Any = None) -> ParameterDict: ...
    def keys(self) -> KeysView[str]: ...
    def items(self) -> Iterable[tuple[str, Any]]: ...
    def values(self) -> Iterable[Any]: ...
    def update(self, parameters: Mapping[str, Any] | Iterable[Any]) -> None: ...
    def extra_repr(self) -> str: ...
    def __or__(self, other: ParameterDict) -> ParameterDict: ...
    def __ror__(self, other: ParameterDict) -> ParameterDict: ...
    def __ior__(self, other: ParameterDict) -> ParameterDict: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

class ParameterList(Module):
    def __init__(self, values: Iterable[Any] | None = None) -> None: ...
    @overload
    def __getitem__(self, idx: int) -> Any: ...
    @overload
    def __getitem__(self, idx: slice[Any, Any, Any]) -> ParameterList: ...
    def __setitem__(self, idx: int, param: Any) -> None: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __iadd__(self, parameters: Iterable[Any]) -> ParameterList: ...
    def append(self, value: Tensor | complex) -> Self: ...
    def extend(self, values: Iterable[Any]) -> Self: ...
    def extra_repr(self) -> str: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

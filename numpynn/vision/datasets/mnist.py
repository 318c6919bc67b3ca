"""MNIST and the datasets in its form: 28x28 pixels, ten classes, four IDX files."""

from __future__ import annotations

from pathlib import Path

from ...functional.creation import from_numpy
from ...utils.data import Dataset
from . import idx


class MNIST(Dataset):
    """Handwritten digits: 60 000 to learn, 10 000 to test. A sample is (image, label).

    The files `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-...` are read from `root/MNIST/raw`, compressed
    (.gz) or not. `data` is a Tensor (N, 28, 28) of bytes, `targets` one of labels (N,). RuntimeError where files are missing.

    Differs from torchvision: an image is an array (28, 28) of bytes where there it is one of Pillow, and nothing is
    downloaded: with `download=True` the files must be there already.

    Source: LeCun, Cortes, Burges, The MNIST database of handwritten digits.
    """

    classes = ["0 - zero", "1 - one", "2 - two", "3 - three", "4 - four"]
    classes += ["5 - five", "6 - six", "7 - seven", "8 - eight", "9 - nine"]

    def __init__(self, root, train: bool = True, transform=None, target_transform=None, download: bool = False):
        self.root, self.train = str(root), train
        self.transform, self.target_transform = transform, target_transform
        part = "train" if train else "t10k"
        self.data = from_numpy(idx.read(self._file(f"{part}-images-idx3-ubyte")))
        self.targets = from_numpy(idx.read(self._file(f"{part}-labels-idx1-ubyte"))).long()
        if len(self.data) != len(self.targets):
            raise RuntimeError(f"{self.raw_folder}: {len(self.data)} images, but {len(self.targets)} labels")

    def _file(self, name):
        for path in (Path(self.raw_folder, name), Path(self.raw_folder, f"{name}.gz")):
            if path.is_file():
                return path
        raise RuntimeError(
            f"Dataset not found: no {name} or {name}.gz in {self.raw_folder}. numpynn downloads nothing: put the four files "
            f"of {type(self).__name__} there"
        )

    def __getitem__(self, index):
        image, target = self.data[index].numpy(), int(self.targets[index])
        if self.transform is not None:
            image = self.transform(image)
        if self.target_transform is not None:
            target = self.target_transform(target)
        return image, target

    def __len__(self):
        return len(self.data)

    @property
    def raw_folder(self) -> str:
        """Where the files are."""
        return str(Path(self.root, type(self).__name__, "raw"))

    @property
    def class_to_idx(self) -> dict[str, int]:
        """The label of each class."""
        return {name: label for label, name in enumerate(self.classes)}

    def __repr__(self):
        lines = [f"Number of datapoints: {len(self)}", f"Root location: {self.root}"]
        lines.append(f"Split: {'Train' if self.train else 'Test'}")
        transforms = {"Transform": self.transform, "Target transform": self.target_transform}
        told = [f"{name}: {transform}" for name, transform in transforms.items() if transform is not None]
        if told:
            lines += ["StandardTransform", *told]
        return f"Dataset {type(self).__name__}\n" + "\n".join(f"    {line}" for line in lines)


class FashionMNIST(MNIST):
    """Articles of clothing, in the form of MNIST. Source: Xiao, Rasul, Vollgraf (2017), Fashion-MNIST."""

    classes = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"]
    classes += ["Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]


class KMNIST(MNIST):
    """Cursive Japanese characters, in the form of MNIST.

    Source: Clanuwat et al. (2018), Deep learning for classical Japanese literature.
    """

    classes = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"]

"""numpynn.vision: transforms as torchvision defines them, datasets from forged IDX files, pictures."""

import gzip
import re
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest

import numpynn as torch
from numpynn.vision import datasets, transforms, utils
from numpynn.vision.datasets import idx
from numpynn.vision.transforms import functional as F

PIXELS = np.arange(12, dtype=np.uint8).reshape(3, 4)


def idx_bytes(array, code=0x08):
    return struct.pack(f">HBB{array.ndim}I", 0, code, array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def root(tmp_path):
    """Five images to learn, compressed, and three to test, not compressed."""
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for part, count in (("train", 5), ("t10k", 3)):
        images = np.arange(count * 28 * 28).reshape(count, 28, 28).astype(np.uint8)
        for name, array in (("images-idx3", images), ("labels-idx1", np.arange(count, dtype=np.uint8))):
            content = idx_bytes(array)
            if part == "train":
                (raw / f"{part}-{name}-ubyte.gz").write_bytes(gzip.compress(content))
            else:
                (raw / f"{part}-{name}-ubyte").write_bytes(content)
    return tmp_path


# Datasets


def test_mnist_reads_both_parts(root):
    train, test = datasets.MNIST(root), datasets.MNIST(root, train=False, download=True)
    assert (len(train), len(test)) == (5, 3)
    assert train.data.dtype == torch.uint8 and train.data.shape == (5, 28, 28)
    assert train.targets.dtype == torch.int64 and train.targets.tolist() == [0, 1, 2, 3, 4]
    image, label = test[2]
    assert isinstance(image, np.ndarray) and image.dtype == np.uint8 and label == 2
    assert image[0, :3].tolist() == [(2 * 784 + i) % 256 for i in range(3)]


def test_transforms_are_applied_and_batched(root):
    data = datasets.MNIST(root, transform=transforms.ToTensor(), target_transform=lambda label: -label)
    images, labels = next(iter(torch.utils.data.DataLoader(data, batch_size=5)))
    assert images.shape == (5, 1, 28, 28) and images.dtype == torch.float32
    assert torch.equal(images[:, 0], data.data / 255)
    assert labels.tolist() == [0, -1, -2, -3, -4]


def test_dataset_tells_of_itself(root):
    data = datasets.MNIST(root, transform=transforms.ToTensor())
    lines = ["Dataset MNIST", "    Number of datapoints: 5", f"    Root location: {root}", "    Split: Train"]
    assert repr(data).splitlines() == [*lines, "    StandardTransform", "    Transform: ToTensor()"]
    assert data.class_to_idx["3 - three"] == 3


def test_missing_files_are_named_and_where_they_belong(root):
    for download in (False, True):
        with pytest.raises(RuntimeError, match=r"train-images-idx3-ubyte.*FashionMNIST.raw.*downloads nothing"):
            datasets.FashionMNIST(root, download=download)
    assert len(datasets.KMNIST.classes) == len(datasets.FashionMNIST.classes) == 10


@pytest.mark.parametrize(
    "code, dtype", [(0x08, "u1"), (0x09, "i1"), (0x0B, ">i2"), (0x0C, ">i4"), (0x0D, ">f4"), (0x0E, ">f8")]
)
def test_idx_kinds(tmp_path, code, dtype):
    array = np.arange(6).reshape(2, 3).astype(dtype)
    (tmp_path / "file").write_bytes(idx_bytes(array, code))
    read = idx.read(tmp_path / "file")
    assert np.array_equal(read, array) and read.dtype == np.dtype(dtype).newbyteorder("=")


@pytest.mark.parametrize(
    "content, told",
    [
        (b"", "begins with nothing"),
        (b"\x89PNG....", "begins with 89 50 4e 47"),
        (b"\0\0\x08\x03\0\0", "not an IDX file"),
        (b"\0\0\x08\x01\0\0\0\x05abc", r"\(5,\) needs 5 bytes, there are 3"),
        (b"\0\0\x08\x03" + b"\xff" * 12, "needs .* bytes, there are 0"),
    ],
)
def test_what_is_no_idx_file_is_refused(tmp_path, content, told):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ValueError, match=told):
        idx.read(tmp_path / "file")


# Transforms


def test_to_tensor():
    assert torch.equal(F.to_tensor(PIXELS), torch.arange(12.0).reshape(1, 3, 4) / 255)
    colours = np.zeros((2, 3, 3), np.uint8)
    assert F.to_tensor(colours).shape == (3, 2, 3)
    floats = np.full((2, 2), 7.0)
    assert F.to_tensor(floats).dtype == torch.float64 and F.to_tensor(floats)[0, 0, 0] == 7
    assert F.pil_to_tensor(PIXELS).dtype == torch.uint8
    with pytest.raises(TypeError, match="should be PIL Image or ndarray"):
        F.to_tensor(torch.zeros(2, 2))
    with pytest.raises(ValueError, match=r"2/3 dimensional\. Got 1"):
        F.to_tensor(np.zeros(2))


def test_normalize():
    image = torch.rand(2, 3, 4, 4)
    result = transforms.Normalize((0.1, 0.2, 0.3), (1.0, 2.0, 4.0))(image)
    assert torch.equal(result[:, 2], (image[:, 2] - 0.3) / 4)
    assert F.normalize(image, [0.0], [1.0], inplace=True) is image
    for bad, error in ((torch.zeros(1, 2, 2).byte(), TypeError), (torch.zeros(2, 2), ValueError), (PIXELS, TypeError)):
        with pytest.raises(error):
            F.normalize(bad, [0.0], [1.0])
    with pytest.raises(ValueError, match="std evaluated to zero"):
        F.normalize(image, [0.0], [0.0])


def test_dtypes_are_scaled():
    convert = F.convert_image_dtype
    assert convert(torch.tensor([0.0, 0.5, 1.0]), torch.uint8).tolist() == [0, 127, 255]
    assert convert(torch.tensor([255], dtype=torch.uint8)).tolist() == [1.0]
    assert convert(torch.tensor([255], dtype=torch.uint8), torch.int16).tolist() == [255 * 128]
    assert convert(torch.tensor([32767], dtype=torch.int16), torch.uint8).tolist() == [255]
    with pytest.raises(RuntimeError, match="cannot be performed safely"):
        convert(torch.zeros(1), torch.int32)


@pytest.mark.parametrize("pixels", [PIXELS, np.stack([PIXELS, PIXELS + 20, PIXELS + 40], -1)])
def test_an_array_is_moved_as_a_tensor_is(pixels):
    tensor = F.pil_to_tensor(pixels)
    for move in (
        F.hflip,
        F.vflip,
        lambda img: F.crop(img, -1, 2, 3, 5),
        lambda img: F.center_crop(img, (5, 2)),
        lambda img: F.pad(img, (1, 2), padding_mode="symmetric"),
        lambda img: F.resize(img, (3, 9)),
    ):
        moved = move(pixels)
        assert isinstance(moved, np.ndarray) and moved.dtype == np.uint8
        assert torch.equal(F.pil_to_tensor(moved), move(tensor))


def test_crops():
    tensor = torch.from_numpy(PIXELS)
    assert F.hflip(tensor)[0].tolist() == [3, 2, 1, 0]
    assert F.vflip(tensor)[:, 0].tolist() == [8, 4, 0]
    assert F.crop(tensor, 1, 2, 2, 2).tolist() == [[6, 7], [10, 11]]
    assert F.crop(tensor, -1, 3, 2, 2).tolist() == [[0, 0], [3, 0]]
    assert F.crop(tensor, 5, 5, 2, 2).tolist() == [[0, 0], [0, 0]]
    assert F.center_crop(tensor, 1).tolist() == [[6]]  # Python rounds 1.5 to 2
    assert F.center_crop(tensor, (5, 2)).tolist() == [[0, 0], [1, 2], [5, 6], [9, 10], [0, 0]]


@pytest.mark.parametrize("mode, row", [("edge", [0, 0, 0, 1]), ("reflect", [2, 1, 0, 1]), ("symmetric", [1, 0, 0, 1])])
def test_margins(mode, row):
    padded = F.pad(torch.from_numpy(PIXELS), [2, 0, 1, 1], padding_mode=mode)
    assert padded.shape == (4, 7) and padded[0, :4].tolist() == row
    assert transforms.Pad(1, fill=9)(PIXELS)[0].tolist() == [9] * 6
    with pytest.raises(ValueError, match="1, 2, or 4"):
        F.pad(PIXELS, (1, 2, 3))
    with pytest.raises(ValueError, match="'wrap'"):
        F.pad(PIXELS, 1, padding_mode="wrap")


def test_sizes_of_resized_images():
    sizes = {4: (4, 5), (4,): (4, 5), (7, 2): (7, 2), 3: (3, 4)}
    for size, expected in sizes.items():
        assert F.resize(PIXELS, size).shape == expected
    assert F.resize(PIXELS, 9, max_size=10).shape == (7, 10)
    assert F.resize(PIXELS.T, 4).shape == (5, 4)
    with pytest.raises(ValueError, match="max_size"):
        F.resize(PIXELS, 9, max_size=9)
    with pytest.raises(ValueError, match="max_size"):
        F.resize(PIXELS, (9, 9), max_size=12)


def test_resizing_interpolates_and_rounds():
    image = torch.tensor([[[0, 100]]], dtype=torch.uint8)
    assert F.resize(image, (1, 4)).tolist() == [[[0, 25, 75, 100]]]
    assert F.resize(image, (1, 4), transforms.InterpolationMode.NEAREST).tolist() == [[[0, 0, 100, 100]]]
    assert F.resize(image, (1, 1)).tolist() == [[[50]]]
    assert F.resize(image.float(), (1, 3))[0, 0, 1] == 50
    overshot = F.resize(torch.tensor([[[0, 0, 255, 255]]], dtype=torch.uint8), (1, 9), "bicubic")
    assert overshot.min() == 0 and overshot.max() == 255


def test_pixels_are_resized_as_pillow_does():
    """The figures are Pillow's: nearest takes the pixel at the centre; bytes are rounded after the rows and after the columns."""
    pixels = np.array([[0, 90, 255], [255, 8, 200]], np.uint8)
    expected = {
        "nearest": [
            [0, 0, 90, 90, 255, 255],
            [0, 0, 90, 90, 255, 255],
            [255, 255, 8, 8, 200, 200],
            [255, 255, 8, 8, 200, 200],
        ],
        "bilinear": [
            [0, 23, 68, 131, 214, 255],
            [64, 66, 69, 112, 199, 241],
            [191, 151, 70, 75, 168, 214],
            [255, 193, 70, 56, 152, 200],
        ],
        "bicubic": [
            [0, 0, 60, 142, 232, 255],
            [53, 53, 57, 112, 212, 247],
            [202, 164, 51, 55, 172, 225],
            [255, 221, 48, 25, 152, 214],
        ],
    }
    for mode, result in expected.items():
        assert F.resize(pixels, (4, 6), mode).tolist() == result


def test_grayscale():
    colours = torch.tensor([[[100.0]], [[10.0]], [[1.0]]])
    assert transforms.Grayscale()(colours).item() == pytest.approx(29.89 + 5.87 + 0.114)
    assert transforms.Grayscale(3)(PIXELS).shape == (3, 4, 3)
    with pytest.raises(TypeError, match="1 or 3 channels"):
        F.rgb_to_grayscale(torch.zeros(2, 3, 3))


def test_random_transforms_draw_as_torchvision_does():
    """One number of rand(1) for a flip; of randint, first for the row and then for the column, for a crop."""
    flip, crop = transforms.RandomHorizontalFlip(0.3), transforms.RandomCrop((2, 3), padding=1)
    torch.manual_seed(0)
    results = [(flip(PIXELS), crop(PIXELS)) for _ in range(20)]
    torch.manual_seed(0)
    for flipped, cropped in results:
        expected = PIXELS[:, ::-1] if torch.rand(1).item() < 0.3 else PIXELS
        assert np.array_equal(flipped, expected)
        top, left = (torch.randint(0, count, (1,)).item() for count in (4, 4))
        assert np.array_equal(cropped, np.pad(PIXELS, 1)[top : top + 2, left : left + 3])


def test_random_crops_of_images_that_are_too_small():
    with pytest.raises(ValueError, match=r"crop size \(5, 5\) is larger than input image size \(3, 4\)"):
        transforms.RandomCrop(5)(PIXELS)
    assert transforms.RandomCrop(5, pad_if_needed=True)(PIXELS).shape == (5, 5)
    assert np.array_equal(transforms.RandomCrop((3, 4))(PIXELS), PIXELS)


def test_composed():
    double = transforms.Lambda(lambda image: image * 2)
    assert transforms.Compose([double, double])(3) == 12
    assert transforms.RandomApply([double], p=1.0)(3) == 6 and transforms.RandomApply([double], p=0.0)(3) == 3
    assert repr(transforms.RandomApply([double], p=0.5)) == "RandomApply(\n    p=0.5\n    Lambda()\n)"
    with pytest.raises(TypeError, match="callable"):
        transforms.Lambda(3)


@pytest.mark.parametrize(
    "transform, text",
    [
        (transforms.Resize(32), "Resize(size=32, interpolation=bilinear, max_size=None, antialias=True)"),
        (transforms.CenterCrop(3), "CenterCrop(size=(3, 3))"),
        (transforms.Normalize((0.5,), (0.5,)), "Normalize(mean=(0.5,), std=(0.5,))"),
        (transforms.RandomVerticalFlip(), "RandomVerticalFlip(p=0.5)"),
        (transforms.Pad(2), "Pad(padding=2, fill=0, padding_mode=constant)"),
        (transforms.ConvertImageDtype(torch.float32), "ConvertImageDtype()"),
        (transforms.PILToTensor(), "PILToTensor()"),
        (transforms.Grayscale(), "Grayscale(num_output_channels=1)"),
    ],
)
def test_transforms_tell_of_themselves(transform, text):
    assert repr(transform) == text


# Pictures


def test_grid():
    images = torch.arange(3.0)[:, None, None, None].expand(3, 1, 2, 2)
    grid = utils.make_grid(images, nrow=2, padding=1, pad_value=9)
    assert grid.shape == (3, 7, 7)
    expected = [[9] * 7, *2 * [[9, 0, 0, 9, 1, 1, 9]], [9] * 7, *2 * [[9, 2, 2, 9, 9, 9, 9]], [9] * 7]
    assert grid[0].tolist() == expected
    assert utils.make_grid(list(images)).shape == (3, 6, 14)
    assert utils.make_grid(images[0]).shape == (3, 2, 2)


def test_grid_is_scaled():
    images = torch.tensor([1.0, 3.0, 2.0, 6.0]).reshape(2, 1, 1, 2)
    assert utils.make_grid(images, padding=0, normalize=True)[0, 0].tolist() == pytest.approx([0, 0.4, 0.2, 1])
    each = utils.make_grid(images, padding=0, normalize=True, scale_each=True)
    assert each[0, 0].tolist() == [0, 1, 0, 1]
    within = utils.make_grid(images, padding=0, normalize=True, value_range=(2.0, 4.0))
    assert within[0, 0].tolist() == [0, 0.5, 0, 1]
    with pytest.raises(TypeError, match="tensor or list of tensors"):
        utils.make_grid(np.zeros((1, 1, 2, 2)))


def test_a_picture_is_a_png(tmp_path):
    image = torch.rand(3, 4, 5)
    utils.save_image(image, tmp_path / "picture.png")
    content = (tmp_path / "picture.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR"
    assert struct.unpack(">II", content[16:24]) == (5, 4)
    (length,) = struct.unpack(">I", content[33:37])
    lines = np.frombuffer(zlib.decompress(content[41 : 41 + length]), np.uint8).reshape(4, 16)
    expected = (image * 255 + 0.5).clamp(0, 255).permute(1, 2, 0).numpy().astype(np.uint8)
    assert not lines[:, 0].any() and np.array_equal(lines[:, 1:].reshape(4, 5, 3), expected)
    with pytest.raises(NotImplementedError, match="'jpg'"):
        utils.save_image(image, "picture.jpg")


@pytest.mark.parametrize("room, name", [("", "models"), ("transforms", "ColorJitter"), ("datasets", "CIFAR10")])
def test_what_is_not_there_is_named(room, name):
    place = getattr(torch.vision, room) if room else torch.vision
    with pytest.raises(AttributeError, match=re.escape(f"has no '{name}'")):
        getattr(place, name)


def test_the_usual_program(root):
    """MNIST through torchvision's idioms, in a program that imports torch and torchvision."""
    program = f"""
import torch, torchvision
from torchvision import datasets, transforms

transform = transforms.Compose([
    transforms.RandomCrop(28, padding=2), transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))
])
train = datasets.MNIST({str(root)!r}, train=True, download=True, transform=transform)
loader = torch.utils.data.DataLoader(train, batch_size=5, shuffle=True, num_workers=1, pin_memory=False)
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
losses = []
for epoch in range(10):
    for data, target in loader:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(data), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
print(losses[-1] < 0.8 * losses[0], tuple(data.shape))
torchvision.utils.save_image(data, {str(root / "batch.png")!r}, nrow=5, normalize=True)
"""
    (root / "program.py").write_text(program)
    command = [sys.executable, "-m", "numpynn", "run", str(root / "program.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("True (5, 1, 28, 28)\n", "", 0)
    assert (root / "batch.png").stat().st_size > 100

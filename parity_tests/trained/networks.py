"""The networks, in words that mean the same in both libraries: each is made for `lib`, torch or numpynn.

Their parts have the names that the files have for them.
"""

from __future__ import annotations


def pnet(lib):
    """Faces, coarsely: every window of 12 pixels in a picture (N, 3, H, W). Gives its box and whether it is a face."""
    nn = lib.nn

    class PNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1, self.prelu1 = nn.Conv2d(3, 10, 3), nn.PReLU(10)
            self.pool1 = nn.MaxPool2d(2, 2, ceil_mode=True)
            self.conv2, self.prelu2 = nn.Conv2d(10, 16, 3), nn.PReLU(16)
            self.conv3, self.prelu3 = nn.Conv2d(16, 32, 3), nn.PReLU(32)
            self.conv4_1, self.conv4_2 = nn.Conv2d(32, 2, 1), nn.Conv2d(32, 4, 1)

        def forward(self, x):
            x = self.pool1(self.prelu1(self.conv1(x)))
            x = self.prelu3(self.conv3(self.prelu2(self.conv2(x))))
            return self.conv4_2(x), self.conv4_1(x).softmax(1)

    return PNet()


def rnet(lib):
    """Faces, refined: pictures (N, 3, 24, 24)."""
    nn = lib.nn

    class RNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1, self.prelu1 = nn.Conv2d(3, 28, 3), nn.PReLU(28)
            self.conv2, self.prelu2 = nn.Conv2d(28, 48, 3), nn.PReLU(48)
            self.conv3, self.prelu3 = nn.Conv2d(48, 64, 2), nn.PReLU(64)
            self.pool = nn.MaxPool2d(3, 2, ceil_mode=True)
            self.dense4, self.prelu4 = nn.Linear(576, 128), nn.PReLU(128)
            self.dense5_1, self.dense5_2 = nn.Linear(128, 2), nn.Linear(128, 4)

        def forward(self, x):
            x = self.pool(self.prelu1(self.conv1(x)))
            x = self.pool(self.prelu2(self.conv2(x)))
            x = self.prelu3(self.conv3(x))
            x = self.prelu4(self.dense4(x.permute(0, 3, 2, 1).flatten(1)))
            return self.dense5_2(x), self.dense5_1(x).softmax(1)

    return RNet()


def onet(lib):
    """Faces, finally: pictures (N, 3, 48, 48). Gives the eyes, the nose and the corners of the mouth too."""
    nn = lib.nn

    class ONet(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1, self.prelu1 = nn.Conv2d(3, 32, 3), nn.PReLU(32)
            self.conv2, self.prelu2 = nn.Conv2d(32, 64, 3), nn.PReLU(64)
            self.conv3, self.prelu3 = nn.Conv2d(64, 64, 3), nn.PReLU(64)
            self.conv4, self.prelu4 = nn.Conv2d(64, 128, 2), nn.PReLU(128)
            self.pool, self.pool3 = nn.MaxPool2d(3, 2, ceil_mode=True), nn.MaxPool2d(2, 2, ceil_mode=True)
            self.dense5, self.prelu5 = nn.Linear(1152, 256), nn.PReLU(256)
            self.dense6_1, self.dense6_2, self.dense6_3 = nn.Linear(256, 2), nn.Linear(256, 4), nn.Linear(256, 10)

        def forward(self, x):
            x = self.pool(self.prelu1(self.conv1(x)))
            x = self.pool(self.prelu2(self.conv2(x)))
            x = self.pool3(self.prelu3(self.conv3(x)))
            x = self.prelu4(self.conv4(x))
            x = self.prelu5(self.dense5(x.permute(0, 3, 2, 1).flatten(1)))
            return self.dense6_2(x), self.dense6_3(x), self.dense6_1(x).softmax(1)

    return ONet()


def speaker(lib):
    """Whose voice: mel spectrograms (N, T, 40) become vectors (N, 256) of length 1 (generalised end-to-end loss, 2018)."""
    nn = lib.nn

    class Speaker(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(40, 256, 3, batch_first=True)
            self.linear = nn.Linear(256, 256)

        def forward(self, mel):
            _, (hidden, _) = self.lstm(mel)
            return nn.functional.normalize(self.linear(hidden[-1]).relu(), dim=1)

    return Speaker()


def voice(lib, hop):
    """Whether someone speaks: pieces of sound in turn, each with the end of the one before; `hop` is 128 at 16 kHz.

    (pieces, samples) -> (pieces, 1), one after the other through an LSTMCell.
    """
    nn = lib.nn
    width = 2 * hop

    class Spectrum(nn.Module):
        def __init__(self):
            super().__init__()
            self.register_buffer("forward_basis_buffer", lib.empty(width + 2, 1, width))

        def forward(self, sound):
            sound = nn.functional.pad(sound, (0, hop // 2), mode="reflect").unsqueeze(1)
            waves = nn.functional.conv1d(sound, self.forward_basis_buffer, stride=hop)
            return (waves[:, : hop + 1] ** 2 + waves[:, hop + 1 :] ** 2).sqrt()

    class Block(nn.Module):
        def __init__(self, *sizes, stride):
            super().__init__()
            self.reparam_conv = nn.Conv1d(*sizes, 3, stride=stride, padding=1)

        def forward(self, x):
            return self.reparam_conv(x).relu()

    class Decoder(nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = nn.LSTMCell(128, 128)
            self.decoder = nn.Sequential(nn.Dropout(0.1), nn.ReLU(), nn.Conv1d(128, 1, 1), nn.Sigmoid())

        def forward(self, x, state):
            state = self.rnn(x.squeeze(-1), state)
            return self.decoder(state[0].unsqueeze(-1)), state

    class Voice(nn.Module):
        def __init__(self):
            super().__init__()
            self.stft = Spectrum()
            sizes = [(hop + 1, 128, 1), (128, 64, 2), (64, 64, 2), (64, 128, 1)]
            self.encoder = nn.Sequential(*[Block(inner, outer, stride=stride) for inner, outer, stride in sizes])
            self.decoder = Decoder()

        def forward(self, pieces):
            state, found = None, []
            for piece in pieces:
                heard, state = self.decoder(self.encoder(self.stft(piece.unsqueeze(0))), state)
                found.append(heard.reshape(1))
            return lib.stack(found)

    return Voice()

"""One cold start, in an environment that has one library: `process.py LIBRARY FOLDER STARTED SECONDS` prints a line of JSON.

FOLDER holds what `prepare` wrote of one network; STARTED is what time.monotonic() said when this process was started.
"""

import time

BORN = time.monotonic()

import sys  # noqa: E402


def main(library, folder, started, seconds):
    """Import, load, predict; then predict for so many seconds."""
    sys.path.insert(0, folder)
    lap = Laps(float(started))
    mode, predict = PREDICTORS[library](folder, lap)
    with mode:
        answer = predict()
        lap("first")
        steady = typical(predict, float(seconds))
    import json

    print(json.dumps({**lap.seconds, "steady": steady, "memory": peak(), "difference": difference(folder, answer)}))


class Laps:
    """The seconds of each part, one after the other."""

    def __init__(self, started):
        self.seconds = {"start": BORN - started}
        self.last = BORN

    def __call__(self, part):
        now = time.monotonic()
        self.seconds[part], self.last = now - self.last, now


def with_numpynn(folder, lap):
    """As port-model wrote it."""
    import numpynn

    lap("import")
    import numpy as np
    from ported import load

    model = load()
    x = numpynn.from_numpy(np.load(f"{folder}/input.npy"))
    lap("load")
    return numpynn.inference_mode(), lambda: model(x).numpy()


def with_torch(folder, lap):
    """The network's own source, and its state_dict."""
    import torch

    lap("import")
    import numpy as np
    from original import load

    model = load()
    x = torch.from_numpy(np.load(f"{folder}/input.npy"))
    lap("load")
    return torch.inference_mode(), lambda: model(x).numpy()


def with_onnxruntime(folder, lap):
    """The graph that torch.onnx.export wrote, by as many threads as the others have."""
    import os
    from contextlib import nullcontext

    import onnxruntime

    lap("import")
    import numpy as np

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ["OMP_NUM_THREADS"])
    session = onnxruntime.InferenceSession(f"{folder}/model.onnx", options, providers=["CPUExecutionProvider"])
    feed = {session.get_inputs()[0].name: np.load(f"{folder}/input.npy")}
    lap("load")
    return nullcontext(), lambda: session.run(None, feed)[0]


PREDICTORS = {"numpynn": with_numpynn, "torch": with_torch, "onnxruntime": with_onnxruntime}


def typical(predict, seconds):
    """The median time of a prediction."""
    rounds = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(rounds) < 3:
        begin = time.perf_counter()
        predict()
        rounds.append(time.perf_counter() - begin)
    return sorted(rounds)[len(rounds) // 2]


def peak():
    """The most memory that this process has held, in bytes; getrusage counts the parent in, and is asked only where it must be."""
    try:
        with open("/proc/self/status") as status:
            return 1024 * next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def difference(folder, answer):
    """How far it is from what torch said when the network was ported."""
    import numpy as np

    return float(abs(answer - np.load(f"{folder}/answer.npy")).max())


if __name__ == "__main__":
    main(*sys.argv[1:])

"""L-BFGS."""

from __future__ import annotations

import numpy as np

from .. import graph, modes
from ..tensor import Tensor, wrap
from .arithmetic import scalar
from .line_search import Point, strong_wolfe
from .long_arrays import as_real
from .optimizer import Optimizer
from .options import check_single, require


class LBFGS(Optimizer):
    """Newton's method with the inverse Hessian estimated from the last `history_size` steps.

    Each `step(closure)` runs up to `max_iter` iterations x += t d, where d = -H g by the two-loop recursion and t is lr
    (min(1, 1 / Σ|g|) lr in the very first), or found by `line_search_fn="strong_wolfe"`. It ends early where the
    greatest |g| is at most `tolerance_grad`, where loss or parameters change by less than `tolerance_change`, or after
    `max_eval` evaluations (by default 1.25 max_iter).

    All parameters form one group. Raises ValueError for a negative lr or several groups, RuntimeError for an unknown
    `line_search_fn`. Source: Nocedal, "Updating Quasi-Newton Matrices with Limited Storage", 1980.
    """

    def __init__(
        self,
        params,
        lr=1,
        max_iter=20,
        max_eval=None,
        tolerance_grad=1e-7,
        tolerance_change=1e-9,
        history_size=100,
        line_search_fn=None,
    ):
        check_single("lr", lr)
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        defaults = {
            "lr": lr,
            "max_iter": max_iter,
            "max_eval": max_iter * 5 // 4 if max_eval is None else max_eval,
            "tolerance_grad": tolerance_grad,
            "tolerance_change": tolerance_change,
            "history_size": history_size,
            "line_search_fn": line_search_fn,
        }
        super().__init__(params, defaults)
        require(len(self.param_groups) == 1, "LBFGS doesn't support per-parameter options (parameter groups)")

    @property
    def _params(self):
        return self.param_groups[0]["params"]

    def step(self, closure):
        """Run up to `max_iter` iterations; return the loss before the first.

        `closure` clears the gradients, computes the loss, calls its backward and returns it; it is called many times.
        """
        callers = np.geterr()

        @modes.enable_grad()
        def evaluate():
            with np.errstate(**callers):
                return closure()

        with modes.no_grad(), np.errstate(all="ignore"):
            return self._minimise(evaluate)

    def _minimise(self, closure):
        o = self.param_groups[0]
        state = self.state[self._params[0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first_loss = closure()
        loss = float(first_loss)
        state["func_evals"] += 1
        grad = self._gather_flat_grad()
        if _greatest(grad) <= o["tolerance_grad"]:
            return first_loss
        memory = _Memory(state)
        self._iterate(closure, o, state, memory, loss, grad)
        memory.save(state)
        return first_loss

    def _iterate(self, closure, o, state, memory, loss, grad):
        lr = scalar(o["lr"])
        evaluations = 1
        for i in range(1, o["max_iter"] + 1):
            state["n_iter"] += 1
            memory.turn(grad, state, o["history_size"])
            memory.prev_loss = loss
            memory.t = min(1.0, 1.0 / np.abs(grad).sum()) * lr if state["n_iter"] == 1 else lr
            slope = grad.dot(memory.d)
            if slope > -o["tolerance_change"]:
                return
            last = i == o["max_iter"]
            if o["line_search_fn"] is not None:
                start = Point(0, loss, grad, slope)
                point, count = self._search(closure, o, memory, start, o["max_eval"] - evaluations)
                loss, grad, memory.t = point.f, point.g, point.t
                self._move(memory.t, memory.d)
            else:
                self._move(memory.t, memory.d)
                count = 0
                if not last:
                    loss, grad, count = float(closure()), self._gather_flat_grad(), 1
            evaluations += count
            state["func_evals"] += count
            if (
                last
                or evaluations >= o["max_eval"]
                or _greatest(grad) <= o["tolerance_grad"]
                or _greatest(memory.d * memory.t) <= o["tolerance_change"]
                or abs(loss - memory.prev_loss) < o["tolerance_change"]
            ):
                return

    def _search(self, closure, o, memory, start, limit):
        if o["line_search_fn"] != "strong_wolfe":
            raise RuntimeError("only 'strong_wolfe' is supported")
        direction = memory.d
        origin = [param.array.copy() for param in self._params]

        def evaluate(t):
            self._move(t, direction)
            loss, grad = float(closure()), self._gather_flat_grad()
            for param, values in zip(self._params, origin, strict=True):
                np.copyto(param.array, values)
                graph.ledger.mark(param.array)
            return Point(t, loss, grad, grad.dot(direction))

        return strong_wolfe(evaluate, start, memory.t, _greatest(direction), limit)

    def _gather_flat_grad(self):
        """The gradients of all parameters side by side, zeros where there is none; complex numbers as pairs."""
        arrays = [np.zeros_like(param.array) if param.grad is None else param.grad.array for param in self._params]
        return np.concatenate([as_real(array) for array in arrays], axis=None)

    def _move(self, t, direction):
        """Add t times the direction to the parameters."""
        start = 0
        for param in self._params:
            array = as_real(param.array)
            step = direction[start : start + array.size].reshape(array.shape)
            array += array.dtype.type(t) * step
            start += array.size
            graph.ledger.mark(param.array)


class _Memory:
    """What an optimizer remembers from iteration to iteration, as arrays and numbers."""

    names = ("d", "t", "old_dirs", "old_stps", "ro", "H_diag", "prev_flat_grad", "prev_loss")

    def __init__(self, state):
        for name in self.names:
            setattr(self, name, _unwrap(state.get(name)))

    def save(self, state):
        for name in self.names:
            state[name] = _wrap(getattr(self, name))

    def turn(self, grad, state, history_size):
        """Learn from the last step, and set the direction d for the next."""
        if state["n_iter"] == 1:
            self.d = -grad
            self.old_dirs, self.old_stps, self.ro = [], [], []
            self.H_diag = 1
            self.prev_flat_grad = grad.copy()
            return
        self._learn(grad, history_size)
        self.d, al = self._direction(grad)
        state.setdefault("al", [None] * history_size)[: len(al)] = map(_wrap, al)
        np.copyto(self.prev_flat_grad, grad)
        graph.ledger.mark(self.prev_flat_grad)

    def _learn(self, grad, history_size):
        y = grad - self.prev_flat_grad
        s = self.d * self.t
        ys = y.dot(s)
        if not ys > 1e-10:
            return
        for history, value in ((self.old_dirs, y), (self.old_stps, s), (self.ro, 1.0 / ys)):
            if len(history) == history_size:
                history.pop(0)
            history.append(value)
        self.H_diag = ys / y.dot(y)

    def _direction(self, grad):
        """-H g, by the two-loop recursion, and the coefficients of its first loop."""
        steps = list(zip(self.old_dirs, self.old_stps, self.ro, strict=True))
        q = -grad
        al = []
        for y, s, ro in reversed(steps):
            al.append(s.dot(q) * ro)
            q -= al[-1] * y
        al.reverse()
        q *= self.H_diag
        for (y, s, ro), a in zip(steps, al, strict=True):
            q += (a - y.dot(q) * ro) * s
        return q, al


def _greatest(array):
    return np.abs(array).max()


def _wrap(value):
    """Arrays and NumPy's numbers as Tensors, also in lists."""
    if isinstance(value, list):
        return [_wrap(item) for item in value]
    return wrap(np.asarray(value)) if isinstance(value, (np.ndarray, np.generic)) else value


def _unwrap(value):
    if isinstance(value, list):
        return [_unwrap(item) for item in value]
    if isinstance(value, Tensor):
        return value.array if value.array.ndim else value.array[()]
    return value

"""A line search for the strong Wolfe conditions.

Source: Nocedal and Wright, "Numerical Optimization", second edition, algorithms 3.5 and 3.6; torch's safeguards. Numbers
are Python floats or NumPy scalars and keep their kind, so that every sum rounds as in torch.
"""

from __future__ import annotations

import numpy as np


class Point:
    """A step length t along the direction, the loss f there, its gradient g, and its slope along the direction."""

    __slots__ = ("f", "g", "slope", "t")

    def __init__(self, t, f, g, slope):
        self.t = t
        self.f = f
        self.g = g
        self.slope = slope


def cubic_minimum(a: Point, b: Point, bounds=None):
    """Where the cubic through a and b with their slopes is least, within `bounds`, or the bounds' middle."""
    low, high = bounds or (min(a.t, b.t), max(a.t, b.t))
    d1 = a.slope + b.slope - 3 * (a.f - b.f) / (a.t - b.t)
    square = d1**2 - a.slope * b.slope
    if not square >= 0:
        return (low + high) / 2.0
    d2 = np.sqrt(square)
    left, right = (a, b) if a.t <= b.t else (b, a)
    t = right.t - (right.t - left.t) * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2))
    return min(max(t, low), high)


def strong_wolfe(evaluate, start: Point, t, length, max_evaluations, c1=1e-4, c2=0.9, tolerance_change=1e-9):
    """Find a step that decreases the loss enough (c1) and flattens its slope enough (c2).

    `evaluate(t)` gives the Point at t; `start` is the Point at 0, `t` the first guess, `length` the greatest component of
    the direction. Returns the Point found, and how often the loss was evaluated.
    """
    search = _Search(evaluate, start, length, max_evaluations, c1, c2, tolerance_change)
    return search.zoom(search.bracket(t)), search.evaluations


class _Search:
    """One search: brackets a step that satisfies the conditions, then narrows the bracket."""

    def __init__(self, evaluate, start, length, limit, c1, c2, tolerance_change):
        self.start = start
        self.length = length
        self.limit = limit
        self.c1 = c1
        self.c2 = c2
        self.tolerance_change = tolerance_change
        self.evaluations = 0
        self._evaluate = evaluate

    def evaluate(self, t) -> Point:
        self.evaluations += 1
        return self._evaluate(t)

    def too_high(self, point) -> bool:
        """Whether the loss decreased too little."""
        return point.f > self.start.f + self.c1 * point.t * self.start.slope

    def flat(self, point) -> bool:
        """Whether the slope has flattened enough."""
        return abs(point.slope) <= -self.c2 * self.start.slope

    def exhausted(self) -> bool:
        return self.evaluations > self.limit

    def bracket(self, t) -> list[Point]:
        """Two points with such a step between them, or one point that is such a step."""
        previous, point = self.start, self.evaluate(t)
        while not self.exhausted():
            if self.too_high(point) or (self.evaluations > 2 and point.f >= previous.f):
                return [previous, point]
            if self.flat(point):
                return [point]
            if point.slope >= 0:
                return [previous, point]
            bounds = point.t + 0.01 * (point.t - previous.t), point.t * 10
            t = cubic_minimum(previous, point, bounds)
            previous, point = point, self.evaluate(t)
        return [self.start, point]

    def zoom(self, points) -> Point:
        """The lower end of the bracket, once it satisfies the conditions or can shrink no more."""
        low, high = _by_loss(points)
        stuck = False
        while len(points) == 2 and not self.exhausted():
            a, b = points
            if abs(b.t - a.t) * self.length < self.tolerance_change:
                break
            t, stuck = _inside(a, b, stuck)
            point = self.evaluate(t)
            if self.too_high(point) or point.f >= points[low].f:
                points[high] = point
                low, high = _by_loss(points)
                continue
            if self.flat(point):
                return point
            if point.slope * (points[high].t - points[low].t) >= 0:
                points[high] = points[low]
            points[low] = point
        return points[low]


def _by_loss(points):
    """The positions of the lower and of the higher end."""
    return (0, 1) if points[0].f <= points[-1].f else (1, 0)


def _inside(a: Point, b: Point, stuck: bool):
    """The cubic's minimum, moved off the ends of the bracket when it comes close to one for the second time."""
    t = cubic_minimum(a, b)
    left, right = min(a.t, b.t), max(a.t, b.t)
    margin = 0.1 * (right - left)
    if min(right - t, t - left) >= margin:
        return t, False
    if not (stuck or t >= right or t <= left):
        return t, True
    return (right - margin if abs(t - right) < abs(t - left) else left + margin), False

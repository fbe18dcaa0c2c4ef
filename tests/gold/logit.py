"""L2-regularised logistic regression and conditional choice over sparse features; the weights are log-odds."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
NEARLY = 0.004  # of F1
PRECISELY = 0.03  # of F1 that is given for precision, where it matters more
BESIDE = 4  # cuts
_ROUNDS = 150
_MEMORY = 8  # steps that the curvature is read from
Features = Mapping[str, float]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing judged: the report it stands in, its features, and whether it holds."""

    report_id: str
    features: Features
    holds: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One choice: the report it stands in, the features of each option, and which options are right."""

    report_id: str
    options: tuple[Features, ...]
    right: tuple[bool, ...]


class _Matrix:
    """Feature rows as flat arrays: which row, which column, what value."""

    def __init__(self, rows: Sequence[Features], least: int) -> None:
        seen = Counter(name for row in rows for name in row)
        self.names = sorted(name for name, count in seen.items() if count >= least)
        column = {name: i for i, name in enumerate(self.names)}
        entries = [
            (i, column[n], v) for i, row in enumerate(rows) for n, v in sorted(row.items()) if n in column
        ]  # in a fixed order, so that sums and with them the weights are the same in every run
        self.rows = np.array([e[0] for e in entries], dtype=np.int64)
        self.columns = np.array([e[1] for e in entries], dtype=np.int64)
        self.values = np.array([e[2] for e in entries])
        self.height = len(rows)

    def dot(self, weights: Vector) -> Vector:
        """Return the score of each row."""
        return np.bincount(self.rows, self.values * weights[self.columns], self.height)

    def gather(self, errors: Vector) -> Vector:
        """Return the sum over rows of each feature times the error of its row."""
        return np.bincount(self.columns, self.values * errors[self.rows], len(self.names))


def fit_judgement(rows: Sequence[Row], ridge: float, prior: Features, least: int = 1) -> dict[str, float]:
    """Return the weights (and `intercept`) that judge `rows` best; they are drawn towards `prior`, the others to 0.

    Features of fewer than `least` rows are left out.
    """
    matrix = _Matrix([row.features for row in rows], least)
    holds = np.array([float(row.holds) for row in rows])
    drawn = np.array([*(prior.get(name, 0.0) for name in matrix.names), 0.0])
    penalty = np.array([*([ridge] * len(matrix.names)), 0.01])

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = matrix.dot(weights[:-1]) + weights[-1]
        errors = 1 / (1 + np.exp(-scores)) - holds
        off = weights - drawn
        value = float(np.sum(np.logaddexp(0, scores) - holds * scores) + 0.5 * penalty @ off**2)
        return value, np.append(matrix.gather(errors), errors.sum()) + penalty * off

    weights = _lowest(loss, drawn.copy())
    return {"intercept": round(float(weights[-1]), 3), **_named(matrix.names, weights[:-1])}


def fit_choice(groups: Sequence[Group], ridge: float, least: int = 1) -> dict[str, float]:
    """Return the weights that choose best; groups without a right option say nothing."""
    told = [group for group in groups if any(group.right)]
    matrix = _Matrix([option for group in told for option in group.options], least)
    of = np.repeat(np.arange(len(told)), [len(group.options) for group in told])
    right = np.array([float(good) for group in told for good in group.right])

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = matrix.dot(weights)
        top = np.full(len(told), -np.inf)
        np.maximum.at(top, of, scores)
        raised = np.exp(scores - top[of])
        whole, good = np.bincount(of, raised), np.bincount(of, raised * right)
        errors = raised / whole[of] - raised * right / good[of]
        value = float(np.sum(np.log(whole) - np.log(good)) + 0.5 * ridge * weights @ weights)
        return value, matrix.gather(errors) + ridge * weights

    return _named(matrix.names, _lowest(loss, np.zeros(len(matrix.names))))


def _named(names: Iterable[str], weights: Vector) -> dict[str, float]:
    return {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.0005}


def _lowest(loss: Callable[[Vector], tuple[float, Vector]], start: Vector) -> Vector:
    """Return where `loss` (value and gradient) is lowest: limited-memory BFGS with halving steps."""
    weights, (value, gradient) = start, loss(start)
    steps: list[tuple[Vector, Vector]] = []
    for _ in range(_ROUNDS):
        direction = gradient.copy()
        shares = []
        for step, change in reversed(steps):
            share = (step @ direction) / (step @ change)
            shares.append(share)
            direction -= share * change
        if steps:
            step, change = steps[-1]
            direction *= (step @ change) / (change @ change)
        for (step, change), share in zip(steps, reversed(shares), strict=True):
            direction += (share - (change @ direction) / (step @ change)) * step
        size = 1.0 if steps else 1.0 / max(1.0, float(np.abs(gradient).sum()))
        slope = float(direction @ gradient)
        while True:
            there = weights - size * direction
            new_value, new_gradient = loss(there)
            if new_value <= value - 1e-4 * size * slope or size < 1e-10:
                break
            size /= 2
        step, change = there - weights, new_gradient - gradient
        if step @ change > 1e-12:
            steps = [*steps[-_MEMORY + 1 :], (step, change)]
        gain, weights, value, gradient = value - new_value, there, new_value, new_gradient
        if gain < 1e-6 * max(1.0, abs(value)):
            break
    return weights


def fold(report_id: str) -> int:
    """Return the fold (0 to FOLDS - 1) that a report is in."""
    return zlib.crc32(report_id.encode()) % FOLDS


def chance(weights: Features, features: Features) -> float:
    """Return the probability that `weights` (with `intercept`) give to `features`."""
    z = weights["intercept"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return float(1 / (1 + np.exp(-z)))


def choose(weights: Features, group: Group) -> int:
    """Return the position of the option that `weights` choose, the first of equals."""
    scores = [sum(weights.get(n, 0.0) * v for n, v in option.items()) for option in group.options]
    return scores.index(max(scores))


def best_threshold(
    rows: Sequence[Row], probabilities: Sequence[float], missed: int, precise: bool = False
) -> tuple[float, float, float, float]:
    """Return (threshold, precision, recall, F1) of where F1 is highest; of nearly equal ones rather a precise one.

    `missed` gold items have no row.  F1 is averaged over the cuts beside each, so that one report more or less
    does not move the threshold far.  With `precise`, what is nearly equal is taken wider, and the most precise of it.
    """
    there = sum(row.holds for row in rows) + missed
    found = []
    for step in range(20, 81, 2):
        cut = step / 100
        hits = sum(row.holds for row, p in zip(rows, probabilities, strict=True) if p >= cut)
        said = sum(p >= cut for p in probabilities)
        found.append((cut, hits / max(said, 1), hits / there, 2 * hits / (said + there)))
    beside = [found[max(0, i - BESIDE) : i + BESIDE + 1] for i in range(len(found))]
    means = [sum(f1 for *_, f1 in near) / len(near) for near in beside]
    near = PRECISELY if precise else NEARLY
    high = [i for i in range(len(found)) if means[i] >= max(means) - near]
    return found[high[-1] if precise else high[len(high) * 3 // 4]]

"""Plain L2-regularised logistic regression and conditional choice, by Newton's method: weights are log-odds."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

FOLDS = 5
Features = Mapping[str, float]


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


def fit_judgement(rows: Sequence[Row], ridge: float, prior: Features) -> dict[str, float]:
    """Return the weights (and `intercept`) that judge `rows` best; they are drawn towards `prior`, the others to 0."""
    names = sorted({name for row in rows for name in row.features})
    x = np.array([[1.0, *(row.features.get(name, 0.0) for name in names)] for row in rows])
    y = np.array([float(row.holds) for row in rows])
    penalty = np.diag([0.01, *([ridge] * len(names))])
    drawn = np.array([0.0, *(prior.get(name, 0.0) for name in names)])
    weights = drawn.copy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty @ (weights - drawn)
        hessian = (x.T * (p * (1 - p))) @ x + penalty
        weights -= np.linalg.solve(hessian, gradient)
    return {
        "intercept": round(float(weights[0]), 3),
        **{n: round(float(w), 3) for n, w in zip(names, weights[1:], strict=True)},
    }


def fit_choice(groups: Sequence[Group], ridge: float) -> dict[str, float]:
    """Return the weights that choose best; groups without a right option say nothing."""
    told = [group for group in groups if any(group.right)]
    names = sorted({name for group in told for option in group.options for name in option})
    column = {name: i for i, name in enumerate(names)}
    of = np.repeat(np.arange(len(told)), [len(group.options) for group in told])
    right = np.array([float(good) for group in told for good in group.right])
    x = np.zeros((len(of), len(names)))
    for row, option in enumerate(option for group in told for option in group.options):
        for name, value in option.items():
            x[row, column[name]] = value
    weights = np.zeros(len(names))
    for _ in range(25):
        scores = x @ weights
        top = np.full(len(told), -np.inf)
        np.maximum.at(top, of, scores)
        raised = np.exp(scores - top[of])
        p = raised / np.bincount(of, raised)[of]
        target = raised * right / np.bincount(of, raised * right)[of]
        mean = np.zeros((len(told), len(names)))
        np.add.at(mean, of, x * p[:, None])
        gradient = x.T @ (p - target) + ridge * weights
        hessian = (x.T * p) @ x - mean.T @ mean + ridge * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-4:
            break
    return {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.0005}


def fold(report_id: str) -> int:
    """Return the fold (0 to FOLDS - 1) that a report is in."""
    return zlib.crc32(report_id.encode()) % FOLDS


def held_out_judgement(rows: Sequence[Row], ridge: float, prior: Features) -> list[float]:
    """Return the probability of every row, given by weights fitted without its fold of reports."""
    weights = _without_each_fold(
        lambda k: fit_judgement([r for r in rows if fold(r.report_id) != k], ridge, prior)
    )
    found = []
    for row in rows:
        mine = weights[fold(row.report_id)]
        z = mine["intercept"] + sum(mine.get(name, 0.0) * value for name, value in row.features.items())
        found.append(float(1 / (1 + np.exp(-z))))
    return found


def held_out_choice(groups: Sequence[Group], ridge: float) -> float:
    """Return the share of groups whose right option is chosen by weights fitted without their fold of reports."""
    weights = _without_each_fold(lambda k: fit_choice([g for g in groups if fold(g.report_id) != k], ridge))
    hits = 0
    for group in groups:
        mine = weights[fold(group.report_id)]
        scores = [sum(mine.get(n, 0.0) * v for n, v in option.items()) for option in group.options]
        hits += group.right[scores.index(max(scores))]
    return hits / len(groups)


def _without_each_fold(fitted: Callable[[int], dict[str, float]]) -> list[dict[str, float]]:
    return [fitted(k) for k in range(FOLDS)]


def best_threshold(
    rows: Sequence[Row], probabilities: Sequence[float], missed: int
) -> tuple[float, float, float, float]:
    """Return (threshold, precision, recall, F1) with the highest F1; `missed` gold items have no row."""
    best = (0.5, 0.0, 0.0, 0.0)
    there = sum(row.holds for row in rows) + missed
    for step in range(20, 81, 2):
        cut = step / 100
        hits = sum(row.holds for row, p in zip(rows, probabilities, strict=True) if p >= cut)
        said = sum(p >= cut for p in probabilities)
        f1 = 2 * hits / (said + there)
        if f1 > best[3]:
            best = (cut, hits / max(said, 1), hits / there, f1)
    return best

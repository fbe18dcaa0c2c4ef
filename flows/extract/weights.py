"""The fitted judgements and choices of extraction: plain logistic scores whose weights can be read one by one.

A judgement says how likely something holds (is this frame an event?); a choice says which of some options does
(when is this event?).  The weights stand in weights.yml as log-odds, a section for each; `python tests/gold/fit.py
--write` fits them on the development split of the gold set.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from flows.common.data import load_yaml

Option = TypeVar("Option")
WEIGHTS_FILE = Path(__file__).parent / "weights.yml"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One logistic score: `probability` of what it judges, taken to hold from `threshold` up."""

    threshold: float
    intercept: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability (0-1) that what `features` describe holds."""
        weight = self.weights.get
        return self._squashed(math.fsum([weight(name, 0.0) * value for name, value in features.items()]))

    def holding(self, features: Iterable[str]) -> float:
        """Return the probability (0-1) of what these features, and no others, hold of."""
        known = self.weights.keys() & features
        return self._squashed(math.fsum(map(self.weights.__getitem__, known)))

    def _squashed(self, score: float) -> float:
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.intercept + score))))


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice among options: the likeliest is taken."""

    weights: Mapping[str, float]

    def best(self, options: Mapping[Option, Iterable[str]]) -> tuple[Option, float]:
        """Return the likeliest of `options` (the first of equals), each given with the features that hold of it, and
        its probability among all of them."""
        names, weight = self.weights.keys(), self.weights.__getitem__
        scores = {option: math.fsum(map(weight, names & features)) for option, features in options.items()}
        chosen = max(scores, key=scores.__getitem__)
        return chosen, 1.0 / math.fsum([math.exp(score - scores[chosen]) for score in scores.values()])


@cache
def sections() -> dict[str, Any]:
    """Return the sections of weights.yml, read once per process."""
    return dict(load_yaml(WEIGHTS_FILE))


@cache
def judgement(name: str, kind: str = "") -> Judgement:
    """Return the judgement `name` of weights.yml: trigger, event, party or actor.

    That of a `kind` gives each feature ("near") what it weighs for all and what it weighs for this kind ("person_near").
    """
    section = sections()[name]
    weights = {feature: float(weight) for feature, weight in section["weights"].items()}
    intercept = weights.pop("intercept")
    own = f"{kind}_"
    for feature in [feature for feature in weights if kind and feature.startswith(own)]:
        plain = feature.removeprefix(own)
        weights[plain] = weights.get(plain, 0.0) + weights[feature]
    return Judgement(float(section["threshold"]), intercept, weights)


@cache
def choice(name: str) -> Choice:
    """Return the choice `name` of weights.yml: type, date or country."""
    return Choice({feature: float(weight) for feature, weight in sections()[name].items()})

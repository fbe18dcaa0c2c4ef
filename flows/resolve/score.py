"""How likely two claims of different reports are one happening: a logistic score over their features, or a veto.

The weights stand in same_event.yml as log-odds, one a feature; `python tests/gold/fit_same_event.py --write` fits them on the
development split of the gold set.  They add up, so that a review sheet can show what spoke for and against a pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from flows.common.data import load_yaml
from flows.resolve.claims import Claim, Weights
from flows.resolve.features import LIKENESS, Compared, compare

WEIGHTS_FILE = Path(__file__).parent / "same_event.yml"
FORBIDDEN = -100.0


@dataclass(frozen=True)
class Judgement:
    """The fitted weights; a pair is a link from `link`, and may stand in a cluster that others made from `stand`."""

    link: float
    stand: float
    intercept: float
    weights: Mapping[str, float]

    def points(self, a: Claim, b: Claim, shares: Weights) -> float:
        """Return the log-odds that two claims are one happening; FORBIDDEN where a rule forbids it."""
        return self.total(compare(a, b, shares))

    def link_points(self, a: Claim, b: Claim, shares: Weights) -> float:
        """Return the same where the pair is a link; FORBIDDEN, or less than a link has, where it is not.

        Most pairs are not, and cannot become one however alike their words are: these are not compared.
        """
        return self.total(compare(a, b, shares, self._may_link))

    def _may_link(self, values: Mapping[str, float]) -> bool:
        return round(self._sum(values) + self._most_likeness, 4) >= self.link

    @cached_property
    def _most_likeness(self) -> float:
        return sum(max(0.0, *(self.weights.get(name, 0.0) for name in names)) for names in LIKENESS)

    def _sum(self, values: Mapping[str, float]) -> float:
        weight = self.weights.get
        return self.intercept + sum([weight(name, 0.0) * value for name, value in values.items()])

    def total(self, found: Compared) -> float:
        """Return the log-odds that features give; FORBIDDEN where a rule forbids the pair."""
        if found.veto:
            return FORBIDDEN
        return round(self._sum(found.values), 4)

    def reasons(self, a: Claim, b: Claim, shares: Weights) -> list[tuple[str, float]]:
        """Return what speaks for and against a pair, the strongest first; a veto alone where there is one."""
        found = compare(a, b, shares)
        if found.veto:
            return [(found.veto, FORBIDDEN)]
        said = [(name, round(self.weights.get(name, 0.0) * value, 3)) for name, value in found.values.items()]
        return sorted((one for one in said if one[1]), key=lambda one: (-abs(one[1]), one[0]))


@cache
def judgement() -> Judgement:
    """Return the weights of same_event.yml."""
    return from_data(load_yaml(WEIGHTS_FILE))


def from_data(data: Mapping[str, Any]) -> Judgement:
    """Return the judgement that same_event.yml, read, describes."""
    weights = dict(data["weights"])
    return Judgement(data["link"], data["stand"], weights.pop("intercept"), weights)

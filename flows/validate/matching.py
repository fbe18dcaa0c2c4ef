"""How what the system says is compared with what an annotator says, for one report.

Actors and programmes match when a form of one (name or alias) equals a form of the other after `normal`, and
actors also share their kind.  Events have no name, so they match by likeness: type, date, participants and
status each add to a score, and pairs are taken from the best down while the score is at least `EVENT_LIKENESS`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

EVENT_LIKENESS = 0.5
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_LEADING = re.compile(r"^(the|republik|pemerintah|government of the|government of)\s+")
_TRAILING = re.compile(r"\s+(ri|republik indonesia)$")
_NEIGHBOURS = (
    {"meeting", "visit", "conference"},
    {"conference", "training", "exercise"},
    {"launch", "conference", "agreement"},
)

Left = TypeVar("Left")
Right = TypeVar("Right")


@dataclass(frozen=True, slots=True)
class Named:
    """An actor or programme of one report: its kind and every form of its name, normalised."""

    kind: str
    name: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of one report; `key` is the annotator's slug or the system's event id."""

    key: str
    type: str
    also: frozenset[str]
    status: str
    start: date | None
    end: date | None
    precision: str
    country: str | None
    participants: tuple[frozenset[str], ...] = ()  # the forms of each participant
    confidence: float = 1.0  # that it is an event, as the system says


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What one report says, by an annotator or by the system."""

    report_id: str
    relevant: bool
    actors: tuple[Named, ...] = ()
    programmes: tuple[Named, ...] = ()
    events: tuple[Happening, ...] = field(default=())


def normal(form: str) -> str:
    """Return `form` folded for comparison: case, accents, punctuation, "the", "pemerintah", "RI" are dropped."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", form.casefold()) if not unicodedata.combining(c))
    folded = " ".join(_PUNCTUATION.sub(" ", plain).split())
    shorter = _TRAILING.sub("", _LEADING.sub("", folded))
    return shorter or folded


def forms(name: str, aliases: Iterable[str]) -> frozenset[str]:
    """Return the normalised forms of a name and its aliases."""
    return frozenset(normal(form) for form in (name, *aliases) if form.strip())


def pair_up(
    left: Sequence[Left], right: Sequence[Right], likeness: Callable[[Left, Right], float], least: float
) -> list[tuple[int, int]]:
    """Return index pairs, each side used once, from the likest pair down to `least`; ties go to the earlier."""
    scored = sorted(
        ((likeness(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for score, i, j in scored:
        if score < least:
            break
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            pairs.append((i, j))
    return pairs


def same_name(gold: Named, system: Named) -> float:
    """1 where kinds agree and a form is shared (more where more are), else 0.  Programmes carry an empty kind."""
    if gold.kind != system.kind:
        return 0.0
    shared = len(gold.forms & system.forms)
    return 1.0 + min(shared, 9) / 10 if shared else 0.0


def event_likeness(gold: Happening, system: Happening) -> float:
    """Return how alike two events of one report are: 0 (nothing in common) to about 1."""
    score = _type_likeness(gold, system) + _date_likeness(gold, system)
    score += 0.3 * overlap(gold.participants, system.participants)
    return score + (0.1 if gold.status == system.status else 0.0)


def _type_likeness(gold: Happening, system: Happening) -> float:
    if system.type == gold.type or system.type in gold.also:
        return 0.4
    if any({gold.type, system.type} <= group for group in _NEIGHBOURS):
        return 0.2
    return 0.0


def _date_likeness(gold: Happening, system: Happening) -> float:
    if gold.end is None and system.end is None:
        return 0.2
    if gold.end is None or system.end is None:
        return 0.05
    if (gold.start, gold.end) == (system.start, system.end):
        return 0.3
    gold_start, system_start = gold.start or date.min, system.start or date.min
    return 0.15 if gold_start <= system.end and system_start <= gold.end else -0.3


def overlap(gold: Sequence[frozenset[str]], system: Sequence[frozenset[str]]) -> float:
    """Return the F1 of two lists of participants, each given by its forms; 1 where both are empty."""
    if not gold and not system:
        return 1.0
    hits = len(pair_up(gold, system, lambda a, b: float(bool(a & b)), 0.5))
    return 2 * hits / (len(gold) + len(system))

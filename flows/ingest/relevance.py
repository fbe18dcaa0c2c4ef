"""A cheap first judgement: is this report about co-operation or institutional work against terrorism and violent extremism?

One pass counts the words of `lang/relevance.yml` in six groups; a text without a word of the topic scores 0 at
once.  The rest is a weighted sum of a few counts (`lang/relevance_weights.yml`), so that `explain` can show why.
"""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path

import ahocorasick_rs

from flows.common.data import load_yaml

_TABLES = Path(__file__).parent / "lang"
_ONCE_HELD = re.compile(
    r"\b(?:mantan|eks|bekas|pernah menjabat|pernah menjadi|former|formerly|ex)[\s-](?:\w+\s){0,2}?"
    r"(?:kepala|wakil|deputi|sestama|direktur|komandan|head|chief|deputy|director)\b[^.,;()]*$"
)
GROUPS = ("terror", "against", "joint", "crime", "other", "past")
TOPIC = ("terror", "against", "past")
THRESHOLD = 0.5
_LEAD = 450
_NEAR = 160
_LONGEST = 20_000
_AGAINST, _JOINT, _PAST = GROUPS.index("against"), GROUPS.index("joint"), TOPIC.index("past")


@cache
def _automaton(
    groups: tuple[str, ...],
) -> tuple[ahocorasick_rs.AhoCorasick, tuple[int, ...], tuple[bool, ...]]:
    """One search over the words of `groups`, with each word's group and whether it must end a word."""
    tables = load_yaml(_TABLES / "relevance.yml")
    words: dict[str, int] = {}
    for number, group in enumerate(groups):
        for word in tables[group].split(","):
            words.setdefault(word.strip().lower(), number)
    patterns = [word.removesuffix("|").strip() for word in words]
    search = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return search, tuple(words.values()), tuple(word.endswith("|") for word in words)


@cache
def _weights() -> dict[str, float]:
    return {name: float(value) for name, value in load_yaml(_TABLES / "relevance_weights.yml").items()}


def _hits(text: str, groups: tuple[str, ...]) -> list[tuple[int, int]]:
    """The words of `groups` in a lower-case text, as (group number, position), in order."""
    search, group_of, closed = _automaton(groups)
    size = len(text)
    found = []
    for pattern, start, end in search.find_matches_as_indexes(text):
        if (start and text[start - 1].isalnum()) or (closed[pattern] and end < size and text[end].isalnum()):
            continue
        group = group_of[pattern]
        if group <= _AGAINST and _ONCE_HELD.search(text, max(0, start - 70), start):
            continue
        found.append((group, start))
    return found


def features(text: str, title: str | None = None) -> dict[str, float] | None:
    """What the judgement rests on; None where no word of the topic occurs."""
    if title and title not in text[:_LEAD]:
        text = f"{title}\n{text}"
    text = text[:_LONGEST].lower()
    if all(group == _PAST for group, _ in _hits(text, TOPIC)):
        return None
    everywhere, opening = [0] * len(GROUPS), [0] * len(GROUPS)
    bonds, last_topic, last_joint = 0, -_LONGEST, -_LONGEST
    for group, at in _hits(text, GROUPS):
        everywhere[group] += 1
        opening[group] += at < _LEAD
        if group <= _AGAINST:
            bonds += at - last_joint < _NEAR
            last_topic = at
        elif group == _JOINT:
            bonds += at - last_topic < _NEAR
            last_joint = at
    terror, against, joint, crime, other, _ = everywhere
    return {
        "bias": 1.0,
        "against": math.log1p(against),
        "terror": math.log1p(terror),
        "joint": math.log1p(joint),
        "bonds": math.log1p(bonds),
        "crime": math.log1p(crime),
        "other": math.log1p(other),
        "crime_share": crime / (crime + joint + 1),
        "other_share": other / (other + against + terror + 1),
        "lead_topic": float(opening[0] + opening[1] > 0),
        "lead_against": math.log1p(opening[1]),
        "lead_joint": math.log1p(opening[2]),
        "lead_crime": math.log1p(opening[3]),
        "lead_other": math.log1p(opening[4]),
        "lone_mention": float(terror + against == 1),
    }


def score(text: str, title: str | None = None) -> float:
    """0-1, from `THRESHOLD` on in scope."""
    found = features(text, title)
    if found is None:
        return 0.0
    weights = _weights()
    total = sum(weights[name] * value for name, value in found.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

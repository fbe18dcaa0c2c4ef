"""Finds the cue words of lang/<id|en>/events.yml in a text: one Aho-Corasick pass, word boundaries checked."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from flows.common.data import load_yaml

LANG_FOLDER = Path(__file__).parent / "lang"
LANGUAGES = ("id", "en")


class Cue(NamedTuple):
    """One cue in the text.  `category` is trigger, support, planned, ...; a trigger's `label` is its event
    type and `strength` is verb | noun | weak | object; a role's `label` is the role."""

    start: int
    end: int
    category: str
    label: str
    strength: str
    form: str
    lang: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    category: str
    label: str
    strength: str
    lang: str


def _order(meaning: _Meaning) -> tuple[str, str, str, str]:
    return meaning.category, meaning.label, meaning.strength, meaning.lang


class CueLexicon:
    """All cue forms of both languages in one automaton."""

    def __init__(self) -> None:
        meanings: dict[str, list[_Meaning]] = {}
        for lang in LANGUAGES:
            for form, meaning in _meanings(lang):
                meanings.setdefault(form, []).append(meaning)
        self._forms = sorted(meanings)
        self._meanings = [
            [(m.category, m.label, m.strength, form, m.lang) for m in sorted(meanings[form], key=_order)]
            for form in self._forms
        ]
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.Standard)

    def scan(self, text: str) -> list[Cue]:
        """Return the cues of `text` in order; of overlapping cues of one category the longest stays."""
        lowered = lower_same_length(text)
        found = [
            (start, -end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True)
            if _bounded(lowered, start, end)
        ]
        found.sort()
        return _longest([Cue(start, -end, *m) for start, end, index in found for m in self._meanings[index]])


def lower_same_length(text: str) -> str:
    """Lower-case `text` without moving a character: letters whose lower case is longer stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered.replace("’", "'")
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")


def within(cues: list[Cue], start: int, end: int) -> list[Cue]:
    """Return the cues (sorted by start) that lie inside [start, end)."""
    first = bisect_left(cues, start, key=lambda cue: cue.start)
    found = []
    for cue in cues[first:]:
        if cue.start >= end:
            break
        if cue.end <= end:
            found.append(cue)
    return found


@cache
def cue_lexicon() -> CueLexicon:
    """Return the lexicon, built once per process."""
    return CueLexicon()


def _meanings(lang: str) -> list[tuple[str, _Meaning]]:
    data = load_yaml(LANG_FOLDER / lang / "events.yml")
    found: list[tuple[str, _Meaning]] = []
    for category, content in data.items():
        if category == "triggers":
            for label, strengths in content.items():
                for strength, forms in strengths.items():
                    found += [(form, _Meaning("trigger", label, strength, lang)) for form in forms]
        elif isinstance(content, dict):
            for label, forms in content.items():
                found += [(form, _Meaning(category, label, "", lang)) for form in forms]
        else:
            found += [(form, _Meaning(category, "", "", lang)) for form in content]
    return found


def _bounded(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def _longest(cues: list[Cue]) -> list[Cue]:
    """Drop a cue that lies inside a longer one of the same category (triggers: of any type but objects).

    `cues` come in order of their start, the longest first.
    """
    kept: list[Cue] = []
    reach: dict[tuple[str, str], int] = {}
    for cue in cues:
        family = (cue.category, "object" if cue.strength == "object" else "")
        farthest = reach.get(family, -1)
        if cue.end > farthest:
            reach[family] = cue.end
        elif not _twin(kept, cue):
            continue
        kept.append(cue)
    return kept


def _twin(kept: list[Cue], cue: Cue) -> bool:
    """True where the longest cue kept at this very span has another meaning: both stay."""
    return any((k.start, k.end) == (cue.start, cue.end) and k.category == cue.category for k in kept[-6:])

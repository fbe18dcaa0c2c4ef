"""Phrases that are searched for only where one of them may stand.

A search for a dozen phrases walks through every character of a sentence, and most sentences hold none of them.  So the
plain letters that the phrases begin with, those of all searches together, are found in one pass over the report
(Aho-Corasick), and a search is made only in a stretch that holds some of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

_PLAIN = re.compile(r"[a-z][a-z' -]+")
_KNOWN: list[Phrases] = []  # every search that there is


class Phrases:
    """Alternative phrases, as a pattern of whole words without regard to capitals ("mou|work plans?|kedua (?:negara|pihak)").

    Each begins with plain letters, or `holding` says what every one of them holds.
    """

    def __init__(self, phrases: str, holding: tuple[str, ...] = ()) -> None:
        self.pattern = re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)
        self.stems = holding or tuple(_stem(phrase) for phrase in _alternatives(phrases))
        self.number = len(_KNOWN)
        _KNOWN.append(self)


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of `pattern` that stand in no group."""
    found = [""]
    depth = 0
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found


def _stem(phrase: str) -> str:
    """The plain letters that every text of `phrase` begins with."""
    plain = _PLAIN.match(phrase.lower())
    stem = plain[0] if plain else ""
    if phrase[len(stem) : len(stem) + 1] in ("?", "*", "{"):
        stem = stem[:-1]
    if len(stem) < 2:
        raise ValueError(f"phrase {phrase!r}: begin it with two plain letters or say what it holds")
    return stem


@lru_cache(maxsize=1)
def _automaton(count: int) -> tuple[AhoCorasick, list[tuple[int, ...]]]:
    """The automaton over the stems of the first `count` searches, and for each stem the numbers of its searches."""
    owners: dict[str, list[int]] = {}
    for phrases in _KNOWN[:count]:
        for stem in dict.fromkeys(phrases.stems):
            owners.setdefault(stem, []).append(phrases.number)
    return AhoCorasick([*owners], matchkind=MatchKind.Standard), [tuple(o) for o in owners.values()]


class Hints:
    """Where in one text, given also in lower case, each search may find something."""

    def __init__(self, text: str, lowered: str) -> None:
        self._text = text
        self._starts: dict[int, list[int]] = {}
        automaton, owners = _automaton(len(_KNOWN))
        for stem, start, _ in automaton.find_matches_as_indexes(lowered, overlapping=True):
            for number in owners[stem]:
                self._starts.setdefault(number, []).append(start)
        for starts in self._starts.values():
            starts.sort()  # overlapping stems are found by their ends

    def may_hold(self, phrases: Phrases, low: int, high: int) -> bool:
        """True where a search in [low, high) may find something."""
        starts = self._starts.get(phrases.number)
        if starts is None:
            return False
        at = bisect_left(starts, low)
        return at < len(starts) and starts[at] < high

    def holds(self, phrases: Phrases, low: int, high: int) -> bool:
        """True where one of the phrases stands in [low, high)."""
        return self.may_hold(phrases, low, high) and phrases.pattern.search(self._text, low, high) is not None

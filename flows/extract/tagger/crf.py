"""Loads the shipped model once per process and tags words with B-/I- PER, ORG, LOC or O."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pycrfsuite

from flows.extract.tagger.features import features
from flows.extract.tagger.words import (
    CALENDAR,
    DEGREE,
    DIGIT,
    GIVEN,
    NOT_NAME,
    OFFICE,
    ORG_HEAD,
    PORTFOLIO,
    PUNCT,
    RANK,
    RANK_TAIL,
    TITLE,
    Token,
)

MODEL = Path(__file__).with_name("names.crfsuite")
_EXPLAINED = CALENDAR | NOT_NAME | PUNCT | DIGIT | OFFICE | ORG_HEAD | PORTFOLIO | RANK | RANK_TAIL | DEGREE
_REACH = 2  # words kept on each side of a capitalised one


class NameTagger:
    """The model and its tagging; one instance per process is enough."""

    def __init__(self, path: Path = MODEL) -> None:
        if not path.is_file():
            raise FileNotFoundError(
                f"{path}: the name model is missing; python -m flows.extract.tagger.train"
            )
        self._tagger: Any = pycrfsuite.Tagger()
        self._tagger.open(str(path))

    def tag(self, words: Sequence[str]) -> list[str]:
        """One label per word."""
        return list(self._tagger.tag(features(words))) if words else []

    def persons(self, tokens: Sequence[Token]) -> list[tuple[int, int, float]]:
        """Spans of persons as token indexes (end exclusive) with the least marginal probability."""
        words = [token.text for token in tokens]
        labels = self.tag(words)
        spans: list[tuple[int, int, float]] = []
        start = -1
        for i, label in enumerate((*labels, "O")):
            if start >= 0 and label != "I-PER":
                spans.append((start, i, 1.0))
                start = -1
            if label == "B-PER" or (label == "I-PER" and start < 0):
                start = i
        marginal = self._tagger.marginal
        return [
            (
                a,
                b,
                min(
                    marginal("B-PER" if i == a else "I-PER", i) if labels[i][0] == "B" or i > a else 0.5
                    for i in range(a, b)
                ),
            )
            for a, b, _ in spans
        ]


@lru_cache(maxsize=1)
def name_tagger() -> NameTagger:
    """The shipped model."""
    return NameTagger()


def windows(tokens: Sequence[Token], open_: Sequence[bool]) -> list[tuple[int, int]]:
    """Stretches worth tagging, with a few words of context: around open tokens that may be part of a person's name,
    capitalised and explained by no list."""
    spans: list[tuple[int, int]] = []
    for i, token in enumerate(tokens):
        mask = token.classes
        if mask & TITLE and open_[i] and (not mask & _EXPLAINED or mask & GIVEN):
            start, end = max(0, i - _REACH), min(len(tokens), i + _REACH + 1)
            if spans and start <= spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans

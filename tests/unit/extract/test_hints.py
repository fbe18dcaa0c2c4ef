"""Phrases that are looked for only where one may stand, and words that govern what follows: never a miss."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.cues import lower_same_length
from flows.extract.governing import Governing, words_before
from flows.extract.hints import Hints, Phrases

SIGNED = Phrases(r"sign(?:ed|s)?|tanda tangan\w*|work plans?|kedua (?:negara|pihak)")
LENGTH = Phrases(r"(?:two|three) days", holding=("days",))
COULD = Governing("could|dapat|in order to", r"\s(?:[\w-]+\s){0,2}")
WORDS = st.sampled_from(
    ["Sign", "signed", "assigns", "tanda tangani", "Work Plan", "work plans", "kedua pihak", "KEDUA NEGARA", "two days",
     "three  days", "could", "Dapat", "in order to", "hold-up", "the", ",", "(could", "\n", "İ", "ß"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


@given(text=TEXTS, low=st.integers(0, 40), high=st.integers(0, 80))
def test_phrases_are_found_wherever_their_pattern_finds_them(text: str, low: int, high: int) -> None:
    hints = Hints(text, lower_same_length(text))
    for phrases in (SIGNED, LENGTH):
        assert hints.holds(phrases, low, high) == bool(phrases.pattern.search(text, low, high))


@given(text=TEXTS, low=st.integers(0, 40), high=st.integers(0, 80))
def test_governing_words_are_found_wherever_their_pattern_finds_them(text: str, low: int, high: int) -> None:
    plain = re.compile(r"\b(?:could|dapat|in order to)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
    found = COULD.before(text, low, high, words_before(text, low, high))
    assert found == bool(plain.search(text, low, high))


def test_a_phrase_says_what_it_begins_with() -> None:
    assert SIGNED.stems == ("sign", "tanda tangan", "work plan", "kedua ")
    with pytest.raises(ValueError, match="say what it holds"):
        Phrases(r"(?:a|b) day")

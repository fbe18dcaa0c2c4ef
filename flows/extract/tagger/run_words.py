"""What a word inside an organisation's name may be, and whether the name goes on behind it."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.words import (
    ACRONYM,
    CALENDAR,
    DEGREE,
    GIVEN,
    HONORIFIC,
    NOT_NAME,
    OFFICE,
    ORG_HEAD,
    ORG_HEAD_ID,
    PORTFOLIO,
    PUNCT,
    RANK,
    TITLE,
    UPPER,
    WEAK_ORG_HEAD,
    bag,
    word_set,
)

_STOPS = CALENDAR | RANK | HONORIFIC | DEGREE | PUNCT
_UNIT_WORDS = bag("Kelas Khusus Wanita Perempuan Anak Narkotika Gunung Pulau Kota Kabupaten Provinsi Pasir")
NEEDS_TAIL = word_set("org_needs_tail")
LONGEST = 16  # words of a name on one side of its head


def builds(line: Line, taken: Sequence[bool], i: int) -> bool:
    """Whether a token may be a word inside an organisation's name."""
    mask = line.tokens[i].classes
    if taken[i] or not mask & TITLE or (mask & _STOPS and not mask & PORTFOLIO):
        return False
    if mask & OFFICE and not mask & (PORTFOLIO | ORG_HEAD):
        return False
    return not (mask & NOT_NAME and not mask & (PORTFOLIO | ORG_HEAD))


def is_unit_word(line: Line, i: int) -> bool:
    """A word of a unit's name that no other name has: "Kelas IIB", "064/Maulana", "Gunung"."""
    text = line.tokens[i].text
    if text in _UNIT_WORDS:
        return i + 1 < len(line.tokens) and bool(line.tokens[i + 1].classes & TITLE)
    number, slash, name = text.partition("/")
    return bool(slash) and number.isdigit() and name[:1].isupper()


def bears(line: Line, i: int) -> bool:
    """A word of the name that a unit bears behind its number: "064/Maulana Yusuf"."""
    mask = line.tokens[i].classes
    return bool(mask & TITLE) and not mask & _STOPS and kind_of(line.hits[i]) in ("", "place", "person")


def school_goes_on(line: Line, i: int) -> bool:
    """A university's name may be a person's: "UIN Sultan Maulana Hasanuddin Banten"."""
    before = line.tokens[i - 1]
    return kind_of(line.hits[i]) in ("", "place") and (before.text == ")" or not before.classes & PUNCT)


def continues(line: Line, taken: Sequence[bool], i: int, lower: str) -> bool:
    """Whether the name goes on after the connector at `i`."""
    tokens = line.tokens
    j = i + 1
    if j < len(tokens) and tokens[j].text == "the":
        j += 1
    if j >= len(tokens) or taken[j] or not tokens[j].classes & TITLE:
        return False
    mask = tokens[j].classes
    if lower in ("dan", "and", "&"):
        if kind_of(line.hits[i - 1]) == "place" and not mask & PORTFOLIO:
            return False
        if mask & ORG_HEAD and (not mask & PORTFOLIO or j > i + 1):
            return False  # "the Prosecutor's Office and the Ministry of ..." are two
        if kind_of(line.hits[j]) in ("organisation", "country", "person"):
            return bool(mask & UPPER and mask & PORTFOLIO)
        for k in range(j + 1, min(len(tokens), j + 6)):
            if not tokens[k].classes & TITLE:
                break
            if tokens[k].classes & ORG_HEAD and not tokens[k].classes & (ORG_HEAD_ID | WEAK_ORG_HEAD):
                return False
        if mask & ACRONYM and mask & UPPER and not mask & PORTFOLIO:
            return False
        # a new coordinate phrase, not the name's own second part
        return bool(mask & PORTFOLIO) or not mask & (GIVEN | NOT_NAME | OFFICE)
    if lower == "in":
        return kind_of(line.hits[j]) in ("place", "country")
    if lower in ("untuk", "to", "on", "against", "atas", "bagi", "terhadap"):
        return bool(mask & PORTFOLIO) or kind_of(line.hits[j]) == ""
    return builds(line, taken, j) or kind_of(line.hits[j]) in ("country", "organisation", "place")


def lists_on(line: Line, taken: Sequence[bool], i: int) -> bool:
    """A comma inside a name: the next words are topics and an "and" with a further topic follows."""
    tokens = line.tokens
    previous = tokens[i - 1].classes
    if not previous & PORTFOLIO or previous & ORG_HEAD:
        return False
    seen = False
    for j in range(i + 1, min(len(tokens), i + 8)):
        mask = tokens[j].classes
        if tokens[j].text.lower() in ("dan", "and"):
            return (
                (seen or j == i + 1)
                and j + 1 < len(tokens)
                and bool(tokens[j + 1].classes & PORTFOLIO)
                and bool(tokens[j + 1].classes & TITLE)
                and not tokens[j + 1].classes & ORG_HEAD
                and kind_of(line.hits[j + 1]) in ("", "place")
            )
        if tokens[j].text == ",":
            continue
        if taken[j] or not mask & PORTFOLIO or not mask & TITLE or mask & ORG_HEAD:
            return False
        seen = True
    return False

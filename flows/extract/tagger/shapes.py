"""The shapes of persons' names in a line: what may be a word of one, where a run of them ends, what titles precede."""

from __future__ import annotations

import re
from typing import NamedTuple

from flows.extract.tagger.lines import Line
from flows.extract.tagger.words import (
    ACRONYM,
    CALENDAR,
    DEGREE,
    DIGIT,
    GIVEN,
    HONORIFIC,
    INITIAL,
    NOT_NAME,
    OFFICE,
    OFFICE_ADJ,
    ORG_HEAD,
    PARTICLE,
    PORTFOLIO,
    PUNCT,
    RANK,
    RANK_TAIL,
    SUSPECT,
    TITLE,
    UPPER,
)

LONGEST = 7  # words in a name
_SOUNDING = frozenset("aeiouyr")  # letters that follow the first of a name written in small letters


TITLES = RANK | RANK_TAIL | HONORIFIC | DEGREE


_NOT_NAMEY = CALENDAR | NOT_NAME | DIGIT | PUNCT | OFFICE | OFFICE_ADJ | ORG_HEAD | PORTFOLIO | RANK | SUSPECT


class PersonSpan(NamedTuple):
    """A person's name in one line, as token indexes, with what found it."""

    first: int
    last: int  # end exclusive
    rule: str
    confidence: float


def shouting(line: Line) -> bool:
    """A line with nearly every word capitalised, as headlines have: capitals say nothing there."""
    if line.kind != "headline":
        return False
    words = [t for t in line.tokens if not t.classes & (PUNCT | DIGIT)]
    return sum(1 for t in words if t.classes & TITLE) > 0.6 * len(words)


# a name's part with its article: "al-Julanda"
ARTICLED = re.compile(r"(?:al|el|an|ar|as|at|ad|ash)[-’'][A-Z]")
_ROMAN = frozenset(("II", "III", "IV", "VI"))


def written_as_degree(word: str) -> bool:
    """Capitals or full stops inside, or two consonants first, as in "MPd", "S.H.", "MA" and "Mhum"."""
    return "." in word or any(sign.isupper() for sign in word[1:]) or word[1:2] not in _SOUNDING


def namey(line: Line, i: int) -> bool:
    """Whether a token may be a word of a person's name."""
    mask = line.tokens[i].classes
    if not mask & TITLE or line.tokens[i].text in line.shorts or "/" in line.tokens[i].text:
        return False
    hit = line.hits[i]
    if hit is not None and not all(e.kind in ("place", "person") for e in hit.entries):
        return False
    if mask & DEGREE and written_as_degree(line.tokens[i].text):
        return False
    if mask & (GIVEN | INITIAL) and not mask & (OFFICE | ORG_HEAD):
        return True
    if mask & _NOT_NAMEY:
        return False
    return not (mask & UPPER and mask & ACRONYM and len(line.tokens[i].text) > 2)


def name_run(line: Line, first: int) -> int:
    """The end of the run of name words that begins at token `first` (equal to `first` if none does)."""
    tokens = line.tokens
    i = first
    while i < len(tokens) and i - first < LONGEST:
        if i > first and tokens[i].start - tokens[i - 1].end > 1:
            break
        if namey(line, i) or (i > first and (tokens[i].text in _ROMAN or ARTICLED.match(tokens[i].text))):
            i += 1
        elif (
            i > first
            and tokens[i].classes & PARTICLE
            and not tokens[i].classes & TITLE
            and i + 1 < len(tokens)
            and (
                namey(line, i + 1)
                or ARTICLED.match(tokens[i + 1].text)
                or (i + 2 < len(tokens) and tokens[i + 1].classes & HONORIFIC)
            )
        ):
            i += 2
        elif (
            i > first
            and i + 2 < len(tokens)
            and all(t.classes & PARTICLE and not t.classes & TITLE for t in tokens[i : i + 2])
            and namey(line, i + 2)
        ):
            i += 3  # "de la", "van der"
        else:
            break
    return min(i, len(tokens))


def skip_titles(line: Line, i: int) -> int:
    """The first token at or after `i` that is no rank, honorific, degree or the punctuation of one."""
    tokens = line.tokens
    while i < len(tokens):
        token = tokens[i]
        mask = token.classes
        text = token.text
        if (
            (mask & (RANK | RANK_TAIL | HONORIFIC) and mask & TITLE and not _is_name_here(line, i))
            or (mask & DEGREE and mask & TITLE and not _is_name_here(line, i))
            or (text == "." and i and tokens[i - 1].classes & TITLES)
        ):
            i += 1
        elif text == "(" and i + 2 < len(tokens) and tokens[i + 1].classes & RANK_TAIL:
            close = i + 2 if tokens[i + 2].text == ")" else i + 3
            if close < len(tokens) and tokens[close].text == ")":
                i = close + 1
            else:
                break
        else:
            break
    return i


def _is_name_here(line: Line, i: int) -> bool:
    """A word that is both a title and a given name ("Sari", "Imam") counts as a name when no title follows."""
    token = line.tokens[i]
    if not token.classes & GIVEN:
        return False
    if i and line.tokens[i - 1].text.lower() in ("tan", "dato", "dato'", "dato’", "datuk"):
        return False
    return not (i + 1 < len(line.tokens) and line.tokens[i + 1].text == ".")

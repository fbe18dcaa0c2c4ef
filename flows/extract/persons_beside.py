"""Persons found by what stands beside a name that no list knows: who is quoted, and who has an office in apposition."""

from __future__ import annotations

from collections.abc import Iterator

from flows.extract.tagger.lines import Line
from flows.extract.tagger.shapes import TITLES, PersonSpan, name_run, namey
from flows.extract.tagger.words import OFFICE, OFFICE_ADJ, PORTFOLIO, TITLE, UPPER, Token, word_set

_ATTRIBUTING = word_set("attributing")
_ARTICLES = ("a", "an", "the", "seorang")
_REACH = 4  # words from the comma to the office
_LEAST = 2  # words of a name
_MOST = 5


def beside(line: Line) -> Iterator[PersonSpan]:
    """Names right after "said", "kata" and the like, and names before a comma and an office."""
    tokens = line.tokens
    for i in range(len(tokens) - 1):
        if tokens[i].classes & TITLE or not _begins(line, i + 1):
            continue
        last = name_run(line, i + 1)
        if not _LEAST <= last - i - 1 <= _MOST or any(_claimed(line, k) for k in range(i + 1, last)):
            continue
        if tokens[i].text in _ATTRIBUTING:
            yield PersonSpan(i + 1, last, "attributed", 0.85)
        elif last < len(tokens) and tokens[last].text == "," and _office_in(tokens, last + 1):
            yield PersonSpan(i + 1, last, "apposition", 0.8)


def _begins(line: Line, i: int) -> bool:
    """A name that no title stands before: names behind titles are found by these."""
    return namey(line, i) and not line.tokens[i].classes & TITLES


def _claimed(line: Line, i: int) -> bool:
    """A registered name, or capitals, as in "Additional IG"."""
    return line.hits[i] is not None or bool(line.tokens[i].classes & UPPER)


def _office_in(tokens: list[Token], first: int) -> bool:
    """An office begins at token `first`: "Director of ...", "a representative of ...", "National Programme Officer"."""
    if first < len(tokens) and tokens[first].text in _ARTICLES:
        first += 1
    for token in tokens[first : first + _REACH]:
        if token.classes & OFFICE:
            return True
        if not token.classes & (OFFICE_ADJ | PORTFOLIO):
            return False
    return False

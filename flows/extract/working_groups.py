"""Bodies of two countries whose head is in small letters: "India-US joint working group on counter-terrorism"."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.words import TITLE, bag

_BETWEEN = bag(
    "joint counter anti bilateral"
)  # besides words of terrorism, between the countries and the group
_STANDING = bag("commission committee council")  # bodies of two countries as well
_HYPHENS = frozenset(("-", "–"))


def working_groups(line: Line, taken: Sequence[bool]) -> list[OrgSpan]:
    """The working groups and commissions of a line that two countries' names begin."""
    found: list[OrgSpan] = []
    tokens = line.tokens
    for i, token in enumerate(tokens):
        word = token.text.lower()
        if word == "group" and i and tokens[i - 1].text.lower() == "working":
            first = _countries(line, _leftwards(line, i - 1))
        elif word in _STANDING and not token.classes & TITLE:
            first = _countries(line, _over_capitals(line, i))
        else:
            continue
        last = _field(line, i + 1)
        if first is not None and not any(taken[first:last]):
            found.append(OrgSpan(first, last, "head", 0.8))
    return found


def _is_topic(word: str) -> bool:
    return "terror" in word or "extremis" in word


def _leftwards(line: Line, i: int) -> int:
    """The first token of what stands between the countries and "working group"."""
    while i and (line.tokens[i - 1].text.lower() in _BETWEEN or _is_topic(line.tokens[i - 1].text.lower())):
        i -= 1
    return i


def _over_capitals(line: Line, i: int) -> int:
    """The first token of up to three capitalised words before token `i`."""
    start = i
    while i and start - i < 3 and line.tokens[i - 1].classes & TITLE and line.hits[i - 1] is None:
        i -= 1
    return i


def _countries(line: Line, end: int) -> int | None:
    """The first token of two hyphenated countries that end before token `end`; None without them."""
    last = _country_before(line, end)
    if last is None or not last or line.tokens[last - 1].text not in _HYPHENS:
        return None
    return _country_before(line, last - 1)


def _country_before(line: Line, end: int) -> int | None:
    if not end or kind_of(line.hits[end - 1]) != "country":
        return None
    first = end - 1
    while first and line.hits[first - 1] is line.hits[end - 1]:
        first -= 1
    return first


def _field(line: Line, i: int) -> int:
    """The end of the name behind "group": its short form in brackets and what it works on, "(JWG) on Counter-Terrorism"."""
    tokens = line.tokens
    at = i + 3 if i + 3 < len(tokens) and tokens[i].text == "(" and tokens[i + 2].text == ")" else i
    if at + 1 >= len(tokens) or tokens[at].text != "on":
        return i
    end = at + 1
    while end < len(tokens) and (tokens[end].text.lower() in _TOPIC or _is_topic(tokens[end].text.lower())):
        end += 1
    return end if end > at + 1 else i


_TOPIC = bag("countering counter combating combatting violent")

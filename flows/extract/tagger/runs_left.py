"""How far an English organisation's name reaches left of its head noun."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.tagger.lines import Line, is_demonym, kind_of
from flows.extract.tagger.run_words import LONGEST, builds
from flows.extract.tagger.words import (
    NOT_NAME,
    OFFICE,
    ORG_HEAD,
    PORTFOLIO,
    RANK,
    TITLE,
    UPPER,
    Token,
    bag,
)

_NATIONAL = bag("embassy commission consulate force forces army navy police")
_SERVICES = bag(
    "service services authority agency bureau department ministry guard customs commission council institute university "
    "centre center forces board bank coalition"
)
_GROUPED = frozenset(("Working", "Expert", "Experts", "Experts'", "Contact"))  # kinds of groups


def reach_left(line: Line, taken: Sequence[bool], head: int, floor: int) -> int:
    """How far an English name reaches left of its head."""
    tokens = line.tokens
    first = head
    while first > floor and head - first < LONGEST:
        i = first - 1
        gap = tokens[first].start - tokens[i].end
        if gap > 1:
            break
        hit = line.hits[i]
        kind = kind_of(hit)
        text = tokens[i].text
        if taken[i] or (
            text.endswith(("'s", "’s")) and kind in ("country", "organisation", "person", "place")
        ):
            break
        if kind == "country" and hit is not None:
            if not is_demonym(hit) and not tokens[i].classes & UPPER and not _national(line, first, head):
                break
            while first > floor and line.hits[first - 1] is hit:
                first -= 1
            first = _pair(line, first, floor)
            break
        if (builds(line, taken, i) and kind in ("", "place", "organisation")) or _reaches(tokens, i, head):
            first = i
        elif _small(line, i, floor) or (
            text in ("and", "&")
            and i > floor
            and tokens[i - 1].classes & TITLE
            and (tokens[i - 1].classes & PORTFOLIO or _begins(tokens, i - 1))
            and builds(line, taken, i - 1)
            and first <= head
        ):
            first = i - 1
        else:
            break
    while first < head and tokens[first].classes & NOT_NAME and not tokens[first].classes & PORTFOLIO:
        first += 1
    return first


def _small(line: Line, i: int, floor: int) -> bool:
    """A word of the name's field in small letters between two capitals: "Financial intelligence Centre"."""
    tokens = line.tokens
    if i <= floor or tokens[i].classes & (TITLE | NOT_NAME | ORG_HEAD) or not tokens[i].classes & PORTFOLIO:
        return False
    before = tokens[i - 1].classes
    return bool(before & TITLE and before & PORTFOLIO) and tokens[i].start - tokens[i - 1].end == 1


def _national(line: Line, first: int, head: int) -> bool:
    """A country's name that begins the name of its body: "Kenya Wildlife Service", "Singapore Embassy"."""
    lower = line.tokens[head].text.lower()
    return lower in _NATIONAL or (head > first and lower in _SERVICES)


def _pair(line: Line, first: int, floor: int) -> int:
    """The start of two countries' names that begin the name of their body: "India-US Joint Working Group"."""
    tokens = line.tokens
    i = first - 2
    if i < floor or tokens[first - 1].text not in ("-", "–") or kind_of(line.hits[i]) != "country":
        return first
    while i > floor and line.hits[i - 1] is line.hits[i]:
        i -= 1
    return i


def _begins(tokens: Sequence[Token], i: int) -> bool:
    """A word right behind an article or an owner: with it the name begins."""
    before = tokens[i - 1].text if i else ""
    return before in ("the", "its") or before.endswith(("'s", "’s"))


def _reaches(tokens: Sequence[Token], i: int, head: int) -> bool:
    """A word that only some heads take on their left: "Working Group", "Prosecutor General's Office"."""
    text, mask = tokens[i].text, tokens[i].classes
    if text in _GROUPED:
        return tokens[head].text == "Group"
    if text.endswith(("'s", "’s", "s'", "s’")):
        return bool(mask & (OFFICE | RANK) and mask & TITLE)
    return bool(mask & OFFICE and mask & TITLE) and tokens[i + 1].text in ("General's", "General’s")

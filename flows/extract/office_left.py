"""What belongs to an office on the left of its head: adjectives, a former holder's mark, its organisation or country."""

from __future__ import annotations

from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.words import (
    FORMER,
    OFFICE,
    OFFICE_ADJ,
    OFFICE_SECOND,
    PORTFOLIO,
    TITLE,
    bag,
    word_set,
)

_ACTING = word_set("acting_offices")


def is_english(word: str) -> bool:
    """A head of an office that may follow its organisation: "UNODC director"."""
    return word.lower() in _ENGLISH


_ENGLISH = bag(
    "head chief chair chairman chairwoman president minister director secretary deputy ambassador envoy commissioner "
    "coordinator spokesperson spokesman spokeswoman representative commandant commander governor adviser advisor "
    "manager co-chair secretary-general director-general attorney-general analyst expert executive "
    "undersecretary leader prosecutor superintendent professor researcher lecturer"
)


def leftwards(
    line: Line, head: int, floor: int, org_at: dict[int, OrgSpan], person_at: set[int]
) -> tuple[int, bool, tuple[int, int] | None, bool]:
    """The office's first token, whether it is a former one, its organisation's tokens, and whether that is a country."""
    tokens = line.tokens
    first = head
    former = False
    owner: tuple[int, int] | None = None
    by_country = False
    while first > floor and tokens[first].start - tokens[first - 1].end <= 1 and first - 1 not in person_at:
        i = first - 1
        mask = tokens[i].classes
        if mask & FORMER:
            former = True
            first = i
            break
        span = org_at.get(i)
        kind = kind_of(line.hits[i])
        if span is not None and span.last == first:
            if _indonesian_order(line, head):
                break
            owner = (span.first, span.last)
            first = span.first
            if (
                first > floor
                and tokens[first - 1].text.endswith(("'s", "’s"))
                and kind_of(line.hits[first - 1]) == "country"
            ):
                first -= 1
            break
        if kind == "country" and not _indonesian_order(line, head):
            hit = line.hits[i]
            start = i
            while start > floor and line.hits[start - 1] is hit:
                start -= 1
            owner, by_country, first = (start, first), True, start
            break
        if (
            (
                mask & (OFFICE | OFFICE_ADJ | OFFICE_SECOND)
                and (mask & TITLE) == (tokens[head].classes & TITLE)
            )
            or (
                mask & PORTFOLIO
                and mask & TITLE
                and tokens[head].classes & TITLE
                and not _indonesian_order(line, head)
            )
            or tokens[i].text.lower() in _ACTING
            or mask & OFFICE_ADJ
        ):
            first = i
        elif tokens[i].text == "." and i > floor and tokens[i - 1].text.lower() in _ACTING:
            first = i - 1
            break
        elif tokens[i].text.endswith(("'s", "’s")) and mask & TITLE and i not in person_at:
            first = i
            break
        else:
            break
    if not former and first > floor and tokens[first - 1].classes & FORMER:
        former = True
    return first, former, owner, by_country


def _indonesian_order(line: Line, head: int) -> bool:
    """The office's head stands before its organisation ("Kepala BNPT"), so nothing on its left belongs to it."""
    return not is_english(line.tokens[head].text) and line.tokens[head].text.lower() not in _EITHER


_EITHER = bag("under-secretary-general general ceo rector senator counsellor counselor attorney") | frozenset(
    (
        "assistant-secretary-general",
        "vice-president",
        "king",
        "queen",
        "chairperson",
        "undersecretary-general",
        "chargé",
    )
)

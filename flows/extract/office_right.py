"""What belongs to an office on the right of its head: its field, its organisation, its country, a unit's number."""

from __future__ import annotations

from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.shapes import namey, skip_titles
from flows.extract.tagger.words import (
    ACRONYM,
    CALENDAR,
    CONNECTOR,
    DEGREE,
    DIGIT,
    GIVEN,
    HONORIFIC,
    INITIAL,
    OFFICE,
    OFFICE_ADJ,
    OFFICE_SECOND,
    PORTFOLIO,
    RANK,
    RANK_TAIL,
    TITLE,
    bag,
)

LONGEST = 24  # tokens
_COMMANDERS = bag("pangdam kasdam danrem kasrem dandim kasdim danyon danlanal danlanud")
_ROMAN = bag("I II III IV V VI VII VIII IX X XI XII")


def rightwards(
    line: Line, head: int, org_at: dict[int, OrgSpan], person_at: set[int]
) -> tuple[int, tuple[int, int] | None, bool]:
    """The office's end, its organisation's tokens, and whether that is a country."""
    tokens = line.tokens
    size = len(tokens)
    end = i = head + 1
    organisation: tuple[int, int] | None = None
    by_country = False
    if head in org_at:
        end = i = org_at[head].last
        organisation = _parent(line, org_at[head])
    while i < size and i - head < LONGEST:
        token = tokens[i]
        mask = token.classes
        gap = token.start - tokens[i - 1].end
        if i in person_at or gap > 1:
            break
        span = org_at.get(i)
        kind = kind_of(line.hits[i])
        joined = i > end
        if span is not None:
            if joined and tokens[i - 1].text in ("dan", "and", ","):
                break
            if organisation is None or not joined:
                organisation, by_country = (span.first, span.last), False
            i = end = span.last
            continue
        if kind == "country":
            if token.text.endswith(("'s", "’s")):
                i += 1
                continue
            hit = line.hits[i]
            start = i
            while i < size and line.hits[i] is hit:
                i += 1
            if organisation is None and not (
                joined and tokens[start - 1].text in ("untuk", "to", "for", "in", "di")
            ):
                organisation, by_country = (start, i), True
            end = i
            continue
        if kind == "place" and (mask & TITLE):
            if joined and tokens[i - 1].text in ("di", "in", "dan", "and", "at"):
                break
            i += 1
            end = i
            continue
        if token.text == "(" and i + 2 < size:
            close = next((k for k in range(i + 2, min(size, i + 5)) if tokens[k].text == ")"), None)
            if close is None or not tokens[i + 1].classes & (ACRONYM | TITLE):
                break
            i = end = close + 1
            continue
        if (mask & (RANK | HONORIFIC) and not mask & (PORTFOLIO | OFFICE_SECOND | OFFICE)) or mask & CALENDAR:
            break
        if mask & TITLE and mask & (RANK | RANK_TAIL) and not joined:
            ahead = skip_titles(line, i)
            if ahead > i and ahead < size and (ahead in person_at or namey(line, ahead)):
                break
        if (
            mask & TITLE
            and mask & (PORTFOLIO | OFFICE | OFFICE_SECOND | OFFICE_ADJ)
            and not (mask & DEGREE and not mask & PORTFOLIO)
        ):
            i += 1
            end = i
            continue
        if tokens[head].text.lower() in _COMMANDERS and not joined and _bears(line, head, i):
            i += 1
            end = i
            continue
        if token.text in _ROMAN or (mask & DIGIT and len(token.text) < 3 and not joined):
            i += 1
            end = i
            continue
        if (
            not mask & TITLE
            and mask & PORTFOLIO
            and (joined or _bare(line, head, i) or tokens[i - 1].classes & (PORTFOLIO | OFFICE_ADJ))
        ):
            i += 1
            end = i
            continue
        if _names_field(line, i, joined, org_at):
            i += 1
            continue
        if not mask & TITLE and mask & OFFICE_SECOND and not joined:
            i += 1
            end = i
            continue
        if mask & CONNECTOR and not mask & TITLE and not joined:
            if not _goes_on(line, i + 1, org_at, person_at):
                break
            i += 1
            continue
        if (joined and token.text == "the") or (
            token.text.endswith(("'s", "’s")) and mask & TITLE and joined
        ):
            i += 1
            continue
        if token.text == "," and _listed(line, i, person_at):
            i += 1
            continue
        break
    return end, organisation, by_country


def _bears(line: Line, head: int, i: int) -> bool:
    """A word of the name that a command bears behind its number: "Pangdam VII Wira Buana", "Danrem 132 Tadulako"."""
    tokens = line.tokens
    numbered = any(t.text in _ROMAN or t.classes & DIGIT for t in tokens[head + 1 : i])
    return (
        numbered and bool(tokens[i].classes & TITLE) and not tokens[i].classes & (RANK | HONORIFIC | DEGREE)
    )


def _bare(line: Line, head: int, i: int) -> bool:
    """The field right behind a head in small letters: "penasihat keamanan"."""
    return i == head + 1 and not line.tokens[head].classes & TITLE


def _names_field(line: Line, i: int, joined: bool, org_at: dict[int, OrgSpan]) -> bool:
    """One word that no list knows between an office and its organisation: "Direktur Kelembagaan BRI"."""
    tokens = line.tokens
    return (
        not joined
        and i + 1 in org_at
        and org_at[i + 1].first == i + 1
        and namey(line, i)
        and not tokens[i].classes & (GIVEN | INITIAL)
        and tokens[i + 1].start - tokens[i].end == 1
        and tokens[i - 1].classes & OFFICE != 0
    )


def _parent(line: Line, span: OrgSpan) -> tuple[int, int] | None:
    """The acronym that ends a unit's name is its organisation: "Deputi III BNPT"."""
    last = span.last - 1
    if line.tokens[last].text == "RI" and last > span.first:
        last -= 1
    return (last, span.last) if line.tokens[last].classes & ACRONYM and last > span.first else None


def _goes_on(line: Line, i: int, org_at: dict[int, OrgSpan], person_at: set[int]) -> bool:
    tokens = line.tokens
    if i < len(tokens) and (tokens[i].text == "the" or tokens[i].text == "its"):
        i += 1
    if i >= len(tokens) or i in person_at:
        return False
    mask = tokens[i].classes
    if tokens[i - 1].text in ("dan", "and", "serta"):
        return bool(mask & PORTFOLIO) and not mask & OFFICE and i not in org_at and mask & TITLE != 0
    if i in org_at or kind_of(line.hits[i]) in ("country", "organisation"):
        return tokens[i - 1].text not in ("di", "pada", "in")
    if tokens[i - 1].text == "to" and kind_of(line.hits[i]) == "place":
        return True
    if tokens[i - 1].text in ("di", "in", "pada", "on", "at", "to"):
        return False
    return bool(mask & PORTFOLIO) or tokens[i].text.endswith(("'s", "’s"))


def _listed(line: Line, i: int, person_at: set[int]) -> bool:
    """A comma inside a portfolio: "Politik, Hukum, dan Keamanan"."""
    tokens = line.tokens
    if not tokens[i - 1].classes & PORTFOLIO or not tokens[i - 1].classes & TITLE:
        return False
    for j in range(i + 1, min(len(tokens), i + 7)):
        text = tokens[j].text
        mask = tokens[j].classes
        if text.lower() in ("dan", "and"):
            return (
                j + 1 < len(tokens)
                and mask & TITLE == 0
                and bool(
                    tokens[j + 1].classes & PORTFOLIO
                    and tokens[j + 1].classes & TITLE
                    and not tokens[j + 1].classes & OFFICE
                )
            )
        if text == ",":
            continue
        if j in person_at or not mask & PORTFOLIO or not mask & TITLE or mask & (OFFICE & ~PORTFOLIO):
            return False
    return False

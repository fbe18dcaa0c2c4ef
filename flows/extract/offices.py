"""Offices beside persons: "Kepala BNPT Komjen Pol. X", "X, head of Y", "BNPT's deputy for Z, X"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.org_span import OrgSpan
from flows.extract.tagger.lines import Line, kind_of
from flows.extract.tagger.shapes import PersonSpan, namey, skip_titles
from flows.extract.tagger.words import (
    ACRONYM,
    CALENDAR,
    CONNECTOR,
    DEGREE,
    DIGIT,
    FORMER,
    GIVEN,
    HONORIFIC,
    INITIAL,
    OFFICE,
    OFFICE_ADJ,
    OFFICE_SECOND,
    ORG_HEAD,
    PORTFOLIO,
    RANK,
    RANK_TAIL,
    TITLE,
    bag,
    word_set,
)

LONGEST = 24
_ACTING = word_set("acting_offices")
_ROMAN = bag("I II III IV V VI VII VIII IX X XI XII")


class OfficeSpan(NamedTuple):
    """An office in one line as token indexes; `organisation` as token indexes inside it."""

    first: int
    last: int  # end exclusive
    organisation: tuple[int, int] | None
    former: bool
    country: bool = False  # the organisation is a country's name


def find_offices(line: Line, orgs: Sequence[OrgSpan], persons: Sequence[PersonSpan]) -> list[OfficeSpan]:
    """All office phrases of a line."""
    tokens = line.tokens
    org_at = {i: span for span in orgs for i in range(span.first, span.last)}
    person_at = {i for span in persons for i in range(span.first, span.last)}
    offices: list[OfficeSpan] = []
    i = 0
    floor = 0
    while i < len(tokens):
        mask = tokens[i].classes
        if not mask & OFFICE or i in person_at or (i in org_at and org_at[i].first != i):
            i += 1
            continue
        if i in org_at and not names_office(line, org_at[i]):
            i = org_at[i].last
            continue
        if not mask & TITLE and not _english(tokens[i].text) and tokens[i].text not in _LOWER_INDONESIAN:
            i += 1
            continue
        if tokens[i].text == "Wali" and (i + 1 == len(tokens) or tokens[i + 1].text != "Kota"):
            i += 1
            continue
        ranked = skip_titles(line, i) if mask & RANK and mask & TITLE else i
        if ranked > i and (ranked in person_at or (ranked < len(tokens) and namey(line, ranked))):
            i = ranked  # "Commissioner General X": a rank
            continue
        if i and tokens[i - 1].text in _ISSUED:
            i += 1
            continue
        office = _phrase(line, i, floor, org_at, person_at)
        offices.append(office)
        floor = i = max(office.last, i + 1)
    return offices


_ISSUED = bag("Peraturan Keputusan Instruksi Surat Istana Perpres Pemilihan Pilpres Kantor Gedung")
_LOWER_INDONESIAN = bag(
    "peneliti pakar anggota pengamat direktur kepala ketua wakil rektor dosen juru menteri perdana presiden penasihat "
    "gubernur bupati sekretaris koordinator komandan deputi panglima duta"
)


def _english(word: str) -> bool:
    return word.lower() in _ENGLISH


_ENGLISH = bag(
    "head chief chair chairman chairwoman president minister director secretary deputy ambassador envoy commissioner "
    "coordinator spokesperson spokesman spokeswoman representative commandant commander governor adviser advisor "
    "manager co-chair secretary-general director-general attorney-general analyst expert executive "
    "undersecretary leader prosecutor superintendent professor researcher lecturer"
)


def names_office(line: Line, span: OrgSpan) -> bool:
    """A registered unit whose name is an office's: "Deputi Bidang ... BNPT"."""
    words = line.tokens[span.first : span.last]
    if not words[0].classes & OFFICE:
        return False
    return words[0].text == "Deputi" or not any(token.classes & ORG_HEAD for token in words)


def _phrase(line: Line, head: int, floor: int, org_at: dict[int, OrgSpan], person_at: set[int]) -> OfficeSpan:
    first, former, owner, owned_by_country = _leftwards(line, head, floor, org_at, person_at)
    last, organisation, by_country = _rightwards(line, head, org_at, person_at)
    if organisation is None:
        organisation, by_country = owner, owned_by_country
    return OfficeSpan(first, last, organisation, former, by_country)


def _leftwards(
    line: Line, head: int, floor: int, org_at: dict[int, OrgSpan], person_at: set[int]
) -> tuple[int, bool, tuple[int, int] | None, bool]:
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
    return not _english(line.tokens[head].text) and line.tokens[head].text.lower() not in _EITHER


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


def _rightwards(
    line: Line, head: int, org_at: dict[int, OrgSpan], person_at: set[int]
) -> tuple[int, tuple[int, int] | None, bool]:
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

"""Who holds an office: the name right before or after it."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.offices import OfficeSpan
from flows.extract.tagger.lines import Line
from flows.extract.tagger.shapes import PersonSpan, name_run, namey, skip_titles
from flows.extract.tagger.words import DEGREE, GIVEN, INITIAL, NOT_NAME, PARTICLE, PUNCT, TITLE

_LONGEST_SET_OFF = 7  # words
_ADDRESSED = frozenset(("Ambassador", "Secretary", "Senator"))  # also before a surname alone
_PEERS = frozenset(("counterpart", "colleague", "predecessor", "successor"))
_JOINING = frozenset(("dan", "and", "of", "&"))


def introduced(line: Line, offices: Sequence[OfficeSpan], taken: Sequence[bool]) -> list[PersonSpan]:
    """Persons that only their office shows: the name words right after it, or after it and a rank."""
    found: list[PersonSpan] = []
    tokens = line.tokens
    for office in offices:
        i = office.last
        comma = i < len(tokens) and tokens[i].text == ","
        if comma:
            i += 1
        first = skip_titles(line, i)
        comma = comma and first == i  # a comma alone; behind a rank it says nothing
        if first >= len(tokens) or taken[first] or tokens[first].start - tokens[first - 1].end > 1:
            continue
        last = name_run(line, first)
        while last > first and any(taken[first:last]):
            last -= 1
        if last == first or tokens[first].classes & NOT_NAME or tokens[office.first].text == "Pimpinan":
            continue
        if last - first == 1 and tokens[first - 1].classes & INITIAL and tokens[first - 1].text.endswith("."):
            first -= 1
        if _set_off(line, first, last) if comma else _enough(line, office, first, last):
            found.append(PersonSpan(first, last, "office", 0.75 if comma else 0.85))
    found += counterparts(line, taken)
    for office in offices:
        first = office.first
        while first and office.first - first < 4 and not taken[first - 1] and namey(line, first - 1):
            if tokens[first].start - tokens[first - 1].end != 1 or line.hits[first - 1] is not None:
                break
            first -= 1
        if (
            office.first - first >= 2
            and (not first or not tokens[first - 1].classes & TITLE)
            and tokens[office.first].classes & TITLE
        ):
            found.append(PersonSpan(first, office.first, "office", 0.7))
    return found


def counterparts(line: Line, taken: Sequence[bool]) -> list[PersonSpan]:
    """Names behind "his Egyptian counterpart" and the like: two words or more, which no registered name covers."""
    found: list[PersonSpan] = []
    tokens = line.tokens
    for i, token in enumerate(tokens):
        if token.text not in _PEERS or i + 1 >= len(tokens):
            continue
        first = skip_titles(line, i + 2 if tokens[i + 1].text == "," else i + 1)
        last = name_run(line, first) if first < len(tokens) else first
        if last - first > 1 and not any(taken[first:last]):
            found.append(PersonSpan(first, last, "office", 0.8))
    return found


def _enough(line: Line, office: OfficeSpan, first: int, last: int) -> bool:
    """Two words, or one that nothing capitalised follows, behind an office with its organisation."""
    tokens = line.tokens
    if last - first > 1:
        return True
    whole = office.organisation is not None or office.last - office.first > 1
    if (
        tokens[office.first].text in _ADDRESSED
        and tokens[first].classes == TITLE
        and line.hits[first] is None
    ):
        return first + 1 >= len(tokens) or not tokens[first + 1].classes & TITLE
    if not tokens[office.first].classes & TITLE or not (whole or tokens[first].classes & GIVEN):
        return False
    at = last + 1 if last < len(tokens) and tokens[last].text in _JOINING else last
    return at >= len(tokens) or not tokens[at].classes & TITLE or bool(tokens[at].classes & DEGREE)


def _set_off(line: Line, first: int, last: int) -> bool:
    """Two to seven words between commas, with a known given name or particle among them, behind an office."""
    tokens = line.tokens
    return (
        2 <= last - first <= _LONGEST_SET_OFF
        and last < len(tokens)
        and tokens[last].text == ","
        and all(hit is None for hit in line.hits[first:last])
        and (
            any(token.classes & (GIVEN | PARTICLE | INITIAL) for token in tokens[first:last])
            or all(token.classes == TITLE for token in tokens[first:last])
        )
    )


def attach(
    line: Line, offices: Sequence[OfficeSpan], persons: Sequence[PersonSpan]
) -> dict[PersonSpan, OfficeSpan]:
    """Which office belongs to which person: the one right before the name, else the one right after it."""
    tokens = line.tokens
    by_first = {span.first: span for span in persons}
    used: set[OfficeSpan] = set()
    held: dict[PersonSpan, OfficeSpan] = {}
    for office in offices:
        i = skip_titles(line, office.last)
        comma = i < len(tokens) and tokens[i].text == ","
        if comma:
            ranked = skip_titles(line, i + 1)
            comma = ranked == i + 1
            i = ranked
        person = by_first.get(i)
        if person is not None and (not comma or not _closed(line, office, persons)):
            held[person] = office
            used.add(office)
    ends = {span.last: span for span in persons}
    for office in offices:
        if office in used:
            continue
        i = office.first
        while i > 0 and i > office.first - 8 and _between(line, i - 1):
            i -= 1
            if i in ends:
                break
        person = ends.get(i)
        if person is not None and i < office.first and person not in held:
            held[person] = office
    return held


def _closed(line: Line, office: OfficeSpan, persons: Sequence[PersonSpan]) -> bool:
    """The office stands in apposition to a name on its left: "X, Kepala Y, Z"."""
    i = office.first - 1
    return i > 0 and line.tokens[i].text == "," and any(span.last == i for span in persons)


def _between(line: Line, i: int) -> bool:
    """What may stand between a name and the office after it: comma, degrees, "selaku", "as the"."""
    token = line.tokens[i]
    return (
        token.text in (",", ".", "(")
        or token.text.lower() in _BEFORE
        or bool(token.classes & DEGREE and token.classes & TITLE)
        or (bool(token.classes & PUNCT) and token.text in "–—")
    )


_BEFORE = frozenset(
    ("selaku", "sebagai", "as", "the", "yang", "menjabat", "who", "is", "its", "juga", "dan", "also")
)

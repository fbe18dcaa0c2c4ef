"""Titles made from an event's fields, in English and Indonesian; no word of a report goes into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schemas import codelists

_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
}
_WORDS = {
    "en": {
        "to": "to",
        "and": "and",
        "others": "{n} others",
        "other": "1 other",
        "quarter": "quarter",
        "before": "before",
    },
    "id": {
        "to": "ke",
        "and": "dan",
        "others": "{n} lainnya",
        "other": "1 lainnya",
        "quarter": "triwulan",
        "before": "sebelum",
    },
}
_LEADING = {
    "agreement": ("signatory",),
    "appointment": ("appointee",),
    "visit": ("visitor",),
    "training": ("trainer", "organiser"),
    "assistance": ("provider", "funder"),
}
_SERVED = {"visit": ("host",), "assistance": ("recipient",)}
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Party:
    """A participant as a title shows it."""

    kind: str
    role: str
    name: str
    name_id: str | None
    name_en: str | None
    acronym: str | None

    def short(self, lang: str) -> str:
        """Return the acronym, or the name in `lang`."""
        named = self.name_en if lang == "en" else self.name_id
        return self.acronym if self.acronym and self.kind == "organisation" else named or self.name


@dataclass(frozen=True, slots=True)
class Facts:
    """The fields that a title is made from."""

    event_type: str
    status: str
    start: date | None
    end: date | None
    precision: str
    place: str | None
    countries: Mapping[str, str]  # language -> name of the event's country
    parties: Sequence[Party]  # in a fixed order
    programme: Mapping[str, str]  # language -> short name of the programme it is about


def title(facts: Facts, lang: str) -> str:
    """Return the title of an event in `lang` (en or id)."""
    kind = _name("event_type", facts.event_type, lang)
    who = _who(facts, lang)
    parts = [f"{kind}: {who}" if who else kind]
    if facts.event_type != "visit" and facts.place:
        parts.append(facts.place)
    when = span(facts.start, facts.end, facts.precision, lang)
    if when:
        parts.append(when)
    joined = ", ".join(part for part in parts if part)
    return (
        joined
        if facts.status == "occurred"
        else f"{joined} ({_name('event_status', facts.status, lang).lower()})"
    )


def _who(facts: Facts, lang: str) -> str:
    lead = _of_roles(facts, _LEADING.get(facts.event_type, ()))
    served = [p for p in _of_roles(facts, _SERVED.get(facts.event_type, ())) if p not in lead]
    shown = lead or [p for p in _bodies(facts) if p not in served]
    first = _listed(shown, lang)
    programme = facts.programme.get(lang)
    if facts.event_type == "visit":
        goal = facts.place or facts.countries.get(lang) or _listed(served, lang)
        return f"{first} {_WORDS[lang]['to']} {goal}" if first and goal else first or goal or ""
    if facts.event_type == "assistance" and served and first:
        return f"{first} {_WORDS[lang]['to']} {_listed(served, lang)}"
    if facts.event_type == "appointment":
        bodies = _listed([p for p in facts.parties if p.kind == "organisation"][:1], lang)
        person = _listed(lead or [p for p in facts.parties if p.kind == "person"][:1], lang)
        return ", ".join(one for one in (person, bodies) if one)
    if programme and facts.event_type in {"launch", "conference", "agreement", "training", "exercise"}:
        return f"{programme} ({first})" if first else programme
    return first or programme or facts.countries.get(lang) or ""


def _of_roles(facts: Facts, roles: Sequence[str]) -> list[Party]:
    found = [p for p in facts.parties if p.role in roles]
    bodies = [p for p in found if p.kind != "person"]
    return bodies if bodies and facts.event_type != "appointment" else found


def _bodies(facts: Facts) -> list[Party]:
    """Organisations before countries before persons: a title names who met, not who spoke."""
    for kinds in (("organisation",), ("country",), ("person",)):
        found = [p for p in facts.parties if p.kind in kinds]
        if len(found) >= 2:
            return found
    return list(facts.parties)


def _listed(parties: Sequence[Party], lang: str) -> str:
    names = list(dict.fromkeys(p.short(lang) for p in parties))
    words = _WORDS[lang]
    if len(names) > _SHOWN + 1:
        rest = len(names) - _SHOWN
        names = [*names[:_SHOWN], words["others"].format(n=rest)]
    return (
        names[0]
        if len(names) == 1
        else f"{', '.join(names[:-1])} {words['and']} {names[-1]}"
        if names
        else ""
    )


def span(start: date | None, end: date | None, precision: str, lang: str) -> str:
    """Return a span of days in words, as precisely as known; empty where nothing is known."""
    months, words = _MONTHS[lang], _WORDS[lang]
    if end is None:
        return ""
    last = f"{end.day} {months[end.month - 1]} {end.year}"
    if precision == "before" or start is None:
        return f"{words['before']} {last}"
    if precision == "year":
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if precision == "quarter":
        return f"{words['quarter']} {(start.month + 2) // 3}, {start.year}"
    if precision == "month":
        if (start.year, start.month) == (end.year, end.month):
            return f"{months[start.month - 1]} {start.year}"
        year = "" if start.year == end.year else f" {start.year}"
        return f"{months[start.month - 1]}{year}–{months[end.month - 1]} {end.year}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    year = "" if start.year == end.year else f" {start.year}"
    return f"{start.day} {months[start.month - 1]}{year}–{last}"


def _name(codelist: str, code: str, lang: str) -> str:
    found = next(c for c in codelists.load(codelist) if c.code == code)
    return found.name_en if lang == "en" else found.name_id

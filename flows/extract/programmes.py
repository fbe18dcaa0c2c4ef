"""Finds named programmes, plans, laws and agreements: by registry, by legal number and by the form of the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flows.common.registries import Registries
from flows.extract.model import Programme
from flows.extract.programme_forms import Found, by_form, period
from flows.extract.programme_laws import laws
from flows.extract.spans import Spans


def find_programmes(
    text: str,
    zones: Sequence[tuple[int, int]],
    registry_hits: Iterable[tuple[int, int, str]],
    names: Sequence[tuple[int, int]],
    registries: Registries,
    lang: str,
) -> list[Programme]:
    """Return the programmes named in `zones` of `text`.

    `registry_hits` are (start, end, programme id) of registry forms, `names` the spans of actors, which a form
    may contain but not lie within; `lang` is the report's language.
    """
    readable, actors = Spans(zones), Spans(names)
    found = [_from_registry(text, hit, registries) for hit in registry_hits if readable.holds(hit[0], hit[1])]
    by_rule = [
        candidate
        for start, end in zones
        for candidate in (
            *laws(text, start, end),
            *by_form(text, start, end, "id", lang),
            *by_form(text, start, end, "en", lang),
        )
        if not actors.holds(candidate.start, candidate.end)
    ]
    registered = Spans((f.start, f.end) for f in found)
    reach = -1
    for candidate in sorted(by_rule, key=lambda f: (f.start, -f.end)):
        if candidate.start >= reach and not registered.touches(candidate.start, candidate.end):
            reach = candidate.end
            found.append(candidate)
    return _group(sorted(found, key=lambda f: (f.start, -f.end)), registries)


def _from_registry(text: str, hit: tuple[int, int, str], registries: Registries) -> Found:
    start, end, record_id = hit
    record = registries.programmes[record_id]
    first, last, stop = period(text, end)
    del stop
    return Found(
        start, end, text[start:end], record.kind, "programme-registry", 0.95, record_id, None, first, last
    )


def _group(found: list[Found], registries: Registries) -> list[Programme]:
    groups: dict[str, Programme] = {}
    acronyms: dict[str, str] = {}
    for item in found:
        identity = item.registry_id or acronyms.get(_fold(item.name)) or _fold(item.name)
        if item.acronym:
            acronyms[_fold(item.acronym)] = identity
        programme = groups.get(identity)
        if programme is None:
            programme = groups[identity] = Programme(
                f"p{len(groups) + 1}", item.kind, item.name, registry_id=item.registry_id
            )
        _merge(programme, item)
    for programme in groups.values():
        record = registries.programmes.get(programme.registry_id or "")
        if record:
            programme.start, programme.end = (
                programme.start or record.start_date,
                programme.end or record.end_date,
            )
        programme.aliases = sorted(set(programme.aliases) - {programme.name})
    return list(groups.values())


def _merge(programme: Programme, item: Found) -> None:
    forms = {programme.name, item.name, *programme.aliases} | ({item.acronym} if item.acronym else set())
    programme.name = max(forms, key=lambda form: (len(form), form))
    programme.aliases = sorted(forms - {programme.name})
    programme.start = programme.start or item.first_year
    programme.end = programme.end or item.last_year
    programme.spans.append((item.start, item.end, item.rule))
    programme.confidence = max(programme.confidence, item.confidence)


def _fold(name: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", name.casefold()).split())

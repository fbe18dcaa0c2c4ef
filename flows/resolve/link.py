"""From a name in a report to a registry record, by form, context and, for persons, the office valid at the date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from flows.common.registries import ActorRecord, CountryRecord, ProgrammeRecord, Registries
from flows.resolve.words import is_acronym, name_key, plain


@dataclass(frozen=True, slots=True)
class Named:
    """One actor or programme as one report names it: a row of claims_actors or claims_programmes."""

    report_id: str
    key: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    registry_id: str | None
    country: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """Every surface form, the fullest first."""
        return (self.name, *self.aliases)


class _Record(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def ambiguous(self) -> tuple[str, ...]: ...


@dataclass(slots=True)
class FormIndex:
    """Which records a form may belong to; acronyms are compared with their capitals."""

    by_form: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    by_bare: dict[tuple[str, str], set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )  # without the state's name
    needs_context: set[tuple[str, str]] = field(default_factory=set)  # (record id, form)

    def add(self, family: str, record: _Record) -> None:
        """Enter every form of `record`."""
        for name in record.names:
            self.by_form[family, form_key(family, name)].add(record.id)
            self.by_bare[family, name_key(family, name)].add(record.id)
        self.needs_context.update((record.id, form_key(family, name)) for name in record.ambiguous)

    def candidates(self, family: str, forms: Iterable[str]) -> tuple[set[str], set[str]]:
        """Return the records that a form names for certain, and all that some form may name."""
        certain: set[str] = set()
        possible: set[str] = set()
        for form in forms:
            key = form_key(family, form)
            found = self.by_form.get((family, key)) or self.by_bare.get(
                (family, name_key(family, form)), set()
            )
            possible |= found
            if len(found) == 1:
                certain |= {
                    record
                    for record in found
                    if (record, key) not in self.needs_context and _is_safe(family, form)
                }
        return certain, possible


def form_key(family: str, text: str) -> str:
    """Return the form as the index holds it: an acronym as written, any other name without case and accents."""
    if is_acronym(text) and text.isupper():
        return text
    return name_key(family, text) if family in {"person", "country"} else plain(text).removeprefix("the ")


def _is_safe(family: str, form: str) -> bool:
    """A person's bare surname or first name is no certain form."""
    return family != "person" or " " in name_key(family, form)


@dataclass(slots=True)
class Linker:
    """Links names to registry records; one for actors, one for programmes."""

    index: FormIndex
    kinds: Mapping[str, str]  # record id -> family of forms
    record: Callable[[str], ActorRecord | CountryRecord | ProgrammeRecord | None]
    text: Callable[[str], str]  # report id -> plain text, asked for only where a form is ambiguous

    def link(self, named: list[Named], as_of: Mapping[str, date]) -> list[str | None]:
        """Return the registry id of each of `named`, or None; certain forms first, then the rest by their company."""
        seen: dict[tuple[str, str, tuple[str, ...], str | None], tuple[str | None, tuple[str, ...]]] = {}
        linked: list[str | None] = []
        doubtful: list[tuple[int, tuple[str, ...]]] = []
        company: dict[str, set[str]] = defaultdict(set)
        for place, one in enumerate(named):
            signature = (one.kind, one.name, one.aliases, one.registry_id)
            if signature not in seen:
                seen[signature] = self._by_form(one)
            found, options = seen[signature]
            linked.append(found)
            if found is not None:
                company[one.report_id].add(found)
            elif options:
                doubtful.append((place, options))
        for place, options in doubtful:
            one = named[place]
            linked[place] = self._by_context(one, options, company[one.report_id], as_of[one.report_id])
        return linked

    def _by_form(self, one: Named) -> tuple[str | None, tuple[str, ...]]:
        """Return the record that the forms name, or None and the records between which context must decide."""
        family = self._family(one.kind)
        certain, possible = self.index.candidates(family, one.forms)
        given = one.registry_id if one.registry_id and self.record(one.registry_id) is not None else None
        if given is not None and (given in certain or not (possible - {given})):
            return given, ()
        if len(certain) == 1 and (given is None or given not in possible):
            return next(iter(certain)), ()
        if given is not None and not certain:
            possible = possible | {given}
        fullest = self.index.candidates(family, [one.name])[0]
        if len(fullest) == 1:
            return next(iter(fullest)), ()
        return None, tuple(sorted(possible))

    def _by_context(self, one: Named, options: tuple[str, ...], company: set[str], day: date) -> str | None:
        words = f" {plain(self.text(one.report_id))} "
        scored = sorted(
            (-self._fit(self.record(option), one, company, day, words), option) for option in options
        )
        best, option = scored[0]
        if len(scored) > 1 and scored[1][0] == best:
            return one.registry_id if one.registry_id in options else None
        return option if best < 0 or option == one.registry_id else None

    def _fit(
        self,
        record: ActorRecord | CountryRecord | ProgrammeRecord | None,
        one: Named,
        company: set[str],
        day: date,
        words: str,
    ) -> float:
        """Score how well a record fits the report: its context words, country, relatives, and office at the date."""
        if record is None:
            return -9.0
        fit = 1.0 if record.id == one.registry_id else 0.0
        if isinstance(record, CountryRecord):
            return fit + (1.0 if one.country == record.alpha3 else 0.0)
        fit += 2.0 * sum(f" {plain(word)} " in words for word in record.context)
        if isinstance(record, ProgrammeRecord):
            return fit + sum(actor.actor in company for actor in record.actors) + (record.parent in company)
        near = Counter(country_of(self.record(other)) for other in sorted(company))
        if record.country and (near[record.country] or one.country == record.country):
            fit += 1.0
        if one.country and record.country and one.country != record.country:
            fit -= 2.0
        if record.parent in company:
            fit += 1.0
        for position in record.positions:
            if (position.start or "0") <= day.isoformat() <= (position.end or "9") + "~":
                fit += 2.0 if position.organisation in company else 0.5
        return fit

    def _family(self, kind: str) -> str:
        return self.kinds.get(kind, kind)


def country_of(record: ActorRecord | CountryRecord | ProgrammeRecord | None) -> str | None:
    """Return the country that a record belongs to."""
    if isinstance(record, CountryRecord):
        return record.alpha3
    return record.country if isinstance(record, ActorRecord) else None


def actor_linker(registries: Registries, text: Callable[[str], str]) -> Linker:
    """Return the linker of organisations, persons and countries."""
    index = FormIndex()
    for actor in registries.actors.values():
        index.add(actor.kind, actor)
    for country in registries.countries.values():
        index.add("country", country)

    def record(key: str) -> ActorRecord | CountryRecord | None:
        return registries.actors.get(key) or registries.countries.get(key)

    return Linker(index, {}, record, text)


def programme_linker(registries: Registries, text: Callable[[str], str]) -> Linker:
    """Return the linker of programmes: their kinds are one family, for reports disagree on them."""
    index = FormIndex()
    for programme in registries.programmes.values():
        index.add("programme", programme)
    kinds = dict.fromkeys(
        ("programme", "project", "plan", "strategy", "framework", "agreement", "law", "campaign"), "programme"
    )
    return Linker(index, kinds, registries.programmes.get, text)


def organisation_in(title: str, index: FormIndex) -> str | None:
    """Return the organisation that an office's title names ("Kepala BNPT"), the longest form first."""
    words = title.replace("(", " ").replace(")", " ").split()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            form = " ".join(words[start : start + length])
            if length == 1 and not is_acronym(form):
                continue
            found = index.by_form.get(("organisation", form_key("organisation", form)))
            if found and len(found) == 1:
                return next(iter(found))
    return None

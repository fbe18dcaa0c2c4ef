"""From a name in a report to a registry record, by form, context and, for persons, the office valid at the date."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flows.common.registries import ActorRecord, CountryRecord, ProgrammeRecord, Registries
from flows.resolve.forms import FormIndex, form_key
from flows.resolve.states import States
from flows.resolve.words import is_acronym, name_key, plain, plain_text, without_brackets

_PART = re.compile(r" (?:kabupaten|kota|kecamatan|cabang|wilayah|provinsi) ")  # of a body


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


@dataclass(slots=True)
class Linker:
    """Links names to registry records; one for actors, one for programmes."""

    index: FormIndex
    kinds: Mapping[str, str]  # record id -> family of forms
    record: Callable[[str], ActorRecord | CountryRecord | ProgrammeRecord | None]
    text: Callable[[str], str]  # report id -> its text, asked for only where a form is ambiguous
    states: States | None = None
    around: Mapping[str, Iterable[str]] = field(default_factory=dict)  # what else reports name, linked

    def link(
        self, named: list[Named], as_of: Mapping[str, date], indonesian: Collection[str]
    ) -> list[str | None]:
        """Return the registry id of each of `named`, or None; certain forms first, then the rest by their company.

        A body that every state has gets, in `named`, the country that its report gives it; `indonesian` are the reports
        in that language.
        """
        seen: dict[tuple[str, str, tuple[str, ...], str | None], tuple[str | None, tuple[str, ...]]] = {}
        linked: list[str | None] = []
        doubtful: list[tuple[int, tuple[str, ...]]] = []
        company: dict[str, set[str]] = defaultdict(set)
        for place, one in enumerate(named):
            state = self._state(one, one.report_id in indonesian)
            if state is not None:
                named[place] = replace(one, country=state)
                linked.append(self._of_state(one, state))
                if linked[-1] is not None:
                    company[one.report_id].add(linked[-1])
                continue
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
            near = company[one.report_id].union(self.around.get(one.report_id, ()))
            linked[place] = self._by_context(one, options, near, as_of[one.report_id])
        return linked

    def _state(self, one: Named, indonesian: bool) -> str | None:
        """Return the state whose body `one` is, where its name is that of a body of every state; else None."""
        if self.states is None or one.kind != "organisation":
            return None
        form = _bare(one.name)
        unknown = self.states.held(form) and not self.index.named(one.kind, one.name)
        if not self.states.common(form) and not unknown:
            return None
        others = [alias for alias in one.aliases if not self.states.common(_bare(alias))]
        if any(self.index.candidates(one.kind, [alias])[0] for alias in others):
            return None
        if one.registry_id is None and one.country:
            return one.country  # with a record given, the country is the record's, not the report's
        return self.states.of(form, self.text(one.report_id), indonesian)

    def _of_state(self, one: Named, state: str) -> str | None:
        """Return the record of the state's own body of that name."""
        assert self.states is not None
        for form in one.forms:
            found = self.states.by_state.get((_bare(form), state), set())
            if len(found) == 1:
                return next(iter(found))
            if one.registry_id in found:
                return one.registry_id
        return None

    def _by_form(self, one: Named) -> tuple[str | None, tuple[str, ...]]:
        """Return the record that the forms name, or None and the records between which context must decide."""
        family = self._family(one.kind)
        certain, possible = self.index.candidates(family, one.forms)
        certain, possible = self._whole(one, certain), self._whole(one, possible)
        given = one.registry_id if one.registry_id and self.record(one.registry_id) is not None else None
        if given is not None and not self._whole(one, {given}):
            given = None
        fullest = self.index.candidates(family, [one.name])[0]
        if given is not None and (given in certain | fullest or not (possible - {given})):
            return given, ()
        if len(certain) == 1 and (given is None or given not in possible):
            return next(iter(certain)), ()
        if given is not None and not certain:
            possible = possible | {given}
        if len(fullest) == 1:
            return next(iter(fullest)), ()
        if not possible and self.states is not None and family == "organisation":
            owned = self.states.owned(_bare(one.name))
            if len(owned) == 1:
                return next(iter(owned)), ()
        return None, tuple(sorted(possible))

    def _whole(self, one: Named, records: set[str]) -> set[str]:
        """Return `records` without those of which `one` is only a part: the council of ulema of one regency."""
        part = _PART.split(f"{plain(without_brackets(one.name))} ", maxsplit=1)
        if one.kind != "organisation" or len(part) == 1:
            return records
        where = {*part[1].split(), *name_key(one.kind, f"{part[0]} {part[1]}").split()} - {*part[0].split()}
        return {
            record
            for record in records
            if (known := self.record(record)) and where & {w for n in known.names for w in plain(n).split()}
        }

    def _by_context(self, one: Named, options: tuple[str, ...], company: set[str], day: date) -> str | None:
        words = f" {plain_text(self.text(one.report_id))} "
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
        fit += 2.0 * sum(_stands(plain(word), words) for word in record.context)
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


def _bare(text: str) -> str:
    """Return a name as the bodies of states are compared."""
    return plain(text).removeprefix("the ")


def _stands(word: str, words: str) -> bool:
    """True where `word` is among `words`, a longer one also as the beginning of another: Philippine, Philippines."""
    return f" {word}{'' if len(word) > 4 else ' '}" in words


def country_of(record: ActorRecord | CountryRecord | ProgrammeRecord | None) -> str | None:
    """Return the country that a record belongs to."""
    if isinstance(record, CountryRecord):
        return record.alpha3
    return record.country if isinstance(record, ActorRecord) else None


def actor_linker(registries: Registries, text: Callable[[str], str]) -> Linker:
    """Return the linker of organisations, persons and countries."""
    index, states = FormIndex(), States(list(registries.countries.values()))
    for actor in registries.actors.values():
        index.add(actor.kind, actor)
        states.add(actor)
        if actor.parent:
            index.parents[actor.id] = actor.parent
    for country in registries.countries.values():
        index.add("country", country)

    def record(key: str) -> ActorRecord | CountryRecord | None:
        return registries.actors.get(key) or registries.countries.get(key)

    return Linker(index, {}, record, text, states)


def programme_linker(
    registries: Registries, text: Callable[[str], str], around: Mapping[str, Iterable[str]]
) -> Linker:
    """Return the linker of programmes: their kinds are one family, for reports disagree on them.

    `around` holds the linked actors of each report: those of a programme tell it from others of its name.
    """
    index = FormIndex()
    for programme in registries.programmes.values():
        index.add("programme", programme)
    kinds = dict.fromkeys(
        ("programme", "project", "plan", "strategy", "framework", "agreement", "law", "campaign"), "programme"
    )
    return Linker(index, kinds, registries.programmes.get, text, around=around)


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

"""Every registered name in one automaton: organisations, persons, countries, programmes and places.

`Lexicon.scan` reads a text once, from left to right, longest name first, and gives each hit with the
records it may mean.  Spelling variants are made when the automaton is built, so that scanning stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

import ahocorasick_rs

from flows.common.registries import Registries

VARIANT_LIMIT = 64
REACH = 120  # characters looked at again behind a form that was only part of words

_SWAPS = (
    ("Counter-Terrorism", "Counterterrorism", "Counter Terrorism", "Counter-terrorism", "Counter terrorism"),
    ("Counter-Terrorist", "Counterterrorist", "Counter Terrorist", "Counter-terrorist"),
    ("Anti-Terrorism", "Antiterrorism", "Anti Terrorism", "Anti-terrorism"),
    ("Anti-Terrorist", "Anti Terrorist", "Antiterrorist"),
    ("Kontra Terorisme", "Kontraterorisme", "Kontra-Terorisme", "Kontra-terorisme"),
    ("Anti Teror", "Antiteror", "Anti-Teror"),
    ("Kerja Sama", "Kerjasama"),
    ("Co-operation", "Cooperation", "Co-Operation"),
    ("Centre", "Center"),
    ("Defence", "Defense"),
    ("Organisation", "Organization"),
    ("Programme", "Program"),
    ("Labour", "Labor"),
    ("Kementerian", "Kementrian"),
    ("Southeast", "South-East", "South East"),
    ("Bangsa-Bangsa", "Bangsa Bangsa"),
    (" and ", " & "),
    (" dan ", " & "),
)
_LOWERED = ("Kepolisian ", "Kejaksaan ", "Parlemen ", "Angkatan Bersenjata ")  # also written as common nouns
_SWAP_OF = {form: group for group in _SWAPS for form in group}
_SWAP = re.compile("|".join(re.escape(form) for form in sorted(_SWAP_OF, key=len, reverse=True)))
_FUNCTION = re.compile(r" (of|for|and|on|the|in|to|dan|untuk|atas|di|bagi) ")
_REPUBLIC = re.compile(r" (?:RI\b|Republik Indonesia\b|Republic of Indonesia\b)")


class Entry(NamedTuple):
    """One record that a form may mean.

    `kind` is organisation | person | country | programme | place; `flags` holds any of acronym, alias,
    demonym, capital (a country's capital city: `record_id` is the country's), short (one word of a
    person's name), ambiguous (a country or place whose form is also something else).
    """

    kind: str
    record_id: str
    flags: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A registered form in the text."""

    start: int
    end: int
    form: str
    entries: tuple[Entry, ...]
    kind: str = ""  # the leading kind: organisation before person, country, programme, place


_ORDER = ("organisation", "person", "country", "programme", "place")


def _leading(entries: Iterable[Entry]) -> str:
    kinds = {entry.kind for entry in entries}
    return next((kind for kind in _ORDER if kind in kinds), "")


class Lexicon:
    """The automaton over one set of registries."""

    def __init__(self, registries: Registries) -> None:
        self.registries = registries
        table: dict[str, dict[tuple[str, str], Entry]] = {}
        self._context: dict[tuple[str, str, str], tuple[str, ...]] = {}
        for form, entry, context in _all_forms(registries):
            for spelling in variants(form, caps=entry.kind != "programme"):
                known = table.setdefault(spelling, {})
                known.setdefault((entry.kind, entry.record_id), entry)
                if context is not None:
                    self._context[(spelling, entry.kind, entry.record_id)] = context
        self._forms = list(table)
        self._entries = [tuple(found.values()) for found in table.values()]
        self._kinds = [_leading(found) for found in self._entries]
        self._guarded = [
            any((form, e.kind, e.record_id) in self._context for e in found)
            for form, found in zip(self._forms, self._entries, strict=True)
        ]
        self._index = {form: i for i, form in enumerate(self._forms)}
        kind = ahocorasick_rs.MatchKind.LeftmostLongest
        self._automaton = ahocorasick_rs.AhoCorasick(self._forms, matchkind=kind) if self._forms else None

    def __len__(self) -> int:
        return len(self._forms)

    def entries_of(self, form: str) -> tuple[Entry, ...]:
        """The records that a form, written exactly so, may mean."""
        i = self._index.get(form)
        return () if i is None else self._entries[i]

    def scan(self, text: str) -> list[Hit]:
        """All hits in order, none overlapping; ambiguous forms only where their context words occur."""
        if self._automaton is None:
            return []
        hits: list[Hit] = []
        pending: list[tuple[int, int]] = []
        for i, start, end in self._found(text, self._automaton):
            if self._guarded[i]:
                pending.append((len(hits), i))
            hits.append(Hit(start, end, self._forms[i], self._entries[i], self._kinds[i]))
        if pending:
            lower = text.lower()
            certain = {
                (e.kind, e.record_id)
                for position, hit in enumerate(hits)
                for e in hit.entries
                if (hit.form, e.kind, e.record_id) not in self._context
            }
            for position, _ in pending:
                hits[position] = self._judge(hits[position], lower, certain)
        kept: list[Hit] = []
        for hit in hits:
            if hit.entries and (not kept or hit.start >= kept[-1].end):
                kept.append(_with_republic(hit, text, self.registries))
        return kept

    def _found(self, text: str, automaton: ahocorasick_rs.AhoCorasick) -> Iterator[tuple[int, int, int]]:
        """Form number, start and end of every form that stands between words' ends, none overlapping.

        A form found inside longer words ("Negeri Singa" in "Negeri Singapura") may hide others: the
        stretch from its second word on is looked at once more.
        """
        length = len(text)
        done = 0
        for i, start, end in automaton.find_matches_as_indexes(text):
            if start < done:
                continue
            if not (start and text[start - 1].isalnum()):
                if end == length or not text[end].isalnum():
                    yield i, start, end
                    done = end
                    continue
                shorter = self._shorter(text, start, end)
                if shorter is not None:
                    yield shorter[0], start, shorter[1]
                    done = shorter[1]
                    continue
            at = text.find(" ", start, end) + 1
            if not at:
                continue
            piece = text[at : end + REACH]
            for j, first, last in automaton.find_matches_as_indexes(piece):
                first, last = at + first, at + last
                if first >= end:
                    break
                if (
                    first >= done
                    and not text[first - 1].isalnum()
                    and (last == length or not text[last].isalnum())
                ):
                    yield j, first, last
                    done = last

    def _judge(self, hit: Hit, lower: str, certain: set[tuple[str, str]]) -> Hit:
        kept = []
        for entry in hit.entries:
            context = self._context.get((hit.form, entry.kind, entry.record_id))
            if (
                context is None
                or (entry.kind, entry.record_id) in certain
                or any(word in lower for word in context)
            ):
                kept.append(entry)
        return hit._replace(entries=tuple(kept), kind=_leading(kept))

    def _shorter(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The longest registered form that begins at `start` and ends at a word's end before `end`."""
        for stop in range(end - 1, start + 1, -1):
            if not text[stop].isalnum() and text[stop - 1].isalnum():
                i = self._index.get(text[start:stop])
                if i is not None:
                    return i, stop
        return None


def _with_republic(hit: Hit, text: str, registries: Registries) -> Hit:
    """Take "RI" or "Republik Indonesia" after an Indonesian institution into its name."""
    found = _REPUBLIC.match(text, hit.end) if text[hit.end : hit.end + 2] == " R" else None
    if (
        found
        and hit.kind == "organisation"
        and any(
            e.kind == "organisation" and registries.actors[e.record_id].country == "IDN" for e in hit.entries
        )
    ):
        return hit._replace(end=found.end(), form=text[hit.start : found.end()])
    return hit


_BUILT: dict[int, tuple[Registries, Lexicon]] = {}


def lexicon_of(registries: Registries) -> Lexicon:
    """The lexicon of these registries, built once per process."""
    built = _BUILT.get(id(registries))
    if built is None or built[0] is not registries:
        _BUILT.clear()
        built = _BUILT[id(registries)] = (registries, Lexicon(registries))
    return built[1]


def _all_forms(registries: Registries) -> Iterator[tuple[str, Entry, tuple[str, ...] | None]]:
    """Each form with its record and, where the form is ambiguous, the words that must stand in the text."""
    for actor in registries.actors.values():
        for form in actor.names:
            if form.endswith(")") or (form[0].islower() and actor.kind == "organisation"):
                continue  # "Long Name (ACR)": both forms stand by themselves; "negara ASEAN" is a phrase
            flags: tuple[str, ...] = (
                ("acronym",) if form == actor.acronym else () if form == actor.name else ("alias",)
            )
            if (
                actor.kind == "person"
                and " " not in form
                and form != actor.name
                and form in actor.name.split()
            ):
                flags = (*flags, "short")
            context = tuple(w.lower() for w in actor.context) if form in actor.ambiguous else None
            yield form, Entry(actor.kind, actor.id, flags), context
    for programme in registries.programmes.values():
        for form in programme.names:
            if form.endswith(")"):
                continue
            flags = ("acronym",) if form == programme.acronym else ()
            context = tuple(w.lower() for w in programme.context) if form in programme.ambiguous else None
            yield form, Entry("programme", programme.id, flags), context
    for country in registries.countries.values():
        for form in country.names:
            yield (
                form,
                Entry("country", country.id, ("ambiguous",) if form in country.ambiguous else ()),
                None,
            )
        for form in country.demonyms:
            yield form, Entry("country", country.id, ("demonym",)), None
    for place in registries.places.values():
        for form in place.names:
            flags = ("ambiguous",) if form in registries.ambiguous_places else ()
            yield form, Entry("place", place.place_id, flags), None
    for country in registries.countries.values():
        for capital in (country.capital, country.capital_id, *country.capital_aliases):
            if capital:
                flags = ("capital", "ambiguous") if capital in registries.ambiguous_places else ("capital",)
                yield capital, Entry("place", country.id, flags), None


def variants(form: str, *, caps: bool = True) -> list[str]:
    """The spellings of one form that mean the same: hyphens, British and American, capitals, apostrophes."""
    spellings = dict.fromkeys(_swapped(form))
    for spelling in list(spellings):
        titled = _FUNCTION.sub(lambda m: f" {m.group(1).capitalize()} ", spelling)
        spellings[titled] = None
        if "'" in spelling:
            spellings[spelling.replace("'", "’")] = None
        elif "’" in spelling:
            spellings[spelling.replace("’", "'")] = None
    if form.startswith(_LOWERED):
        spellings[form[0].lower() + form[1:]] = None
    if caps:
        for spelling in list(spellings):
            first, _, rest = spelling.partition(" ")
            if rest and len(first) > 2:
                spellings[f"{first.upper()} {rest}"] = None
            if rest or len(spelling) > 4:
                spellings[spelling.upper()] = None
    return [s for s in spellings if len(s) > 1]


def _swapped(form: str) -> Iterable[str]:
    pieces: list[tuple[str, ...]] = []
    at = 0
    count = 1
    for m in _SWAP.finditer(form):
        group = _SWAP_OF[m.group()]
        if count * len(group) > VARIANT_LIMIT:
            break
        count *= len(group)
        pieces += [(form[at : m.start()],), group]
        at = m.end()
    pieces.append((form[at:],))
    yield form
    for choice in product(*pieces):
        yield "".join(choice)

"""Whose ministry it is: the state of a body whose name does not say it, by the words of the report.

"The Ministry of Foreign Affairs" is that of the state named beside it; else that of the state which the report speaks of most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import ahocorasick_rs

from flows.common.registries import ActorRecord, CountryRecord
from flows.resolve.words import is_generic_body, plain, plain_text

BESIDE = 32  # characters after a name in which its state may follow
HOME = "IDN"  # reports in Indonesian speak of their own state without naming it
HOME_LANGUAGE = 3  # mentions that being written in Indonesian counts for
AHEAD = 2  # how many times as often as HOME another state must be named
_AFTER = re.compile(
    r"^ (?:of (?:the )?(?:republic of |kingdom of )?|republik |kerajaan |dan [a-z ]{4,26} )?$"
)
_OWNING = re.compile(r"['’]s\b")  # plain() would make "indias" of "India's"
_SHORT = {"US": "United States", "U.S.": "United States", "UK": "United Kingdom", "AS": "Amerika Serikat"}
_IN_CAPITALS = re.compile(
    r"(?<![\w.])(?:U\.S\.|(?:US|UK|AS)\b)"
)  # in small letters they are words of either language
_SMALL = frozenset({"of", "the", "republic", "kingdom", "republik", "kerajaan", "s"})


def spelled(text: str) -> str:
    """Return `text` with the short forms of states written out, and with whom something belongs to as a word of its own."""
    return _OWNING.sub(" s", _IN_CAPITALS.sub(lambda found: _SHORT[found[0]], text))


@dataclass(frozen=True, slots=True)
class _Words:
    """The plain names, demonyms and capitals of states, found in one pass."""

    lands: list[str]
    automaton: ahocorasick_rs.AhoCorasick

    def named(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and code of each state named in plain `text`, which begins and ends with a space."""
        found = self.automaton.find_matches_as_indexes(text, overlapping=True)
        reached = 0
        for start, end, number in sorted((start, -end, number) for number, start, end in found):
            if start + 1 >= reached:  # the longest of those that begin at one place, and none within another
                reached = -end - 1
                yield start + 1, reached, self.lands[number]


@dataclass
class States:
    """The states by name, and which bodies every state has."""

    countries: Iterable[CountryRecord]
    by_state: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # (bare name, state) -> records
    _shared: Counter[str] = field(default_factory=Counter)
    _latest: tuple[str, str, list[tuple[int, int, str]]] = ("", "  ", [])  # the report last read

    @cached_property
    def _words(self) -> _Words:
        lands, forms = [], []
        for country in self.countries:
            said = {*country.names, *country.demonyms, *country.capital_aliases} - set(country.ambiguous)
            said |= {name for name in (country.capital, country.capital_id) if name}
            for form in sorted({plain(one) for one in said} - {""}):
                if len(form) > 2:
                    lands.append(country.alpha3)
                    forms.append(f" {form} ")
        return _Words(lands, ahocorasick_rs.AhoCorasick(forms))

    def add(self, actor: ActorRecord) -> None:
        """Enter an organisation of a state under its names without that state's."""
        if actor.kind != "organisation" or actor.country is None:
            return
        for name in actor.names:
            bare = self.bare(plain(spelled(name)), actor.country)
            records = self.by_state.setdefault((bare, actor.country), set())
            if not records:
                self._shared[bare] += 1
            records.add(actor.id)

    def bare(self, form: str, state: str) -> str:
        """Return a plain name without the words for `state` at its beginning or end."""
        text = f" {form} "
        for start, end, land in self._words.named(text):
            if land == state and (start == 1 or end == len(text) - 1):
                words = f"{text[:start]} {text[end:]}".split()
                while words and words[0] in _SMALL:
                    words = words[1:]
                while words and words[-1] in _SMALL:
                    words = words[:-1]
                return " ".join(words)
        return form

    def common(self, form: str) -> bool:
        """True where a plain name is that of a body of many states, or of one that is not alone in having it."""
        if " " not in form:
            return False
        foreign = self._shared[form] == 1 and (form, HOME) not in self.by_state
        return self._shared[form] > 1 or (is_generic_body(form) and not foreign)

    def held(self, form: str) -> bool:
        """True where some state has a body whose name less the state is `form`."""
        return self._shared[form] > 0

    def owned(self, form: str) -> set[str]:
        """Return the records of which `form` says both the state, at its beginning or end, and the name without it."""
        found: set[str] = set()
        for start, end, land in self._words.named(f" {form} "):
            if start == 1 or end == len(form) + 1:
                found |= self.by_state.get((self.bare(form, land), land), set())
        return found

    def _read(self, text: str) -> tuple[str, list[tuple[int, int, str]]]:
        """Return the plain words of a report and the states named in them."""
        if self._latest[0] != text:
            words = f" {plain_text(spelled(text))} "
            self._latest = (text, words, list(self._words.named(words)))
        return self._latest[1:]

    def of(self, form: str, text: str, indonesian: bool) -> str | None:
        """Return the code of the state whose body the plain `form` is in the report `text`, written in Indonesian or not; None where nothing tells."""
        words, named = self._read(text)
        beside = Counter(_beside(form, words, named))
        if beside:
            return min(beside, key=lambda land: (-beside[land], land))
        votes = Counter(land for _, _, land in named)
        if indonesian:
            votes[HOME] += HOME_LANGUAGE
        if not votes:
            return None
        best = min(votes, key=lambda land: (-votes[land], land != HOME, land))
        return HOME if 0 < votes[HOME] * AHEAD >= votes[best] else best


def _beside(form: str, words: str, named: list[tuple[int, int, str]]) -> Iterator[str]:
    """Yield the states named right before or after each place where `form` stands."""
    at = words.find(f" {form} ")
    while at >= 0:
        start, end = at + 1, at + 1 + len(form)
        for first, last, land in named:
            before = last < start and words[last:start] in {" ", " s "}
            if before or (0 < first - end <= BESIDE and _AFTER.match(words[end:first])):
                yield land
        at = words.find(f" {form} ", end - 1)

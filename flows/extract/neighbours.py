"""What the other triggers of a report say of one trigger: which stand in its sentence, and what was told before it."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.candidates import Candidate

_PLAIN = ("verb", "noun")
_MOST = 4  # plain triggers beside one that are counted
_PREFIXES = ("meny", "meng", "mem", "men", "me", "di", "ber", "pe")
_ROOT = 5  # letters


class Neighbours:
    """The triggers of one report, as each of them sees the others."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._beside: dict[int, list[Candidate]] = {}
        self._first: dict[str, int] = {}  # the sentence in which a plain trigger of a type stands first
        for candidate in candidates:
            self._beside.setdefault(candidate.index, []).append(candidate)
            if candidate.strength in _PLAIN:
                first = self._first.setdefault(candidate.type, candidate.index)
                self._first[candidate.type] = min(first, candidate.index)

    def said(self, candidate: Candidate) -> list[str]:
        """The names of the features that the triggers around `candidate` give it."""
        strength, kind, start, end = candidate.strength, candidate.type, candidate.start, candidate.end
        count = order = 0
        same, told = False, set[str]()
        for other in self._beside.get(candidate.index, ()):
            if other.start == start and other.end == end:
                continue
            same = same or other.type == kind
            if other.strength in _PLAIN:
                count += 1
                order += other.start < start
                if other.complete:
                    told.add(other.type)
        said = [f"beside_{min(count, _MOST)}_{strength}", f"place_{min(order, _MOST)}_{strength}"]
        if same:
            said += ("beside_same", f"beside_same_{strength}")
        said += [f"beside_{other}_with_{kind}" for other in told]
        before = "after" if self._first.get(kind, candidate.index) < candidate.index else "first"
        said += (f"{before}_{strength}", f"{before}_{kind}")
        return said


def root(form: str) -> str:
    """Return the first letters of a word without its Indonesian prefix: what its forms have in common.

    >>> root("meluncurkan"), root("diluncurkan"), root("peluncuran")
    ('luncu', 'luncu', 'luncu')
    """
    for prefix in _PREFIXES:
        if form.startswith(prefix) and len(form) > len(prefix) + 3:
            form = form[len(prefix) :]
            break
    return form[:_ROOT]

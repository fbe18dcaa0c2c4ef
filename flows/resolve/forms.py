"""Which records of the registries a form of a name may belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from flows.resolve.words import is_acronym, name_key, plain, without_brackets

_NUMBER = re.compile(r"\b(?:no|number) (?=\d)")  # of a law


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
    parents: dict[str, str] = field(default_factory=dict)  # record id -> the body that it is part of

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
            found = self.named(family, form)
            possible |= found
            if len(found) == 1:
                certain |= {
                    record
                    for record in found
                    if (record, key) not in self.needs_context and _is_safe(family, form)
                }
        return {one for one in certain if not any(one in self._above(other) for other in certain)}, possible

    def named(self, family: str, form: str) -> set[str]:
        """Return the records that `form` names: as it stands, without brackets, or beside the body that they are part of."""
        for text in dict.fromkeys((form, without_brackets(form))):
            found = self.by_form.get((family, form_key(family, text))) or self.by_bare.get(
                (family, name_key(family, text)), set()
            )
            if found:
                return found
        return (
            set(self._beside(form_key(family, without_brackets(form)))) if family == "organisation" else set()
        )

    def _beside(self, form: str) -> Iterator[str]:
        """Yield the records whose name and whose parent's name, in either order, make up `form`."""
        words = form.split()
        for cut in range(1, len(words)):
            left, right = " ".join(words[:cut]), " ".join(words[cut:])
            for part, whole in ((re.sub(r" (?:of|of the|in the)$", "", left), right), (right, left)):
                for record in self.by_form.get(("organisation", part), ()):
                    if self._above(record) & self._bodies(whole):
                        yield record

    def _bodies(self, form: str) -> set[str]:
        """Return the organisations that a plain `form` names, an acronym among them."""
        acronym = self.by_form.get(("organisation", form.upper()), set())
        return acronym | self.by_form.get(("organisation", form.removeprefix("the ")), set())

    def _above(self, record: str) -> set[str]:
        """Return the bodies that `record` is part of, directly or not."""
        above: set[str] = set()
        while (record := self.parents.get(record, "")) and record not in above:
            above.add(record)
        return above


def form_key(family: str, text: str) -> str:
    """Return the form as the index holds it: an acronym as written, any other name without case and accents."""
    if is_acronym(text) and text.isupper():
        return text
    if family in {"person", "country"}:
        return name_key(family, text)
    return _NUMBER.sub("nomor ", plain(text).removeprefix("the "))


def _is_safe(family: str, form: str) -> bool:
    """A person's bare surname or first name is no certain form."""
    return family != "person" or " " in name_key(family, form)

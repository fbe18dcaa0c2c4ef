"""Names that no registry holds: which of them, in different reports, are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flows.resolve.link import Named
from flows.resolve.words import digits, is_acronym, is_generic_body, name_key, near

MOST_ALIKE = 60  # forms compared with each other in one block


@dataclass(slots=True)
class Form:
    """All mentions whose fullest form is the same."""

    kind: str
    key: str
    members: list[int] = field(default_factory=list)
    other: set[str] = field(default_factory=set)  # comparison forms of the aliases
    acronyms: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)  # organisations and countries that it belongs to

    def may_be(self, other: Form) -> bool:
        """True where nothing speaks against the two being one: a country or body in common, or none known."""
        return not self.bodies or not other.bodies or bool(self.bodies & other.bodies)


class Union:
    """Disjoint sets; the smallest member stands for its set."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, item: int) -> int:
        """Return the smallest member of the set of `item`."""
        root = item
        while self._parent.get(root, root) != root:
            root = self._parent[root]
        while self._parent.get(item, item) != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def join(self, left: int, right: int) -> None:
        """Make one set of the sets of `left` and `right`."""
        a, b = sorted((self.find(left), self.find(right)))
        self._parent[b] = a


def group(
    named: Sequence[Named],
    bodies: Sequence[Iterable[str]],
    same: Iterable[tuple[tuple[str, str], tuple[str, str]]] = (),
    not_same: Iterable[tuple[tuple[str, str], tuple[str, str]]] = (),
) -> list[list[int]]:
    """Return the positions in `named` of each discovered record.

    `bodies` holds, for each mention, the organisations and countries that it is reported to belong to.  `same` and
    `not_same` are people's judgements on pairs of (kind, comparison form).
    """
    forms = _forms(named, bodies)
    place = {(form.kind, form.key): number for number, form in enumerate(forms)}
    apart = {frozenset((a, b)) for a, b in not_same}
    sets = Union()
    members: dict[int, set[int]] = {number: {number} for number in range(len(forms))}

    def join(a: int, b: int) -> None:
        left, right = sets.find(a), sets.find(b)
        if left == right or _forbidden(forms, members[left], members[right], apart):
            return
        sets.join(left, right)
        members[min(left, right)] = members.pop(left) | members.pop(right)

    for one, other in sorted(same):
        if one in place and other in place:
            join(place[one], place[other])
    for a, b in _alike(forms):
        join(a, b)
    gathered: dict[int, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        gathered[sets.find(number)].extend(form.members)
    return [sorted(gathered[root]) for root in sorted(gathered)]


def _forbidden(
    forms: list[Form], left: set[int], right: set[int], apart: set[frozenset[tuple[str, str]]]
) -> bool:
    if not apart:
        return False
    return any(
        frozenset(((forms[a].kind, forms[a].key), (forms[b].kind, forms[b].key))) in apart
        for a in left
        for b in right
    )


def _forms(named: Sequence[Named], bodies: Sequence[Iterable[str]]) -> list[Form]:
    """Gather mentions by kind and comparison form, sorted; a bare surname or a ministry also by what it belongs to."""
    table: dict[tuple[str, str, str], Form] = {}
    for number, (one, of) in enumerate(zip(named, bodies, strict=True)):
        key = name_key(one.kind, one.name)
        belongs = sorted(of)
        apart = belongs[0] if one.kind == "person" and " " not in key and belongs else ""
        if one.kind == "organisation" and is_generic_body(key):
            apart = (
                belongs[0] if belongs else one.report_id
            )  # a ministry without its state is nobody else's ministry
        form = table.setdefault((one.kind, key, apart), Form(one.kind, key))
        form.members.append(number)
        form.bodies.update(belongs)
        for alias in one.aliases:
            if is_acronym(alias):
                form.acronyms.add(alias)
            else:
                form.other.add(name_key(one.kind, alias))
        if is_acronym(one.name):
            form.acronyms.add(one.name)
    return [table[key] for key in sorted(table)]


def _alike(forms: list[Form]) -> list[tuple[int, int]]:
    """Return pairs of forms that are one: by alias, by acronym, by slip of the pen; each rule bounded by a block."""
    pairs: set[tuple[int, int]] = set()
    by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_acronym: dict[tuple[str, str], list[int]] = defaultdict(list)
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        by_key[form.kind, form.key].append(number)
        for acronym in form.acronyms:
            by_acronym[form.kind, acronym].append(number)
        for block in _blocks(form):
            blocks[block].append(number)
    for number, form in enumerate(forms):
        for other in sorted(form.other):
            if " " not in other and form.kind != "country":
                continue  # a surname or a single word is no name of its own
            found = by_key.get((form.kind, other), [])
            pairs.update(
                (min(number, n), max(number, n)) for n in found if n != number and form.may_be(forms[n])
            )
    for (kind, _), numbers in by_acronym.items():
        full = [n for n in numbers if " " in forms[n].key]
        if kind != "person" and len({forms[n].key for n in full}) == 1:
            pairs.update(
                (min(a, full[0]), max(a, full[0]))
                for a in numbers
                if a != full[0] and forms[a].may_be(forms[full[0]])
            )
    for numbers in blocks.values():
        if len(numbers) > MOST_ALIKE:  # too many forms begin alike: compare neighbours in order only
            pairs.update(pair for pair in pairwise(numbers) if _one(forms[pair[0]], forms[pair[1]]))
            continue
        pairs.update(
            (a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :] if _one(forms[a], forms[b])
        )
    return sorted(pairs)


def _blocks(form: Form) -> set[tuple[str, ...]]:
    """Return the blocks in which a form is compared: how its first two words begin, and its words sorted."""
    words = form.key.split()
    if form.kind == "country" or len(words) < 2:
        return set()
    return {
        (form.kind, "start", words[0][:3], words[1][:3]),
        (form.kind, "end", words[0][:2], words[-1][:4]),
        (form.kind, "words", *sorted(words)),
    }


def _one(left: Form, right: Form) -> bool:
    """True where two forms of a block are one: a slip of the pen, or (persons) a middle name left out."""
    if not left.may_be(right):
        return False
    if left.kind == "person":
        a, b = set(left.key.split()), set(right.key.split())
        if len(a & b) >= 2 and (a <= b or b <= a) and left.bodies & right.bodies:
            return True
        return near(left.key, right.key) and bool(left.bodies & right.bodies)
    if sorted(left.key.split()) == sorted(right.key.split()):
        return digits(left.key) == digits(right.key)
    return near(left.key, right.key)


def best_name(names: Iterable[str]) -> str:
    """Return the name most often used, the longer and then the alphabetically first among equals."""
    counted = Counter(names)
    return min(counted, key=lambda name: (-counted[name], -len(name), name))

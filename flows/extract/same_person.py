"""Which mentions of persons are of one person: short forms, initials and spellings of a full name."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from flows.common.registries import ActorRecord, Registries
from flows.extract.model import NameMention
from flows.extract.tagger.facts import fold, tables_of

ALIKE = 88  # least likeness of two spellings of one person's name
ALIKE_IN_OFFICE = ALIKE - 6  # and where both hold one office
ALIKE_ALONE = 93  # for names of one word
LONG = 7  # letters from which one word's spelling says enough
SAME_OFFICE = 90  # likeness above which two offices are one


@dataclass(slots=True, eq=False)
class Group:
    """The mentions of one actor."""

    mentions: list[NameMention] = field(default_factory=list)
    registry_id: str | None = None


def group_persons(mentions: Sequence[NameMention], registries: Registries) -> list[Group]:
    """Longest names first; a shorter form joins the one full name that holds its words."""
    groups: list[Group] = []
    known = _Known()
    by_id: dict[str, int] = {}
    for mention in sorted(mentions, key=lambda m: (-len(m.text.split()), m.start)):
        number = by_id.get(mention.registry_id) if mention.registry_id else None
        if number is None:
            number = known.group_of(mention)
        if number is None:
            number = len(groups)
            groups.append(Group())
        group = groups[number]
        group.mentions.append(mention)
        known.add(mention, number)
        if mention.registry_id and not group.registry_id:
            group.registry_id = mention.registry_id
            by_id[mention.registry_id] = number
    for group in groups:
        group.mentions.sort(key=lambda m: m.start)
        if group.registry_id is None:
            group.registry_id = _by_office(group, registries, by_id.keys())
    return groups


class _Known:
    """The names seen so far, by their words; each name's words, office and group under one number."""

    def __init__(self) -> None:
        self._words: list[list[str]] = []
        self._names: list[str] = []
        self._offices: list[str | None] = []
        self._groups: list[int] = []
        self._seen: set[tuple[str, str | None, int]] = set()
        self._by_word: dict[str, list[int]] = {}
        self._by_letter: dict[str, list[int]] = {}  # of which a word begins so
        self._alike: dict[tuple[str, int], list[int]] = {}  # by first letter and count of words
        self._in_office: dict[int, list[int]] = {}  # names with an office, by count of words
        self._starts: dict[int, list[int]] = {}  # where each group is named
        self._fitting: dict[tuple[str, str | None], tuple[int, dict[int, None]]] = {}

    def add(self, mention: NameMention, group: int) -> None:
        """Take in a mention of the group with this number."""
        insort(self._starts.setdefault(group, []), mention.start)
        name = fold(mention.text)
        key = (name, mention.office, group)
        if key in self._seen:
            return
        self._seen.add(key)
        number, words = len(self._names), name.split()
        self._names.append(name)
        self._words.append(words)
        self._offices.append(mention.office)
        self._groups.append(group)
        for word in dict.fromkeys(words):
            self._by_word.setdefault(word, []).append(number)
        for letter in dict.fromkeys(word[0] for word in words):
            self._by_letter.setdefault(letter, []).append(number)
        if words:
            self._alike.setdefault((words[0][0], len(words)), []).append(number)
        if mention.office:
            self._in_office.setdefault(len(words), []).append(number)

    def group_of(self, mention: NameMention) -> int | None:
        """The group that the mention belongs to; of several, the one named last before it."""
        name = fold(mention.text)
        key = (name, mention.office)
        upto, groups = self._fitting.get(key, (0, {}))
        if upto < len(self._names):
            words = name.split()
            alike = self._spelt_alike(words, name, mention.office, upto)
            for number in (*self._holding(words, upto), *alike):
                groups[self._groups[number]] = None
            self._fitting[key] = (len(self._names), groups)
        if len(groups) < 2:
            return next(iter(groups), None)
        return max(sorted(groups), key=lambda group: self._last_before(group, mention.start))

    def _last_before(self, group: int, start: int) -> int:
        starts = self._starts[group]
        at = bisect_left(starts, start)
        return starts[at - 1] if at else -1

    def _holding(self, words: Sequence[str], upto: int) -> list[int]:
        """The names from number `upto` on that hold all the words, in order."""
        narrow = min((self._with_word(word, upto) for word in words), key=len, default=[])
        return [number for number in narrow if _inside(words, self._words[number])]

    def _with_word(self, word: str, upto: int) -> list[int]:
        """The names from number `upto` on in which a word or its initial stands, or a word of that initial."""
        if len(word.rstrip(".")) == 1:
            return _from(self._by_letter.get(word[0], []), upto)
        forms = (word, word[0], f"{word[0]}.")
        return [number for form in forms for number in _from(self._by_word.get(form, []), upto)]

    def _spelt_alike(self, words: Sequence[str], name: str, office: str | None, upto: int) -> list[int]:
        """The names from number `upto` on that spell this one: about as many words, nearly the same letters."""
        if len(words) == 1:
            alike = _from(self._alike.get((name[0], 1), []), upto) if len(name) >= LONG else []
            return self._likely(name, alike, ALIKE_ALONE, None)
        found: list[int] = []
        for count in (len(words) - 1, len(words), len(words) + 1):
            numbers = _from(self._alike.get((words[0][0], count), []), upto)
            found += self._likely(name, numbers, ALIKE, office)
            if office:
                numbers = _from(self._in_office.get(count, []), upto)
                found += self._likely(name, numbers, ALIKE_IN_OFFICE, office)
        return found

    def _likely(self, name: str, numbers: Sequence[int], least: int, office: str | None) -> list[int]:
        names = [self._names[number] for number in numbers]
        found = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=least, limit=None)
        return [numbers[i] for _, _, i in found if least >= ALIKE or self._same_office(numbers[i], office)]

    def _same_office(self, number: int, office: str | None) -> bool:
        other = self._offices[number]
        return office is not None and other is not None and fuzz.ratio(office, other) > SAME_OFFICE


def _from(numbers: list[int], upto: int) -> list[int]:
    """The numbers from `upto` on, of a list in order."""
    return numbers[bisect_left(numbers, upto) :] if upto else numbers


_SON_OF = frozenset(("bin", "ibn", "binti", "bint"))


def _inside(words: Sequence[str], full: Sequence[str]) -> bool:
    """The words occur in the full name in order; initials may stand for words or be left out.

    One word alone is never an initial's, and a father's name ("bin Salman bin Abdulaziz") is no form of his son's.
    """
    if len(words) == 1:
        return words[0] in full
    if words[0] in full[2:] and full[full.index(words[0]) - 1] in _SON_OF:
        return False
    at = 0
    for word in words:
        while at < len(full) and full[at] != word and not _initial_of(word, full[at]):
            at += 1
        if at == len(full):
            return False
        at += 1
    return True


def _initial_of(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return len(short) == 1 and long.startswith(short)


def _by_office(group: Group, registries: Registries, known: Collection[str]) -> str | None:
    """A registered person whose short name this is, where the office's organisation agrees."""
    said = dict.fromkeys(fold(f"{m.office} {m.organisation or ''}") for m in group.mentions if m.office)
    if not said:
        return None
    persons = tables_of(registries).persons
    for name in dict.fromkeys(fold(m.text) for m in group.mentions):
        for actor in persons.get(name, ()):
            if actor.id not in known and _office_agrees(actor, said, registries):
                return actor.id
    return None


def _office_agrees(actor: ActorRecord, said: Collection[str], registries: Registries) -> bool:
    for position in actor.positions:
        organisation = registries.actors.get(position.organisation)
        names = [fold(n) for n in organisation.names] if organisation is not None else []
        titles = [fold(t) for t in (position.title, position.title_en) if t]
        if any(
            name in words.split(" ") or (len(name) > 5 and name in words) for words in said for name in names
        ):
            return True
        if any(title in words for words in said for title in titles):
            return True
    return False

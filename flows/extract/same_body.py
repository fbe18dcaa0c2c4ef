"""When two names are of one organisation: spellings, short forms in brackets, a place that is told once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from flows.extract.acronyms import initials_of
from flows.extract.model import NameMention
from flows.extract.same_person import Group
from flows.extract.tagger.facts import fold
from flows.extract.tagger.words import short_regions, word_set

_REGIONS = short_regions()
_LOCAL = word_set("local_bodies")
_STATE_SCHOOL = re.compile(r"^(sm[apk])n(?= )")
_NUMBERED = re.compile(r"(\D+ \d{1,3}) \D+$")
_BRACKETED = re.compile(r"([^()]+) \(([^()]+)\) ([^()]+)")
_BRANCH_OFFICE = re.compile(r"^kantor (?=.* (?:kota|kabupaten|provinsi) )")
_IN_A_PLACE = re.compile(  # whole without the place that it may be told with
    r"(?:universitas|institut|politeknik|pondok pesantren|ponpes|pesantren|university|kedutaan besar|kedubes|embassy of) |[^ ]+ embassy$"
)
_SHORTEST = 3  # letters of an acronym that may be joined to the name that it spells
_LONGEST = 10  # words of a name that may be another's beginning


@lru_cache(maxsize=50_000)
def key_of(name: str) -> str:
    """The name as organisations' names are compared: "SMAN 13" is "SMA Negeri 13", "FKPT Provinsi Jateng" is "FKPT Jawa
    Tengah", "Kantor Kementerian Agama Kota X" is "Kemenag Kota X", and a ministry for a field is one of it."""
    folded = _STATE_SCHOOL.sub(r"\1 negeri", fold(name)).replace("ministry for ", "ministry of ")
    folded = _BRANCH_OFFICE.sub("", folded).replace("kementerian agama", "kemenag")
    words = [_REGIONS.get(word, word) for word in folded.split() if word != "provinsi"]
    return " ".join(words)


def shorter_forms(mention: NameMention) -> list[str]:
    """The other forms that a name shows: "SMA 3 Palu" of "Sekolah Menengah Atas (SMA) 3 Palu", "SMAN 13" of "SMAN 13 Palu"."""
    name = key_of(mention.text)
    forms = []
    bracketed = _BRACKETED.fullmatch(name)
    if bracketed:
        long, short, tail = bracketed.groups()
        forms += [f"{short} {tail}", f"{long} {tail}"]
        forms += [f"{short} {region}" for region in _REGIONS.values() if tail.startswith(f"{region} ")]
    for form in (name, *forms):
        numbered = _NUMBERED.match(form)
        if numbered:
            forms.append(numbered[1])
    return forms


def with_initials(groups: list[Group]) -> list[Group]:
    """The groups, with an unregistered acronym joined to the only long name that it spells: "UMSU" and "Universitas
    Muhammadiyah Sumatera Utara"."""
    short = {i: form for i, group in enumerate(groups) if (form := _acronym(group))}
    if not short:
        return groups
    spelt: dict[str, set[int]] = {}
    for j, group in enumerate(groups):
        for text in {mention.text for mention in group.mentions} if j not in short else ():
            for initials in initials_of(text.split()):
                spelt.setdefault(initials, set()).add(j)
    found = {i: spelt.get(form, set()) for i, form in short.items()}
    return _joined(groups, {i: min(spelling) for i, spelling in found.items() if len(spelling) == 1})


def _acronym(group: Group) -> str | None:
    """The only form of an unregistered group, where it is an acronym."""
    forms = {mention.text for mention in group.mentions}
    form = min(forms)
    short = len(forms) == 1 and form.isalpha() and form.isupper() and len(form) >= _SHORTEST
    return form if short and not group.registry_id else None


def with_branches(groups: list[Group]) -> list[Group]:
    """The groups, with one whose name leaves its place out joined to the only one that tells it: "Universitas Siliwangi"
    and "Universitas Siliwangi Tasikmalaya", "FKPT" and "FKPT Aceh".

    Named more often than its branch, "FKPT" means the whole of them and stays.
    """
    bare = {i: forms for i, group in enumerate(groups) if (forms := _bare_forms(group))}
    if not bare:
        return groups
    wanted = {form for forms in bare.values() for form in forms}
    longer: dict[str, set[int]] = {}
    for j, group in enumerate(groups):
        for form in _beginnings(group):
            if form in wanted:
                longer.setdefault(form, set()).add(j)
    joined: dict[int, int] = {}
    for i, forms in bare.items():
        found = {j for form in forms for j in longer.get(form, ()) if j != i}
        if len(found) == 1 and len(groups[i].mentions) <= len(groups[min(found)].mentions):
            joined[i] = min(found)
    return _joined(groups, {i: j for i, j in joined.items() if j not in joined})


def _joined(groups: list[Group], joined: dict[int, int]) -> list[Group]:
    """The groups, with those at the keys of `joined` put into those at its values."""
    for i, j in joined.items():
        record = groups[j].registry_id
        groups[j].mentions += [mention._replace(registry_id=record) for mention in groups[i].mentions]
    for j in set(joined.values()):
        groups[j].mentions.sort(key=lambda mention: mention.start)
    return [group for i, group in enumerate(groups) if i not in joined]


def _bare_forms(group: Group) -> set[str]:
    """The forms of a group all of which may leave a place out; else none."""
    forms: set[str] = set()
    for mention in group.mentions:
        form = key_of(mention.text)
        if form not in _LOCAL and not _IN_A_PLACE.match(form):
            return set()
        forms.add(form)
    return forms


def _beginnings(group: Group) -> Iterator[str]:
    """What each form of a group begins with, cut behind a word."""
    for mention in {mention.text: mention for mention in group.mentions}.values():
        for form in (key_of(mention.text), *shorter_forms(mention)):
            words = form.split(" ", _LONGEST)
            for n in range(1, len(words)):
                yield " ".join(words[:n])

"""Groups a report's mentions into actors: one per organisation, person or country, with every form it has."""

from __future__ import annotations

from collections.abc import Sequence

from flows.common.registries import Registries
from flows.extract.model import Actor, NameMention, Office, Report
from flows.extract.same_body import key_of, shorter_forms, with_branches, with_initials
from flows.extract.same_person import Group, group_persons
from flows.extract.tagger.facts import CATEGORIES, country_in, fold
from flows.extract.tagger.words import FORMER, classes

# characters between a name and what the report says it is called as well: " (", or "(PBB), better known as "
_NEAR = {"defined.acronym": 4, "defined.inner": 0, "defined.or": 45}


def group_actors(report: Report, mentions: Sequence[NameMention], registries: Registries) -> list[Actor]:
    """The actors of a report in order of first mention."""
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    groups = [
        *_organisations([m for m in ordered if m.kind == "organisation"]),
        *group_persons([m for m in ordered if m.kind == "person"], registries),
        *_countries([m for m in ordered if m.kind == "country"]),
    ]
    groups.sort(key=lambda g: (g.mentions[0].start, -g.mentions[0].end))
    actors = [_actor(f"a{i}", group, registries, report.lang) for i, group in enumerate(groups, 1)]
    _offices(report, actors, registries)
    return actors


# -- organisations and countries -------------------------------------------------------------------------


def _organisations(mentions: Sequence[NameMention]) -> list[Group]:
    groups: list[Group] = []
    by_id: dict[str, Group] = {}
    by_name: dict[str, Group] = {}
    last: Group | None = None
    end = 0  # of the last mention
    for mention in mentions:
        name = key_of(mention.text)
        previous = last if mention.start - end <= _NEAR.get(mention.rule, 0) else None
        group = by_id.get(mention.registry_id) if mention.registry_id else None
        if group is None and (
            not mention.registry_id or name not in by_name or not by_name[name].registry_id
        ):
            group = by_name.get(name)
        if (
            group is None
            and mention.rule.startswith("defined.")
            and previous is not None
            and not (mention.registry_id and previous.registry_id)
        ):
            group = previous
        if group is None:
            group = Group()
            groups.append(group)
        elif (
            mention.rule.startswith("defined.")
            and previous is not None
            and previous is not group
            and not (group.registry_id and previous.registry_id)
        ):
            group = _united(group, previous, groups, by_id, by_name)
        elif mention.rule.startswith("defined.") and _is_other(by_name.get(name), group):
            group = _united(group, by_name[name], groups, by_id, by_name)
        group.mentions.append(mention)
        if mention.registry_id and not group.registry_id:
            group.registry_id = mention.registry_id
            by_id[mention.registry_id] = group
        for form in (name, *shorter_forms(mention)):
            by_name.setdefault(form, group)
        last, end = group, mention.end
    return with_initials(with_branches(groups))


def _is_other(one: Group | None, other: Group) -> bool:
    """A group found by the name alone that is not this one yet."""
    return one is not None and one is not other and not one.registry_id


def _united(
    one: Group, other: Group, groups: list[Group], by_id: dict[str, Group], by_name: dict[str, Group]
) -> Group:
    """Two groups that the report itself calls one."""
    one.mentions += other.mentions
    one.registry_id = one.registry_id or other.registry_id
    groups.remove(other)
    for mention in other.mentions:
        if mention.registry_id and by_id.get(mention.registry_id) is other:
            by_id[mention.registry_id] = one
        if by_name.get(key_of(mention.text)) is other:
            by_name[key_of(mention.text)] = one
    if one.registry_id:
        by_id[one.registry_id] = one
    one.mentions.sort(key=lambda m: m.start)
    return one


def _countries(mentions: Sequence[NameMention]) -> list[Group]:
    groups: dict[str, Group] = {}
    for mention in mentions:
        record = mention.registry_id or fold(mention.text)
        groups.setdefault(record, Group([], mention.registry_id)).mentions.append(mention)
    return list(groups.values())


# -- actors ----------------------------------------------------------------------------------------------


def _actor(key: str, group: Group, registries: Registries, lang: str) -> Actor:
    kind = group.mentions[0].kind
    forms = dict.fromkeys(
        _plain(m.text) if kind == "country" else " ".join(m.text.split()) for m in group.mentions
    )
    name = _fullest(list(forms), kind, group)
    country_record = registries.countries.get(group.registry_id or "") if kind == "country" else None
    if country_record is not None and all(form in country_record.demonyms for form in forms):
        name = (
            country_record.name_id if lang == "id" else None
        ) or country_record.name  # only "Australian" is said
    aliases = [form for form in forms if form != name]
    confidence = max(m.confidence for m in group.mentions)
    if len(group.mentions) > 1:
        confidence = min(0.99, confidence + 0.02)
    country, category = _facts(group, registries, name, kind)
    return Actor(
        key=key,
        kind=kind,
        name=name,
        aliases=aliases,
        registry_id=group.registry_id,
        country=country,
        category=category,
        mentions=list(group.mentions),
        confidence=round(confidence, 3),
    )


def _fullest(forms: Sequence[str], kind: str, group: Group) -> str:
    if kind == "country":
        bare = [m.text for m in group.mentions if m.rule not in ("country.adjective", "country.government")]
        return max((_plain(form) for form in bare or forms), key=len)
    mixed = [form for form in forms if not (form.isupper() and " " in form)] or list(forms)
    return max(mixed, key=lambda form: (len(form.split()) if kind == "person" else 0, len(form)))


def _plain(form: str) -> str:
    words = form.split()
    return " ".join(words[1:] if words[0] in ("The", "the") else words)


def _facts(group: Group, registries: Registries, name: str, kind: str) -> tuple[str | None, str | None]:
    if kind == "country":
        record = registries.countries.get(group.registry_id or "")
        return (record.alpha3 if record else None), "government"
    actor = registries.actors.get(group.registry_id or "")
    if actor is not None:
        return actor.country, actor.category
    if kind == "person":
        return None, None
    padded = f"{name.casefold()} "
    category = next((code for words, code in CATEGORIES if any(w in padded for w in words)), None)
    return country_in(name, category, registries), category


def _offices(report: Report, actors: Sequence[Actor], registries: Registries) -> None:
    """Each person's offices with the actor that the office belongs to."""
    by_form: dict[str, str] = {}
    for actor in actors:
        if actor.kind != "person":
            for form in (actor.name, *actor.aliases):
                by_form.setdefault(fold(form), actor.key)
            record = registries.countries.get(actor.registry_id or "") if actor.kind == "country" else None
            for form in (*record.names, *record.demonyms) if record is not None else ():
                by_form.setdefault(fold(form), actor.key)
    by_id: dict[str | None, str] = {a.registry_id: a.key for a in actors if a.registry_id}
    for actor in actors:
        if actor.kind != "person":
            continue
        seen: set[str] = set()
        for mention in actor.mentions:
            office = fold(mention.office) if mention.office is not None else ""
            if mention.office is None or office in seen:
                continue
            seen.add(office)
            key = by_form.get(fold(mention.organisation)) if mention.organisation else None
            if key is None:
                key = _registered_office(actor, mention, registries, by_id)
            former = _is_former(report.text, mention)
            actor.offices.append(
                Office(mention.office, key, mention.office_start, mention.office_end, former)
            )


def _registered_office(
    actor: Actor, mention: NameMention, registries: Registries, by_id: dict[str | None, str]
) -> str | None:
    """The organisation of a registered person's position with this title, where the report names it."""
    record = registries.actors.get(actor.registry_id or "")
    if record is None or mention.office is None:
        return None
    office = fold(mention.office)
    for position in record.positions:
        titles = [fold(t) for t in (position.title, position.title_en) if t]
        if position.organisation in by_id and any(t in office or office in t for t in titles):
            return by_id[position.organisation]
    return None


def _is_former(text: str, mention: NameMention) -> bool:
    words = text[max(0, mention.office_start - 12) : mention.office_start].split()
    inside = (mention.office or "").split()
    return any(classes(word) & FORMER for word in (words[-1:] + inside[:1]))

"""Short synthetic reports as text, Indonesian and English: the world of `reports.py` told in two or three sentences.

For whole runs at sizes that no real corpus has.  The same size and seed give the same lines.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta

from flows.common.data import load_yaml
from flows.common.paths import PROJECT
from tests.generator.reports import _FOLLOW, Body, Happening, World

LANG = PROJECT / "flows" / "extract" / "lang"
MONTHS = {
    lang: [names["full"][0] for names in load_yaml(LANG / lang / "dates.yml")["months"].values()]
    for lang in ("en", "id")
}
HELD = {
    "en": {
        "meeting": "{a} and {b} held a meeting on counter-terrorism cooperation in {place} on {day}.",
        "visit": "{a} received a visit from {b} in {place} on {day} to discuss the prevention of violent extremism.",
        "conference": "{a} and {b} held a conference on countering terrorism in {place} on {day}.",
        "training": "{a} and {b} held a training on the prevention of terrorism in {place} on {day}.",
        "agreement": "{a} and {b} signed a memorandum of understanding on counter-terrorism in {place} on {day}.",
        "launch": "{a} and {b} launched a programme against violent extremism in {place} on {day}.",
        "assistance": "{a} handed over counter-terrorism equipment to {b} in {place} on {day}.",
        "operation": "{a} and {b} conducted a joint patrol against terrorism in {place} on {day}.",
        "exercise": "{a} and {b} held a joint counter-terrorism exercise in {place} on {day}.",
    },
    "id": {
        "meeting": "{a} dan {b} menggelar pertemuan tentang kerja sama penanggulangan terorisme di {place}, {day}.",
        "visit": "{a} menerima kunjungan {b} di {place}, {day}, untuk membahas pencegahan ekstremisme.",
        "conference": "{a} dan {b} menggelar konferensi penanggulangan terorisme di {place}, {day}.",
        "training": "{a} dan {b} menggelar pelatihan pencegahan terorisme di {place}, {day}.",
        "agreement": "{a} dan {b} menandatangani nota kesepahaman penanggulangan terorisme di {place}, {day}.",
        "launch": "{a} dan {b} meluncurkan program pencegahan ekstremisme di {place}, {day}.",
        "assistance": "{a} menyerahkan bantuan peralatan penanggulangan terorisme kepada {b} di {place}, {day}.",
        "operation": "{a} dan {b} menggelar patroli bersama melawan terorisme di {place}, {day}.",
        "exercise": "{a} dan {b} menggelar latihan bersama penanggulangan terorisme di {place}, {day}.",
    },
}
AHEAD = {
    "en": "{a} and {b} will hold a {type} on counter-terrorism in {place} on {day}.",
    "id": "{a} dan {b} akan menggelar {type} penanggulangan terorisme di {place} pada {day}.",
}
NOUNS = {
    "visit": "kunjungan",
    "meeting": "pertemuan",
    "conference": "konferensi",
    "training": "pelatihan",
    "agreement": "penandatanganan nota kesepahaman",
    "launch": "peluncuran program",
    "assistance": "penyerahan bantuan",
    "operation": "operasi bersama",
    "exercise": "latihan bersama",
}
SAID = {
    "en": "{office} {person} said that the {topic} of the region asks for patience and trust.",
    "id": "{office} {person} mengatakan bahwa {topic} kawasan menuntut kesabaran dan kepercayaan.",
}
WITHIN = {
    "en": "The activity is part of the {programme}.",
    "id": "Kegiatan ini merupakan bagian dari {programme}.",
}
TOPICS = {
    "en": ("safety", "resilience", "tolerance", "literacy", "protection"),
    "id": ("keamanan", "ketahanan", "toleransi", "literasi", "perlindungan"),
}


def lines(made: World, count: int, seed: int = 11) -> Iterator[str]:
    """Yield `count` reports as JSON lines (fewer where the world is too small)."""
    chance = random.Random(seed)
    number = 0
    for one in made.happenings:
        told = 1 + sum(chance.random() > limit for limit in _FOLLOW) if chance.random() < 0.95 else 12
        for nth in range(told):
            if number >= count:
                return
            ahead = nth == 0 and chance.random() < 0.2
            late = -chance.randrange(1, 40) if ahead else one.days - 1 + chance.choice((0, 0, 1, 1, 2, 4))
            lang = chance.choice(("id", "id", "en"))
            published = one.start + timedelta(days=late)
            record = {
                "id": f"r{number:07d}",
                "lang": lang,
                "published": published.isoformat(),
                "publisher": f"Harian {chance.randrange(40)}",
                "text": text(chance, one, made.programmes, lang, ahead, number),
            }
            yield json.dumps(record, ensure_ascii=False)
            number += 1


def text(
    chance: random.Random,
    one: Happening,
    programmes: dict[str, dict[str, str]],
    lang: str,
    ahead: bool,
    number: int,
) -> str:
    """What one report says of one happening; `number` keeps two reports from being copies of each other."""
    bodies = [part for part in one.parts if part.kind != "person"]
    first, second = bodies[0], bodies[1] if len(bodies) > 1 else bodies[0]
    words = {
        "a": _named(first, lang),
        "b": _named(second, lang),
        "place": one.place,
        "day": _day(one.start, lang),
        "type": one.type if lang == "en" else NOUNS[one.type],
    }
    said = [(AHEAD[lang] if ahead else HELD[lang][one.type]).format(**words)]
    for person in [part for part in one.parts if part.kind == "person"][:1]:
        topic = chance.choice(TOPICS[lang])
        said.append(SAID[lang].format(office=person.office, person=person.name[lang], topic=topic))
    if one.programme:
        said.append(WITHIN[lang].format(programme=programmes[one.programme][lang]))
    closing = "Report" if lang == "en" else "Laporan"
    return " ".join([*said, f"{closing} {number}."])


def _named(body: Body, lang: str) -> str:
    return f"{body.name[lang]} ({body.acronym})" if body.acronym else body.name[lang]


def _day(day: date, lang: str) -> str:
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"

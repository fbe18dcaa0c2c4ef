"""What an organisation's own name tells of it, and look-ups over the registries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flows.common.registries import ActorRecord, Registries

CATEGORIES = (
    (("kbri", "kjri", "kedutaan", "kedubes", "embassy", "konsulat", "consulate"), "embassy"),
    (
        ("polda", "polres", "polsek", "polri", "kepolisian", "police", "brimob", "densus", "bareskrim"),
        "police",
    ),
    (
        ("universitas", "university", "institut", "sekolah", "college", "academy", "fakultas", "school"),
        "academia",
    ),
    (("kejaksaan", "pengadilan", "mahkamah", "court", "tribunal", "attorney", "prosecutor"), "judiciary"),
    (("dpr", "dewan perwakilan", "parliament", "senate", "congress", "komisi i", "komisi iii"), "parliament"),
    (("tni", "kodam", "kodim", "korem", "army", "navy", "air force", "armed forces"), "military"),
    (("united nations", "perserikatan bangsa"), "un_entity"),
    (("yayasan", "foundation", "lsm", "aliansi", "perhimpunan", "society"), "civil_society"),
    (("majelis ulama", "pesantren", "nahdlatul", "muhammadiyah", "church", "mosque"), "religious"),
    (("bank", "pt ", "company", "corporation"), "private"),
    (("intelijen", "intelligence", "security", "keamanan", "terorisme", "terrorism"), "security"),
    (
        (
            "kementerian",
            "ministry",
            "badan",
            "direktorat",
            "dinas",
            "pemerintah",
            "department",
            "agency",
            "office of the",
        ),
        "government",
    ),
)


@dataclass(slots=True)
class _Tables:
    """Look-ups over one set of registries."""

    countries: dict[str, str]  # any form or demonym -> alpha-3
    persons: dict[str, list[ActorRecord]]  # folded form -> persons


_TABLES: dict[int, tuple[Registries, _Tables]] = {}


def tables_of(registries: Registries) -> _Tables:
    """The look-ups of these registries, built once per process."""
    built = _TABLES.get(id(registries))
    if built is None or built[0] is not registries:
        countries: dict[str, str] = {}
        for country in registries.countries.values():
            for form in (*country.names, *country.demonyms):
                if len(form) > 1:
                    countries.setdefault(form, country.alpha3)
        persons: dict[str, list[ActorRecord]] = {}
        for actor in registries.actors.values():
            for form in actor.names if actor.kind == "person" else ():
                persons.setdefault(fold(form), []).append(actor)
        _TABLES.clear()
        built = _TABLES[id(registries)] = (registries, _Tables(countries, persons))
    return built[1]


def country_in(name: str, category: str | None, registries: Registries) -> str | None:
    """The country that an organisation's own name tells."""
    first = name.split()[0].casefold()
    if first in (
        "kbri",
        "kjri",
        "polda",
        "lapas",
        "rutan",
        "bapas",
        "kejari",
        "kejati",
        "korem",
        "sma",
        "smk",
        "sman",
        "ponpes",
        "fkpt",
        "fkub",
        "kesbangpol",
        "polres",
        "polsek",
        "polresta",
        "kodam",
        "kodim",
        "pemprov",
        "pemkab",
        "pemkot",
    ):
        return "IDN"
    words = name.split()
    forms = tables_of(registries).countries
    for size in (1, 2, 3):
        for i in range(len(words) - size + 1):
            country = forms.get(" ".join(words[i : i + size]))
            if country is not None:
                return country
    return "IDN" if category == "police" and first == "kepolisian" else None


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """The name as names are compared: case, hyphens, apostrophes and spaces evened out."""
    return " ".join(name.casefold().replace("-", " ").replace("’", "'").split())

"""The actors registry and the list of countries hold together.

Plain YAML loading: these tests read the registries as written, without the pipeline.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

REGISTRIES = Path(__file__).parents[3] / "raw" / "registries"
ACTOR_FILES = sorted((REGISTRIES / "actors").glob("*.yml"))

KINDS = {"organisation", "person"}
CATEGORIES = {
    "government", "security", "police", "military", "judiciary", "parliament", "embassy", "igo",
    "un_entity", "academia", "civil_society", "religious", "youth", "private", "media", "other",
}  # fmt: skip
ORGANISATION_KEYS = {
    "id", "kind", "name", "name_id", "name_en", "acronym", "aliases", "category", "country", "parent",
    "wikidata_id", "iati_identifier", "iati_organisation_type", "plover_sector", "context", "ambiguous",
}  # fmt: skip
PERSON_KEYS = {"id", "kind", "name", "aliases", "country", "positions", "wikidata_id", "context", "ambiguous"}
COUNTRY_KEYS = {
    "id", "alpha3", "name", "name_id", "aliases", "ambiguous", "context", "demonyms", "capital", "capital_id",
    "capital_aliases", "latitude", "longitude", "region",
}  # fmt: skip
POSITION_KEYS = {"organisation", "title", "title_en", "from", "to"}
IATI_ORGANISATION_TYPES = {10, 11, 15, 21, 22, 23, 24, 30, 40, 60, 70, 71, 72, 73, 80, 90}
PLOVER_SECTORS = {
    "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "IGO", "JRN", "JUD", "LAB", "LEG", "MED", "MIL", "NGO", "OPP",
    "REB", "REF", "REL", "SPY", "UAF",
}  # fmt: skip

# A rank, title or honorific never belongs to the name of a person.
TITLES = re.compile(
    r"(?:^|\s)(?:Komjen|Irjen|Brigjen|Kombes|AKBP|Jenderal|Letjen|Mayjen|Laksamana|Laksda|Laksma|Marsekal|Marsda|"
    r"Kolonel|General|Admiral|Colonel|Senator|Ambassador|Menteri|Kepala|Minister|Pol|TNI|Purn)\b"
    r"|^(?:Drs|Dra|Dr|Prof|Professor|Ir|Hj?|KH|K\.H|Ustadz|Mr|Mrs|Ms|Sir|Dame|Lord|Dato'?|Datuk|Tan Sri|Yang Mulia|"
    r"H\.?E)\.?\s"
    r"|,|\s(?:S\.?H|M\.?H|S\.?I\.?K|M\.?Si|Ph\.?D|M\.?A)\.?$"
)

# Words that stand alone in every text: as an alias they would find an actor everywhere.
TOO_GENERAL = {
    word.casefold()
    for word in (
        "Agency", "Ambassador", "Badan", "Bank", "Bureau", "Centre", "Center", "Commission", "Committee", "Council",
        "Delegasi", "Densus Antiteror", "Department", "Deputi", "Dewan", "Dinas", "Direktorat", "Divisi", "Embassy",
        "Forum", "Foundation", "Government", "Institut", "Institute", "Jaringan", "Kantor", "Kedeputian",
        "Kedutaan Besar", "Kejaksaan", "Kementerian", "Kepolisian", "Koalisi", "Komando", "Komisi", "Komite",
        "Lembaga", "Majelis", "Mahkamah", "Menteri", "Minister", "Ministry", "Network", "Office", "Parlemen",
        "Parliament", "Partai", "Pemerintah", "Pengadilan", "Perwakilan", "Police", "Polisi", "Polda", "Pusat",
        "Satgas", "Sekretariat", "Secretariat", "Task Force", "Tim", "Universitas", "University", "Yayasan",
    )
}  # fmt: skip


def load(path: Path) -> list[dict]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


ACTORS = [(path.name, record) for path in ACTOR_FILES for record in load(path)]
COUNTRIES = load(REGISTRIES / "countries.yml")
BY_ID = {record["id"]: record for _, record in ACTORS}
ALPHA3 = {country["alpha3"] for country in COUNTRIES}


def forms(record: dict) -> set[str]:
    """Every surface form by which a text may mean this record."""
    single = [record.get(key) for key in ("name", "name_id", "name_en", "acronym")]
    return {form for form in single + list(record.get("aliases", [])) if form}


def test_registry_is_wide_enough():
    assert len(ACTORS) >= 650
    assert sum(record["kind"] == "person" for _, record in ACTORS) >= 160
    assert len(COUNTRIES) == 250  # ISO 3166-1 and Kosovo


def test_ids_are_unique_slugs():
    seen: dict[str, str] = {country["id"]: "countries.yml" for country in COUNTRIES}
    assert len(seen) == len(COUNTRIES)
    for file, record in ACTORS:
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", record["id"]), f"{file}: {record['id']} is no slug"
        assert record["id"] not in seen, f"{record['id']} stands in {seen[record['id']]} and in {file}"
        seen[record["id"]] = file


@pytest.mark.parametrize("path", ACTOR_FILES, ids=lambda path: path.stem)
def test_records_use_the_closed_lists(path):
    for record in load(path):
        where = f"{path.name}: {record['id']}"
        assert record["kind"] in KINDS, where
        assert isinstance(record["aliases"], list), where
        assert record.get("country") is None or record["country"] in ALPHA3, where
        if record["kind"] == "organisation":
            assert set(record) <= ORGANISATION_KEYS, where
            assert record["category"] in CATEGORIES, where
            assert record.get("iati_organisation_type", 10) in IATI_ORGANISATION_TYPES, where
            assert record.get("plover_sector", "GOV") in PLOVER_SECTORS, where
        else:
            assert set(record) <= PERSON_KEYS, where
        if "wikidata_id" in record:
            assert re.fullmatch(r"Q[1-9]\d*", record["wikidata_id"]), where


def test_parents_exist_and_make_no_circle():
    for file, record in ACTORS:
        chain, parent = [record["id"]], record.get("parent")
        while parent:
            assert parent in BY_ID, f"{file}: {record['id']} has the unknown parent {parent}"
            assert BY_ID[parent]["kind"] == "organisation", f"{file}: {record['id']} has a person as parent"
            assert parent not in chain, f"{file}: circle {' > '.join([*chain, parent])}"
            chain.append(parent)
            parent = BY_ID[parent].get("parent")


def test_positions_are_held_in_known_organisations_and_in_order():
    date = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
    for file, record in ACTORS:
        for position in record.get("positions", []):
            where = f"{file}: {record['id']}: {position.get('title')}"
            assert set(position) <= POSITION_KEYS and position["title"], where
            organisation = position["organisation"]
            assert organisation in BY_ID or organisation in {c["id"] for c in COUNTRIES}, (
                f"{where}: {organisation}"
            )
            for key in ("from", "to"):
                assert position.get(key) is None or date.fullmatch(position[key]), f"{where}: {key}"
            if position.get("from") and position.get("to"):
                length = min(len(position["from"]), len(position["to"]))
                assert position["from"][:length] <= position["to"][:length], where


def test_names_of_persons_are_free_of_ranks_and_titles():
    for file, record in ACTORS:
        if record["kind"] == "person":
            for form in forms(record):
                assert not TITLES.search(form), f"{file}: {record['id']}: {form!r} holds a rank or title"


def test_no_form_is_too_short_or_too_general():
    for file, record in [*ACTORS, *(("countries.yml", country) for country in COUNTRIES)]:
        for form in forms(record):
            where = f"{file}: {record['id']}: {form!r}"
            assert len(form) >= 2, f"{where} is too short"
            assert form == form.strip() and "  " not in form, f"{where} has stray spaces"
            assert form.casefold() not in TOO_GENERAL, f"{where} is too general"


def test_forms_are_listed_once_in_a_record():
    for file, record in ACTORS:
        aliases = record["aliases"]
        assert len(aliases) == len(set(aliases)), f"{file}: {record['id']} repeats an alias"
        named = {record.get(key) for key in ("name", "name_id", "name_en", "acronym")}
        assert not named & set(aliases), f"{file}: {record['id']}: {named & set(aliases)} is named already"


def test_a_form_means_one_record_or_is_declared_ambiguous():
    holders: dict[str, list[tuple[str, dict]]] = defaultdict(list)
    for file, record in [*ACTORS, *(("countries.yml", country) for country in COUNTRIES)]:
        for form in forms(record):
            holders[form].append((file, record))
    for form, records in holders.items():
        if len(records) == 1:
            continue
        for file, record in records:
            where = f"{form!r} is shared by {', '.join(r['id'] for _, r in records)}; {file}: {record['id']}"
            assert form in record.get("ambiguous", []), f"{where} does not list it in `ambiguous`"


def test_ambiguous_forms_belong_to_the_record_and_have_a_context():
    for file, record in ACTORS:
        ambiguous = record.get("ambiguous", [])
        assert set(ambiguous) <= forms(record), f"{file}: {record['id']}: {set(ambiguous) - forms(record)}"
        assert bool(ambiguous) == bool(record.get("context")), (
            f"{file}: {record['id']} needs context and ambiguous"
        )


def test_countries_are_complete():
    for country in COUNTRIES:
        where = country["id"]
        assert set(country) <= COUNTRY_KEYS, f"{where}: {set(country) - COUNTRY_KEYS}"
        assert re.fullmatch(r"[A-Z]{3}", country["alpha3"]) and country["id"] == country["alpha3"].lower(), (
            where
        )
        assert country["name"] and country["name_id"] and country["region"], where
        assert -90 <= country["latitude"] <= 90 and -180 <= country["longitude"] <= 180, where
        assert set(country.get("ambiguous", [])) <= forms(country), where
        if "capital" not in country:
            assert country["id"] in {"ata", "bvt", "hmd", "umi"}, f"{where} has no capital"

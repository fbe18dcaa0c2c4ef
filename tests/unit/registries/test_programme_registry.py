"""The programme registry: one YAML file per programme, closed codes, dates that parse, forms with one owner."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
import yaml

PROGRAMMES = Path(__file__).resolve().parents[3] / "raw" / "registries" / "programmes"
COUNTRIES = PROGRAMMES.parent / "countries.yml"
FILES = sorted(PROGRAMMES.glob("*.yml"))
RECORDS = [(path, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in FILES]
BY_ID = {record["id"]: record for _, record in RECORDS}

KINDS = {"programme", "project", "plan", "strategy", "framework", "agreement", "law", "campaign"}
STATUSES = {"pipeline", "implementation", "finalisation", "closed", "suspended", "cancelled", None}
THEMES = {
    "prevention", "deradicalisation", "rehabilitation_reintegration", "victims", "terrorist_financing", "border_security",
    "foreign_fighters", "vulnerable_targets", "law_enforcement", "prosecution_justice", "intelligence_sharing", "cyber_online",
    "education_youth", "women_gender", "religion_community", "capacity_building", "cbrn", "maritime_aviation", "legal_framework",
    "regional_cooperation", "human_rights", "research",
}  # fmt: skip
ROLES = {"lead", "implementing", "funding", "partner", "beneficiary"}
REQUIRED = {
    "id", "kind", "name", "name_id", "name_en", "acronym", "aliases", "ambiguous", "status", "start_date",
    "end_date", "period_precision", "parent", "countries", "themes", "actors",
}  # fmt: skip
OPTIONAL = {"context", "wikidata_id", "iati_identifier", "url"}
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
PRECISION = {4: "year", 7: "month", 10: "day"}
ALPHA3 = {country["alpha3"] for country in yaml.safe_load(COUNTRIES.read_text(encoding="utf-8"))}
IDS = [path.stem for path in FILES]


def forms(record):
    names = {record["name"], record["name_id"], record["name_en"], record["acronym"], *record["aliases"]}
    return {name for name in names if name}


def test_registry_is_large_enough():
    assert len(RECORDS) >= 190


@pytest.mark.parametrize(("path", "record"), RECORDS, ids=IDS)
def test_record(path, record):
    assert record["id"] == path.stem
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", record["id"])
    assert REQUIRED <= set(record) <= REQUIRED | OPTIONAL
    assert record["kind"] in KINDS
    assert record["status"] in STATUSES
    assert record["themes"] and set(record["themes"]) <= THEMES
    assert len(record["themes"]) == len(set(record["themes"]))
    assert record["name"] and record["name_id"] and record["name_en"]
    for form in forms(record) | set(record["ambiguous"]):
        assert form == " ".join(form.split()), form
        assert len(form) > 1, form


@pytest.mark.parametrize(("path", "record"), RECORDS, ids=IDS)
def test_period(path, record):
    dates = [record[key] for key in ("start_date", "end_date") if record[key] is not None]
    for value in dates:
        assert isinstance(value, str), f"write {value!r} in quotes"
        assert PARTIAL_DATE.fullmatch(value), value
        date.fromisoformat((value + "-01-01")[:10])
    if len(dates) == 2:
        shorter = min(map(len, dates))
        assert dates[0][:shorter] <= dates[1][:shorter]
    expected = PRECISION[min(map(len, dates))] if dates else None
    assert record["period_precision"] == expected


@pytest.mark.parametrize(("path", "record"), RECORDS, ids=IDS)
def test_countries_and_actors(path, record):
    assert set(record["countries"]) <= ALPHA3
    assert record["countries"] == sorted(set(record["countries"]))
    pairs = [(entry["actor"], entry["role"]) for entry in record["actors"]]
    assert len(pairs) == len(set(pairs))
    for entry in record["actors"]:
        assert set(entry) == {"actor", "role"}
        assert entry["role"] in ROLES
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["actor"]), entry["actor"]


def test_actors_stand_in_the_registry():
    known = {country["id"] for country in yaml.safe_load(COUNTRIES.read_text(encoding="utf-8"))}
    for file in (PROGRAMMES.parent / "actors").glob("*.yml"):
        known |= {actor["id"] for actor in yaml.safe_load(file.read_text(encoding="utf-8"))}
    for path, record in RECORDS:
        missing = {entry["actor"] for entry in record["actors"]} - known
        assert missing == set(), path.name


def test_ids_are_unique():
    assert len(BY_ID) == len(RECORDS)


def test_parents_exist_and_do_not_loop():
    for identifier in BY_ID:
        seen, here = set(), identifier
        while here:
            assert here in BY_ID, f"{identifier}: unknown parent {here}"
            assert here not in seen, f"{identifier}: loop at {here}"
            seen.add(here)
            here = BY_ID[here]["parent"]


def test_a_form_has_one_owner_or_is_declared_ambiguous():
    owners = defaultdict(set)
    for _, record in RECORDS:
        for form in forms(record):
            owners[form.casefold()].add(record["id"])
    for form, holders in owners.items():
        if len(holders) == 1:
            continue
        for identifier in holders:
            declared = {name.casefold() for name in BY_ID[identifier]["ambiguous"]}
            assert form in declared, (
                f"{form!r} is shared by {sorted(holders)}; {identifier} does not declare it"
            )


def test_ambiguous_forms_have_context():
    for path, record in RECORDS:
        assert bool(record["ambiguous"]) == bool(record.get("context")), path.name
        assert set(record["ambiguous"]) <= forms(record), path.name


def test_aliases_do_not_repeat_names():
    for path, record in RECORDS:
        names = {record["name"], record["name_id"], record["name_en"], record["acronym"]}
        assert len(record["aliases"]) == len(set(record["aliases"])), path.name
        assert not names & set(record["aliases"]), path.name


@pytest.mark.parametrize(
    ("form", "identifier"),
    [
        ("Bali Work Plan", "bali-work-plan-2019-2025"),
        ("Bali Work Plan 2019-2025", "bali-work-plan-2019-2025"),
        ("Global Programme on Vulnerable Targets Protection", "vulnerable-targets"),
        ("RAN PE 2020-2024", "ran-pe-2020-2024"),
        ("RAN PE 2025-2029", "ran-pe-2025-2029"),
        ("Perpres Nomor 7 Tahun 2021", "perpres-7-2021"),
        ("UN Global Counter-Terrorism Strategy", "un-gcts"),
        ("Sekolah Damai", "sekolah-damai"),
        ("Desa Siap Siaga", "desa-siapsiaga"),
        ("STRIVE Juvenile", "strive-juvenile"),
        ("Our Eyes Initiative", "our-eyes-initiative"),
        ("CT Travel Programme", "ct-travel"),
    ],
)
def test_well_known_forms(form, identifier):
    assert [record["id"] for _, record in RECORDS if form in forms(record)] == [identifier]

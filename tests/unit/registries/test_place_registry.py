"""The place registry: closed kinds, known parents, plausible coordinates, no name with two owners by accident."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

PLACES = Path(__file__).resolve().parents[3] / "raw" / "registries" / "places"
COUNTRIES = PLACES.parent / "countries.yml"
HEADER = "place_id,name,name_id,name_en,aliases,kind,country,parent_id,latitude,longitude"
KINDS = {"country", "province", "city", "regency", "district", "venue", "island", "region"}
ALPHA3 = {country["alpha3"] for country in yaml.safe_load(COUNTRIES.read_text(encoding="utf-8"))}


def read_rows():
    rows = []
    for path in sorted(PLACES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for line, row in enumerate(csv.DictReader(handle), start=2):
                rows.append((f"{path.name}:{line}", row))
    return rows


ROWS = read_rows()
AMBIGUOUS = (PLACES / "ambiguous.txt").read_text(encoding="utf-8").splitlines()


def forms(row):
    listed = [form for form in row["aliases"].split("|") if form]
    return {row["name"], row["name_id"], row["name_en"], *listed}


def test_every_file_has_the_agreed_header():
    for path in PLACES.glob("*.csv"):
        assert path.read_text(encoding="utf-8").split("\n", 1)[0] == HEADER, path.name


def test_registry_is_large_enough():
    assert len(ROWS) >= 1900
    kinds = Counter(row["kind"] for _, row in ROWS if row["country"] == "IDN")
    assert kinds["province"] == 38
    cities = [row for _, row in ROWS if row["place_id"].startswith(("idn-kota-", "idn-kab-"))]
    assert len(cities) >= 514


def test_ids_are_unique_slugs():
    counts = Counter(row["place_id"] for _, row in ROWS)
    assert [place for place, count in counts.items() if count > 1] == []
    assert [place for place in counts if not re.fullmatch(r"[a-z]{3}(-[a-z0-9]+)+", place)] == []


def test_required_cells_are_filled_and_trimmed():
    for where, row in ROWS:
        for column in ("name", "name_id", "name_en"):
            assert row[column], f"{where}: {column} is empty"
        assert None not in row, f"{where}: too many cells"
        for column, value in row.items():
            assert value == value.strip(), f"{where}: {column} has spaces around it"


def test_kinds_are_closed():
    assert {row["kind"] for _, row in ROWS} <= KINDS


def test_countries_are_alpha3():
    for where, row in ROWS:
        if row["country"]:
            assert row["country"] in ALPHA3, f"{where}: {row['country']}"
            assert row["place_id"].startswith(row["country"].lower() + "-"), where
        else:
            assert row["place_id"].startswith("int-"), where


def test_parents_exist_and_do_not_loop():
    parents = {row["place_id"]: row["parent_id"] for _, row in ROWS}
    for where, row in ROWS:
        seen, place = set(), row["place_id"]
        while parents.get(place):
            assert place not in seen, f"{where}: loop"
            seen.add(place)
            place = parents[place]
            assert place in parents, f"{where}: unknown parent {place}"


def test_every_city_and_regency_has_a_province():
    provinces = {row["place_id"] for _, row in ROWS if row["kind"] == "province"}
    for where, row in ROWS:
        if row["place_id"].startswith(("idn-kota-", "idn-kab-")):
            assert row["parent_id"] in provinces, where


def test_coordinates_are_in_range():
    for where, row in ROWS:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        assert -90 <= latitude <= 90 and -180 <= longitude <= 180, where
        if row["country"] == "IDN":
            assert -11.5 <= latitude <= 6.5 and 94.5 <= longitude <= 141.5, where


def test_a_form_has_one_owner_or_is_declared_ambiguous():
    owners = defaultdict(set)
    for _, row in ROWS:
        for form in forms(row):
            owners[form.casefold()].add(row["place_id"])
    declared = {form.casefold() for form in AMBIGUOUS}
    shared = {form: sorted(who) for form, who in owners.items() if len(who) > 1}
    assert {form: who for form, who in shared.items() if form not in declared} == {}


def test_aliases_are_not_repeated():
    for where, row in ROWS:
        listed = [form for form in row["aliases"].split("|") if form]
        assert len(listed) == len(set(listed)), where
        assert row["name"] not in listed, where


def test_ambiguous_list_is_sorted_and_known():
    known = {form for _, row in ROWS for form in forms(row)}
    assert sorted(set(AMBIGUOUS)) == AMBIGUOUS
    assert [form for form in AMBIGUOUS if form not in known] == []


@pytest.mark.parametrize(
    ("form", "place_id"),
    [
        ("Jakarta Pusat", "idn-kota-jakarta-pusat"),
        ("Central Jakarta", "idn-kota-jakarta-pusat"),
        ("Jaksel", "idn-kota-jakarta-selatan"),
        ("Jakarta", "idn-jakarta"),
        ("Thies", "sen-thies"),
        ("Bruges", "bel-brugge"),
        ("DIY", "idn-di-yogyakarta"),
        ("Sulteng", "idn-sulawesi-tengah"),
        ("NTB", "idn-nusa-tenggara-barat"),
        ("Nusa Dua", "idn-nusa-dua"),
        ("Nusakambangan", "idn-nusakambangan"),
        ("Sentul", "idn-sentul"),
        ("Hotel Borobudur", "idn-hotel-borobudur"),
        ("Wina", "aut-vienna"),
        ("Jenewa", "che-geneva"),
        ("Den Haag", "nld-the-hague"),
        ("New York", "usa-new-york"),
        ("Marawi", "phl-marawi"),
        ("Dushanbe", "tjk-dushanbe"),
    ],
)
def test_well_known_forms(form, place_id):
    assert [row["place_id"] for _, row in ROWS if form in forms(row)] == [place_id]

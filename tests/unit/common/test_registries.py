"""Registries: what is read, what is normalised, and how a fault is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.common.registries import RegistryError, load_registries

ACTORS = """
- id: agency
  kind: organisation
  name: National Agency
  name_id: Badan Nasional
  acronym: NA
  aliases: [The Agency]
  ambiguous: [NA]
  context: [agency]
  country: IDN
- id: chief
  kind: person
  name: Budi Santoso
  positions:
    - {organisation: agency, title: Kepala, title_en: Head, from: 2020-05-06, to: "2023"}
"""


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_an_absent_folder_is_empty(tmp_path: Path) -> None:
    found = load_registries(tmp_path / "nowhere")
    assert not found.actors and not found.countries and not found.programmes and not found.places


def test_records_of_every_registry(tmp_path: Path) -> None:
    write(tmp_path, "actors/a.yml", ACTORS)
    write(tmp_path, "countries.yml", "- {id: idn, alpha3: IDN, name: Indonesia, demonyms: [Indonesian]}")
    write(
        tmp_path,
        "programmes/p.yml",
        "id: plan\nkind: plan\nname: The Plan\nstart_date: 2019-01-01\nactors: [{actor: agency, role: lead}]\n",
    )
    header = "place_id,name,name_id,name_en,aliases,kind,country,parent_id,latitude,longitude\n"
    write(tmp_path, "places/p.csv", header + "jkt,Jakarta,,,DKI Jakarta|Betawi,city,IDN,,-6.2,106.8\n")
    write(tmp_path, "places/ambiguous.txt", "# names that are words\nNegara\n\n")
    found = load_registries(tmp_path)
    agency = found.actors["agency"]
    assert agency.names == ("National Agency", "Badan Nasional", "NA", "The Agency")
    assert agency.ambiguous == ("NA",)
    position = found.actors["chief"].positions[0]
    assert (position.start, position.end) == ("2020-05-06", "2023")
    assert found.programmes["plan"].start_date == "2019-01-01"
    assert found.programmes["plan"].actors[0].role == "lead"
    assert found.places["jkt"].aliases == ("DKI Jakarta", "Betawi")
    assert found.places["jkt"].latitude == -6.2
    assert found.ambiguous_places == {"Negara"}
    country = found.country_of("IDN")
    assert country is not None and country.id == "idn"
    assert found.country_of(None) is None


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, "actors/a.yml", ACTORS)
    first = load_registries(tmp_path)
    assert load_registries(tmp_path) is first
    write(tmp_path, "actors/b.yml", "- {id: other, kind: organisation, name: Other}")
    assert "other" in load_registries(tmp_path).actors


def test_ambiguous_true_means_every_form(tmp_path: Path) -> None:
    write(tmp_path, "actors/a.yml", "- {id: x, kind: organisation, name: X, acronym: Y, ambiguous: true}")
    assert load_registries(tmp_path).actors["x"].ambiguous == ("X", "Y")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {id: x, kind: robot, name: X}", "x: kind is 'robot'"),
        ("- {kind: person, name: X}", "X: id is missing"),
        ("- {id: x, kind: person}", "x: name is missing"),
        ("- {id: x, kind: person, name: X, aliases: {a: b}}", "x: aliases must be a list"),
        ("- {id: x, kind: person, name: X, acronym: NO}", "x: acronym is read as a truth value"),
        ("- {id: x, kind: person, name: X, positions: [Kepala]}", "x: positions must be a list of mappings"),
        ("- {id: x, kind: person, name: X}\n- {id: x, kind: person, name: Y}", "x: this id is given twice"),
        ("- just text", "a record must be a mapping"),
        ("- {id: [", "not readable as YAML"),
    ],
)
def test_a_bad_record_is_named_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, "actors/a.yml", text)
    with pytest.raises(RegistryError) as caught:
        load_registries(tmp_path)
    assert message in str(caught.value)
    assert "a.yml" in str(caught.value)
    assert "\n" not in str(caught.value)

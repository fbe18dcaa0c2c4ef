"""One organisation under two names: a place told once, a short form in brackets, the office of a branch."""

from __future__ import annotations

import pytest

from flows.extract.model import NameMention
from flows.extract.same_body import key_of, shorter_forms, with_branches, with_initials
from flows.extract.same_person import Group
from tests.unit.extract.pages import page_of


def group(*forms: str, record: str | None = None) -> Group:
    mentions = [NameMention(i, i + 1, "organisation", form, "head", 0.8) for i, form in enumerate(forms)]
    return Group(mentions, record)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kantor Kementerian Agama Kota Madiun", "Kemenag Kota Madiun"),
        ("FKPT Provinsi Jateng", "FKPT Jawa Tengah"),
        ("SMAN 13", "SMA Negeri 13"),
    ],
)
def test_two_spellings_have_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_a_bracket_shows_the_short_name_of_a_regions_unit() -> None:
    name = "Satuan Tugas Wilayah (Satgaswil) Jawa Timur Densus 88"
    (mention,) = group(name).mentions
    assert "satgaswil jawa timur" in shorter_forms(mention)


def test_a_campus_with_and_without_its_place_is_one() -> None:
    groups = [group("Universitas Wiralodra"), group("Universitas Wiralodra Indramayu")]
    (only,) = with_branches(groups)
    assert {m.text for m in only.mentions} == {"Universitas Wiralodra", "Universitas Wiralodra Indramayu"}


def test_a_local_body_without_its_region_is_the_only_one_named() -> None:
    (only,) = with_branches([group("FKPT Aceh", record="fkpt-aceh"), group("FKPT", record="fkpt")])
    assert only.registry_id == "fkpt-aceh"
    assert {m.registry_id for m in only.mentions if m.text == "FKPT"} == {"fkpt-aceh"}


@pytest.mark.parametrize(
    "groups",
    [
        [group("FKPT"), group("FKPT Aceh"), group("FKPT Bali")],
        [group("FKPT", "FKPT"), group("FKPT Aceh")],
        [group("Kemenag"), group("Kemenag Kota Madiun")],
        [group("FKPT", "Forum Koordinasi Pencegahan Terorisme"), group("FKPT Aceh", "FKPT Aceh")],
    ],
)
def test_a_whole_is_not_taken_for_its_branch(groups: list[Group]) -> None:
    assert with_branches(groups) == groups


def test_an_acronym_joins_the_only_name_that_it_spells() -> None:
    campus = "Universitas Wiralodra Sumatera Utara"
    (only,) = with_initials([group(campus), group("UWSU")])
    assert {m.text for m in only.mentions} == {campus, "UWSU"}


@pytest.mark.parametrize(
    "groups",
    [
        [group("Universitas Wiralodra Sumatera Utara"), group("UWSU", record="uwsu")],
        [group("Universitas Wiralodra Utara"), group("Unit Wilayah Utara"), group("UWU")],
        [group("Universitas Wiralodra Utara"), group("BNQ")],
    ],
)
def test_other_acronyms_stay(groups: list[Group]) -> None:
    assert with_initials(groups) == groups


def test_an_embassy_in_a_place_is_the_embassy() -> None:
    (only,) = with_branches([group("Kedutaan Besar Denmark di Jakarta"), group("Kedutaan Besar Denmark")])
    assert len(only.mentions) == 2


def test_a_branch_is_one_actor_in_a_report() -> None:
    text = (
        "Sosialisasi digelar bersama Kantor Kementerian Agama (Kemenag) Kota Madiun, Kamis. "
        "Kepala Kemenag Kota Madiun menyambut tamu."
    )
    (office,) = [a for a in page_of(text).actors if "Kota Madiun" in a.name]
    assert "Kemenag Kota Madiun" in office.aliases

"""Persons whom no list knows, found by what stands beside their names, and what is left out of a name."""

from __future__ import annotations

import pytest

from tests.unit.extract.pages import page_of


def persons(text: str, lang: str) -> list[str]:
    return [actor.name for actor in page_of(text, lang=lang).actors if actor.kind == "person"]


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "“We need each other,” said Qodirbek Yormatzoda, who heads the unit.", ["Qodirbek Yormatzoda"]),
        ("en", "The unit is new, added Zulmira Teshebek at the close of the day.", ["Zulmira Teshebek"]),
        ("en", "In the hall Qodirbek Yormatzoda, a representative of the district, took notes.", ["Qodirbek Yormatzoda"]),
        ("id", "“Kita saling membutuhkan,” ujar Qodirbek Yormatzoda saat itu.", ["Qodirbek Yormatzoda"]),
        ("en", "The report said Friday Prayers, a fixture of the week, went on.", []),
        ("en", "It was said that the Sports Hall, a gift of the city, was full.", []),
    ],
)  # fmt: skip
def test_found_by_what_stands_beside_them(lang: str, text: str, found: list[str]) -> None:
    assert persons(text, lang) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hadir Dr. Hj. Nirmala Sudarto, M. HI, dan Prof. Dr. Teguh Wirya, MA sebagai narasumber.", ["Nirmala Sudarto", "Teguh Wirya"]),
        ("Acara dibuka oleh Kepala Bidang Dr Hj Nirmala Sudarto Mhi, di Medan.", ["Nirmala Sudarto"]),
        ("Kapolda Irjend Pol Teguh Wirya membuka acara.", ["Teguh Wirya"]),
        ("Wakapolri Komjen Wiryadinata tiba. Kemudian Wiryadinatta pulang.", ["Wiryadinata"]),
        ("Menteri Kehakiman/Menteri Negara hadir.", []),
    ],
)  # fmt: skip
def test_titles_degrees_and_slips_are_no_names(text: str, found: list[str]) -> None:
    assert persons(text, "id") == found


def test_a_hospital_is_no_general() -> None:
    assert persons("Nurses of the Cebu General Hospital took part in the training on terrorism.", "en") == []

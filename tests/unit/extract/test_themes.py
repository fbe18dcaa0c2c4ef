"""Themes: codes of the codelist, from words at the start of a word."""

from __future__ import annotations

import csv

import pytest

from flows.common.data import load_yaml
from flows.common.paths import PROJECT
from flows.extract.themes import THEME_FILE, find_themes
from tests.unit.extract.pages import event_of


def themes(text: str) -> set[str]:
    return {theme for theme, _, _ in find_themes(text)}


def test_every_theme_is_a_code() -> None:
    (path,) = (PROJECT / "schemas").rglob("theme.csv")
    with path.open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert set(load_yaml(THEME_FILE)) <= codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pencegahan dan deradikalisasi", {"prevention", "deradicalisation"}),
        ("perlindungan korban", {"victims"}),
        ("countering terrorist financing and money laundering", {"terrorist_financing"}),
        ("keamanan perbatasan", {"border_security"}),
        ("a workshop for women and students", {"women_gender", "education_youth", "capacity_building"}),
        ("cuaca cerah", set()),
    ],
)
def test_words_tell_themes_in_both_languages(text: str, expected: set[str]) -> None:
    assert themes(text) == expected


def test_spans_point_at_the_word_whatever_its_case() -> None:
    text = "Program DERADIKALISASI di lapas"
    assert {text[a:b] for theme, a, b in find_themes(text) if theme == "deradicalisation"} == {
        "DERADIKALISASI"
    }


def test_a_theme_starts_a_word() -> None:
    assert themes("prapencegahan disekolahkan") == set()


def test_a_short_word_is_not_the_start_of_another() -> None:
    assert themes("hampir tanpa hambatan") == set()


def test_an_event_has_the_themes_of_its_sentences_only() -> None:
    text = (
        "BNPT dan LPSK menggelar pelatihan perlindungan korban di Solo, Selasa (14/5/2024).\n\n"
        "PPATK mengawasi pendanaan terorisme."
    )
    found = event_of(text, "training").themes
    assert {"victims", "capacity_building"} <= set(found)
    assert "terrorist_financing" not in found
    assert found == sorted(found)

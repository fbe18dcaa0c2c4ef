"""Actors of a report: which mentions are one actor, its fullest name, its offices, country and category."""

from __future__ import annotations

import pytest

from flows.common.registries import ActorRecord, CountryRecord, PositionRecord, Registries
from flows.extract.actors import group_actors
from flows.extract.lexicon import Lexicon
from flows.extract.model import Actor, Report
from flows.extract.names import find_names
from flows.extract.segment import segment, sentences

COUNTRIES = (
    CountryRecord("idn", "IDN", "Indonesia", aliases=("RI",), demonyms=("Indonesian",)),
    CountryRecord("aus", "AUS", "Australia", demonyms=("Australian",)),
    CountryRecord("gbr", "GBR", "United Kingdom", name_id="Inggris", aliases=("UK",)),
)
ACTORS = (
    ActorRecord(
        "bnpt",
        "organisation",
        "Badan Nasional Penanggulangan Terorisme",
        name_en="National Counter-Terrorism Agency",
        acronym="BNPT",
        country="IDN",
        category="security",
    ),
    ActorRecord("unoct", "organisation", "United Nations Office of Counter-Terrorism", acronym="UNOCT"),
    ActorRecord("us-nctc", "organisation", "National Counterterrorism Center", acronym="NCTC", country="USA"),
    ActorRecord(
        "hendra",
        "person",
        "Hendra Surya Wijaya",
        aliases=("Hendra", "Hendra Wijaya"),
        positions=(PositionRecord("bnpt", "Kepala BNPT", "Head of BNPT"),),
    ),
)
REGISTRIES = Registries({a.id: a for a in ACTORS}, {c.id: c for c in COUNTRIES})


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(REGISTRIES)


def read(text: str, lexicon: Lexicon) -> dict[str, Actor]:
    segments = segment(text)
    report = Report("r", text, "id")
    actors = group_actors(
        report, find_names(report, sentences(text, segments), segments, lexicon), REGISTRIES
    )
    assert [a.key for a in actors] == [f"a{i}" for i in range(1, len(actors) + 1)]
    return {a.name: a for a in actors}


def test_long_name_acronym_and_other_language_are_one(lexicon: Lexicon) -> None:
    text = "Badan Nasional Penanggulangan Terorisme (BNPT) hadir. The National Counterterrorism Agency was there. BNPT RI."
    (actor,) = read(text, lexicon).values()
    assert actor.name == "Badan Nasional Penanggulangan Terorisme"
    assert set(actor.aliases) == {"BNPT", "National Counterterrorism Agency", "BNPT RI"}
    assert (actor.registry_id, actor.country, actor.category) == ("bnpt", "IDN", "security")


def test_an_unregistered_short_form_joins_its_long_form(lexicon: Lexicon) -> None:
    actors = read("Badan Siber Wilayah Timur (BSWT) menyambut tamu. BSWT siap membantu.", lexicon)
    assert actors["Badan Siber Wilayah Timur"].aliases == ["BSWT"]
    assert len(actors) == 1


def test_a_report_may_define_a_registered_short_form_anew(lexicon: Lexicon) -> None:
    actors = read("Delegasi bertemu National Counter Terrorism Committee (NCTC) Qatar. NCTC setuju.", lexicon)
    (actor,) = [a for a in actors.values() if a.kind == "organisation"]
    assert actor.registry_id is None
    assert "NCTC" in actor.aliases


def test_two_names_joined_by_or_are_one(lexicon: Lexicon) -> None:
    text = (
        "BNPT bertemu Kantor Kontra Terorisme Dunia atau United Nations Office of Counter-Terrorism (UNOCT)."
    )
    actors = read(text, lexicon)
    unoct = next(a for a in actors.values() if a.registry_id == "unoct")
    assert "Kantor Kontra Terorisme Dunia" in (unoct.name, *unoct.aliases)


def test_short_names_of_a_person(lexicon: Lexicon) -> None:
    text = (
        "Menteri Pertahanan Bagus Adi Nugraha hadir.\n\nBagus Adi berpidato. Menurut Nugraha, semua lancar."
    )
    (actor,) = [a for a in read(text, lexicon).values() if a.kind == "person"]
    assert actor.name == "Bagus Adi Nugraha"
    assert actor.aliases == ["Bagus Adi", "Nugraha"]


def test_spelling_variants_of_a_person(lexicon: Lexicon) -> None:
    text = "Deputi BNPT Andhika Crisnayudanta hadir. Deputi BNPT Andika Crisnayudanto berpidato."
    persons = [a for a in read(text, lexicon).values() if a.kind == "person"]
    assert len(persons) == 1


def test_two_persons_stay_two(lexicon: Lexicon) -> None:
    text = "Deputi BNPT Bagus Nugraha dan Deputi BNPT Sari Nugraha hadir."
    assert len([a for a in read(text, lexicon).values() if a.kind == "person"]) == 2


def test_offices_name_their_organisation_and_the_past(lexicon: Lexicon) -> None:
    text = "Kepala BNPT Bagus Nugraha bertemu mantan Kepala BNPT Sari Utami dan Menteri Luar Negeri Inggris Anne Barlow."
    actors = read(text, lexicon)
    bnpt = actors["BNPT"].key
    head, past, minister = (actors[n].offices[0] for n in ("Bagus Nugraha", "Sari Utami", "Anne Barlow"))
    assert (head.title, head.organisation_key, head.former) == ("Kepala BNPT", bnpt, False)
    assert past.former
    assert minister.organisation_key == actors["Inggris"].key


def test_a_registered_short_name_needs_its_office(lexicon: Lexicon) -> None:
    assert read("Kepala BNPT Hendra hadir.", lexicon)["Hendra"].registry_id == "hendra"
    others = read("Rektor Hendra hadir.", lexicon)
    assert all(a.registry_id != "hendra" for a in others.values())


@pytest.mark.parametrize(
    ("text", "name", "country", "category"),
    [
        ("Tamu diterima KBRI Canberra pagi ini bersama BNPT.", "KBRI Canberra", "IDN", "embassy"),
        ("Surat itu dari Kedutaan Besar Australia kemarin.", "Kedutaan Besar Australia", "AUS", "embassy"),
        ("Polda Jawa Tengah menggelar rapat.", "Polda Jawa Tengah", "IDN", "police"),
        (
            "Kuliah umum digelar Universitas Wijaya Kusuma kemarin.",
            "Universitas Wijaya Kusuma",
            None,
            "academia",
        ),
    ],
)
def test_country_and_category_by_form(
    text: str, name: str, country: str | None, category: str, lexicon: Lexicon
) -> None:
    actor = read(text, lexicon)[name]
    assert (actor.country, actor.category) == (country, category)


def test_countries_unite_their_forms(lexicon: Lexicon) -> None:
    text = "Pemerintah Indonesia dan Inggris sepakat. RI mengusulkan hal itu, dan UK setuju."
    actors = read(text, lexicon)
    assert {a.country for a in actors.values()} == {"IDN", "GBR"}
    assert "Pemerintah Indonesia" in actors["Indonesia"].aliases if "Indonesia" in actors else True


def test_an_empty_report_has_no_actors(lexicon: Lexicon) -> None:
    assert read("", lexicon) == {}

"""Names in reports: persons with their offices, organisations, countries that act, and what is left out."""

from __future__ import annotations

import time

import pytest

from flows.common.registries import ActorRecord, CountryRecord, PlaceRecord, Registries
from flows.extract.lexicon import Lexicon
from flows.extract.model import NameMention, Report
from flows.extract.names import find_names
from flows.extract.segment import segment, sentences

COUNTRIES = (
    CountryRecord("idn", "IDN", "Indonesia", aliases=("RI",), demonyms=("Indonesian",)),
    CountryRecord("aus", "AUS", "Australia", demonyms=("Australian",)),
    CountryRecord("gbr", "GBR", "United Kingdom", name_id="Inggris", aliases=("UK",), demonyms=("British",)),
    CountryRecord("usa", "USA", "United States", name_id="Amerika Serikat", aliases=("AS", "US")),
    CountryRecord("rus", "RUS", "Russia", name_id="Rusia", demonyms=("Russian",)),
    CountryRecord("uzb", "UZB", "Uzbekistan", demonyms=("Uzbek",)),
    CountryRecord("hti", "HTI", "Haiti"),
    CountryRecord("ind", "IND", "India"),
)
ACTORS = (
    ActorRecord(
        "bnpt", "organisation", "Badan Nasional Penanggulangan Terorisme", acronym="BNPT", country="IDN"
    ),
    ActorRecord(
        "lpsk", "organisation", "Lembaga Perlindungan Saksi dan Korban", acronym="LPSK", country="IDN"
    ),
    ActorRecord("kemlu", "organisation", "Kementerian Luar Negeri", country="IDN"),
    ActorRecord("tni", "organisation", "Tentara Nasional Indonesia", acronym="TNI", country="IDN"),
    ActorRecord("polri", "organisation", "Polri", country="IDN"),
    ActorRecord("un", "organisation", "United Nations", acronym="UN", aliases=("PBB",)),
    ActorRecord("unoct", "organisation", "United Nations Office of Counter-Terrorism", acronym="UNOCT"),
    ActorRecord("post", "organisation", "The Jakarta Post", category="media"),
)
PLACES = (PlaceRecord("jkt", "Jakarta"), PlaceRecord("syd", "Sydney"), PlaceRecord("sulteng", "Sulteng"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(
        Registries(
            {a.id: a for a in ACTORS}, {c.id: c for c in COUNTRIES}, {}, {p.place_id: p for p in PLACES}
        )
    )


def read(text: str, lexicon: Lexicon, publisher: str | None = None) -> list[NameMention]:
    segments = segment(text)
    report = Report("r", text, "id", None, publisher)
    found = find_names(report, sentences(text, segments), segments, lexicon)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert found == sorted(found, key=lambda m: (m.start, -m.end))
    return found


def of(kind: str, found: list[NameMention]) -> list[str]:
    return [m.text for m in found if m.kind == kind]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kepala BNPT Komjen Pol. Dr. Hendra Wijaya, M.H. membuka acara itu.", ["Hendra Wijaya"]),
        (
            "Rapat dipimpin Brigjen TNI (Mar) Yohan Purba dan Kombes Pol. Sari Utami.",
            ["Yohan Purba", "Sari Utami"],
        ),
        (
            "Menlu Rusia Sergey Petrov menemui Menteri Luar Negeri Inggris Anne Barlow.",
            ["Sergey Petrov", "Anne Barlow"],
        ),
        ("Wakil Menteri itu diwakili Dato Paduka Hamzah bin Haji Idris.", ["Hamzah bin Haji Idris"]),
        ("HE Mr Viktor Malenko thanked the agency.", ["Viktor Malenko"]),
        ("Ambassador Gerald Quinn and Ms. Rhona Tate opened the course.", ["Gerald Quinn", "Rhona Tate"]),
        (
            "Hadir pula Budi Hartawan, Rina Lestari, dan Joko Prakoso.",
            ["Budi Hartawan", "Rina Lestari", "Joko Prakoso"],
        ),
        ('President Joko "Jokowi" Widodo opened the summit.', ['Joko "Jokowi" Widodo']),
        (
            "Pertemuan dihadiri Deputi BNPT Andi Kusuma dan K.D. Devar dari India.",
            ["Andi Kusuma", "K.D. Devar"],
        ),
        ("Kabarhakam Polri Badrodin Haiti menyambut tamu.", ["Badrodin Haiti"]),
        ("Wakil Gubernur Sulteng Ma'mun Amir menerima rombongan.", ["Ma'mun Amir"]),
    ],
)
def test_persons_without_ranks_titles_and_degrees(text: str, names: list[str], lexicon: Lexicon) -> None:
    assert of("person", read(text, lexicon)) == names


@pytest.mark.parametrize(
    ("text", "office", "organisation"),
    [
        ("Kepala BNPT Komjen Hendra Wijaya hadir.", "Kepala BNPT", "BNPT"),
        ("Menteri Luar Negeri Inggris Anne Barlow tiba.", "Menteri Luar Negeri Inggris", "Inggris"),
        (
            "Duta Besar Australia untuk Indonesia Roger Nobel hadir.",
            "Duta Besar Australia untuk Indonesia",
            "Australia",
        ),
        (
            "Deputi Bidang Kerja Sama Internasional BNPT Andi Kusuma hadir.",
            "Deputi Bidang Kerja Sama Internasional BNPT",
            "BNPT",
        ),
        ("BNPT chief Hendra Wijaya spoke.", "BNPT chief", "BNPT"),
        ("UN Under-Secretary-General Viktor Malenko spoke.", "UN Under-Secretary-General", "UN"),
        (
            "Australia's ambassador for counter-terrorism, Richard Falk, spoke.",
            "Australia's ambassador for counter-terrorism",
            "Australia",
        ),
        (
            "Hendra Wijaya, director of the United Nations Office of Counter-Terrorism, spoke.",
            "director of the United Nations Office of Counter-Terrorism",
            "United Nations Office of Counter-Terrorism",
        ),
    ],
)
def test_offices(text: str, office: str, organisation: str, lexicon: Lexicon) -> None:
    (person,) = [m for m in read(text, lexicon) if m.kind == "person"]
    assert (person.office, person.organisation) == (office, organisation)
    assert text[person.office_start : person.office_end] == office


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Kegiatan digelar Badan Siber Wilayah Timur (BSWT) pekan ini. BSWT menyambutnya.",
            ["Badan Siber Wilayah Timur", "BSWT", "BSWT"],
        ),
        (
            "Acara disaksikan Kementerian Hukum dan HAM, Polri, dan BNPT.",
            ["Kementerian Hukum dan HAM", "Polri", "BNPT"],
        ),
        (
            "Kementerian Koordinator Bidang Politik, Hukum, dan Keamanan hadir.",
            ["Kementerian Koordinator Bidang Politik, Hukum, dan Keamanan"],
        ),
        ("Tamu dari Universitas Islam Negeri Palu tiba.", ["Universitas Islam Negeri Palu"]),
        (
            "Officials of the Threat Analysis Coordination Unit (TACU) met the Ministry of Home Affairs and Border Security.",
            ["Threat Analysis Coordination Unit", "TACU", "Ministry of Home Affairs and Border Security"],
        ),
        ("Surat dikirim ke Kementerian Luar Negeri Rusia.", ["Kementerian Luar Negeri Rusia"]),
        ("Marsda TNI Hendra Wijaya memimpin rapat.", []),
        ("Tim meninggalkan KTT PBB kemarin.", []),
        (
            "Kepala AUSTRAQ Paul Jensen hadir bersama BNPT, BIXN, dan LPSK.",
            ["AUSTRAQ", "BNPT", "BIXN", "LPSK"],
        ),
    ],
)
def test_organisations(text: str, names: list[str], lexicon: Lexicon) -> None:
    assert of("organisation", read(text, lexicon)) == names


def test_another_countrys_ministry_is_not_the_registered_one(lexicon: Lexicon) -> None:
    found = read("Kementerian Luar Negeri Rusia bertemu Kementerian Luar Negeri.", lexicon)
    assert [m.registry_id for m in found if m.kind == "organisation"] == [None, "kemlu"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Indonesia dan Australia sepakat memperkuat kerja sama.", ["Indonesia", "Australia"]),
        ("Pemerintah Indonesia menyambut delegasi Uzbekistan.", ["Pemerintah Indonesia", "Uzbekistan"]),
        (
            "The Government of Australia and the British government will share data.",
            ["Government of Australia", "British"],
        ),
        ("Rapat digelar di Indonesia dan di Jakarta, Indonesia.", []),
        ("Warga Australia berlibur ke Inggris.", []),
        ("Kelompok kerja Indonesia-India bersidang.", ["Indonesia", "India"]),
        ("Duta Besar Australia untuk Indonesia Roger Nobel hadir.", ["Australia"]),
    ],
)
def test_countries_that_act(text: str, names: list[str], lexicon: Lexicon) -> None:
    assert of("country", read(text, lexicon)) == names


@pytest.mark.parametrize(
    "text",
    [
        "Terpidana kasus bom Umar Pateh turut hadir. Umar meminta maaf.",
        "Mantan narapidana terorisme Ali Imran mengaku menyesal.",
        "The talk was given by convicted bomber Ali Imran.",
        "Kegiatan berlangsung lancar. (Tribunnews.com/Naufal Lantang)",
    ],
)
def test_suspects_victims_and_photographers_are_left_out(text: str, lexicon: Lexicon) -> None:
    assert of("person", read(text, lexicon)) == []


def test_short_forms_of_a_full_name_are_found_again(lexicon: Lexicon) -> None:
    text = 'Kepala BNPT Hendra Surya Wijaya hadir.\n\n"Kami siap," kata Hendra. Menurut Hendra Surya, semua lancar.'
    assert of("person", read(text, lexicon)) == ["Hendra Surya Wijaya", "Hendra", "Hendra Surya"]


def test_outlets_are_no_actors(lexicon: Lexicon) -> None:
    assert of("organisation", read("Hal itu dikatakan kepada The Jakarta Post.", lexicon)) == []


def test_past_posts_are_no_actors(lexicon: Lexicon) -> None:
    text = "Kepala BNPT Hendra Wijaya hadir. Sebelumnya ia pernah memimpin LPSK dan Polri."
    assert of("organisation", read(text, lexicon)) == ["BNPT"]


@pytest.mark.parametrize(
    "text",
    [
        "A" * 100_000,
        "Aa " * 33_000,
        "(" * 50_000 + ")" * 50_000,
        "1" * 100_000,
        "Badan dan " * 10_000,
        "Kepala Kepala, " * 7_000,
        "Dr. " * 25_000,
        "A." * 50_000,
        "(BNPT " * 16_000,
        "Indonesia-" * 10_000,
    ],
)
def test_hostile_text_stays_linear(text: str, lexicon: Lexicon) -> None:
    start = time.perf_counter()
    read(text, lexicon)
    assert time.perf_counter() - start < 15

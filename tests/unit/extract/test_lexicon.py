"""The lexicon: which registered names are found, in which spelling, and what they may mean."""

from __future__ import annotations

import time

import pytest

from flows.common.registries import ActorRecord, CountryRecord, PlaceRecord, ProgrammeRecord, Registries
from flows.extract.lexicon import Lexicon, lexicon_of, variants


def registries() -> Registries:
    actors = [
        ActorRecord(
            "bnpt",
            "organisation",
            "Badan Nasional Penanggulangan Terorisme",
            name_en="National Counter-Terrorism Agency",
            acronym="BNPT",
            country="IDN",
        ),
        ActorRecord("un", "organisation", "United Nations", acronym="UN", aliases=("PBB",)),
        ActorRecord("unoct", "organisation", "United Nations Office of Counter-Terrorism", acronym="UNOCT"),
        ActorRecord("agc", "organisation", "Attorney General's Chambers", acronym="AGC", country="MYS"),
        ActorRecord(
            "bin",
            "organisation",
            "Badan Intelijen Negara",
            acronym="BIN",
            ambiguous=("BIN",),
            context=("intelijen",),
        ),
        ActorRecord("boy", "person", "Boy Rafli Amar", aliases=("Boy",)),
    ]
    countries = [
        CountryRecord(
            "idn", "IDN", "Indonesia", aliases=("RI",), demonyms=("Indonesian",), capital="Jakarta"
        ),
        CountryRecord("sgp", "SGP", "Singapore", name_id="Singapura", aliases=("Negeri Singa",)),
        CountryRecord(
            "usa", "USA", "United States", name_id="Amerika Serikat", aliases=("AS",), ambiguous=("AS",)
        ),
    ]
    programme = ProgrammeRecord("bwp", "plan", "Bali Work Plan 2019-2025", aliases=("Bali Work Plan",))
    place = PlaceRecord("idn-bali", "Bali")
    return Registries(
        {a.id: a for a in actors},
        {c.id: c for c in countries},
        {programme.id: programme},
        {place.place_id: place},
        frozenset(("Bali",)),
    )


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(registries())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kantor BNPT di Bali", [("BNPT", "bnpt"), ("Bali", "idn-bali")]),
        (
            "BADAN Nasional Penanggulangan Terorisme rapat",
            [("BADAN Nasional Penanggulangan Terorisme", "bnpt")],
        ),
        ("the National Counterterrorism Agency", [("National Counterterrorism Agency", "bnpt")]),
        ("the National Counter Terrorism Agency", [("National Counter Terrorism Agency", "bnpt")]),
        ("Kepala BNPT RI hadir", [("BNPT RI", "bnpt")]),
        ("BNPT Republik Indonesia", [("BNPT Republik Indonesia", "bnpt")]),
        ("UNOCT, not UN", [("UNOCT", "unoct"), ("UN", "un")]),
        ("the Attorney General’s Chambers", [("Attorney General’s Chambers", "agc")]),
        (
            "the United Nations Office Of Counter-Terrorism",
            [("United Nations Office Of Counter-Terrorism", "unoct")],
        ),
        ("the Bali Work Plan ends", [("Bali Work Plan", "bwp")]),
        ("Indonesia-Singapura", [("Indonesia", "idn"), ("Singapura", "sgp")]),
        # a form that is only the beginning of words does not hide the one behind it
        ("Menteri Dalam Negeri Singapura", [("Singapura", "sgp")]),
        ("UNESCO, Balikpapan and sBNPT", []),
    ],
)
def test_hits(lexicon: Lexicon, text: str, found: list[tuple[str, str]]) -> None:
    hits = lexicon.scan(text)
    assert [(h.form, h.entries[0].record_id) for h in hits] == found
    assert all(text[h.start : h.end] == h.form for h in hits)


def test_ambiguous_forms_need_their_context(lexicon: Lexicon) -> None:
    assert lexicon.scan("tong sampah BIN penuh") == []
    assert [h.entries[0].record_id for h in lexicon.scan("pejabat intelijen BIN")] == ["bin"]
    assert [h.form for h in lexicon.scan("Badan Intelijen Negara, lalu BIN")] == [
        "Badan Intelijen Negara",
        "BIN",
    ]


def test_flags(lexicon: Lexicon) -> None:
    assert lexicon.scan("Indonesian")[0].entries[0].flags == ("demonym",)
    assert "short" in lexicon.scan("Boy")[0].entries[0].flags
    assert lexicon.scan("Boy Rafli Amar")[0].entries[0].flags == ()
    assert lexicon.scan("AS")[0].entries[0].flags == ("ambiguous",)
    assert lexicon.scan("Jakarta")[0].entries[0] == ("place", "idn", ("capital",))
    assert lexicon.scan("Bali")[0].entries[0].flags == ("ambiguous",)


def test_an_empty_registry_finds_nothing() -> None:
    assert Lexicon(Registries()).scan("BNPT") == []


def test_the_lexicon_of_one_registry_is_built_once() -> None:
    held = registries()
    assert lexicon_of(held) is lexicon_of(held)


def test_variants_stay_few() -> None:
    name = "Counter-Terrorism and Counter-Terrorism and Counter-Terrorism Centre Programme Organisation"
    assert len(variants(name)) < 1000
    assert "Office Of Counter Terrorism" in variants("Office of Counter-Terrorism")


def test_hostile_text_stays_linear(lexicon: Lexicon) -> None:
    for piece in ("Negeri Singap", "A" * 7 + " ", "((((", "BNPTx ", "1234567890"):
        text = piece * (100_000 // len(piece))
        start = time.perf_counter()
        lexicon.scan(text)
        assert time.perf_counter() - start < 3

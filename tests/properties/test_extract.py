"""Extraction on any text: it survives, stays in range, points into the text and says the same every time."""

from __future__ import annotations

import copy
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract.claims import rows
from flows.extract.model import Reading
from flows.extract.reader import read
from tests.unit.extract.pages import report_of, resources

SECONDS = 12.0  # of processor time: generous, so that a slow machine passes as well
TYPES = {
    "agreement", "launch", "exercise", "training", "operation", "assistance", "appointment", "conference", "visit", "meeting",
}  # fmt: skip
STATUSES = {"planned", "ongoing", "occurred", "cancelled", "postponed"}
PRECISIONS = {"day", "month", "quarter", "year", "before", "unknown"}

WORDS = st.sampled_from(
    [
        "BNPT", "UNOCT", "LPSK", "Kepala BNPT", "Komjen Pol Boy Rafli Amar", "Vladimir Voronkov", "Densus 88", "Indonesia", "US$",
        "menandatangani", "nota kesepahaman", "signed", "a memorandum of understanding", "meluncurkan", "bertemu", "met", "visited",
        "menggelar pelatihan", "the 8th consultation", "ke-IV", "seminar", "dibatalkan", "postponed", "akan", "will", "tidak", "hopes",
        "Selasa (14/5/2024)", "29 November-2 Desember 2022", "next week", "pekan lalu", "31 Februari 2023", "99/99/9999", "13 May",
        "Bali Work Plan 2019-2025", "UU Nomor 5 Tahun 2018", "Rencana Aksi Nasional (RAN PE)", "program \"Damai\"", "2019-2025",
        "di Jakarta", "in Vienna, Austria", "Hotel Borobudur", "New York", "secara daring", "tanah air", "kedua lembaga", "both sides",
        "Baca juga: ", "Foto: ", "JAKARTA - ", "Tag: BNPT", "# ", "\n\n", "\n", "; ", ". ", ", ", "“", "”", "\"", "(", ")", "[", "]",
        "((((", "))))", "12345678901234567890", "ÀÉÎ", "İ", "ß", "ﬁ", "\u200b", "\u202e", "\x00", "😀", "’", "—", "%", "Rp1,2 miliar",
    ]
)  # fmt: skip
MIXED = st.lists(WORDS | st.text(max_size=8), max_size=60).map(" ".join)
ANY = st.text(max_size=400) | MIXED
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)) | st.sampled_from([date.min, date.max]) | st.none()
LANGS = st.sampled_from(["id", "en"])


def check(reading: Reading, text: str) -> None:
    """Everything that must hold of any reading."""
    size = len(text)
    actors = {actor.key for actor in reading.actors}
    programmes = {programme.key for programme in reading.programmes}
    events = {event.key for event in reading.events}
    assert len(actors) == len(reading.actors)
    numbers = [int(a.key.removeprefix("a")) for a in reading.actors]
    assert numbers == sorted(numbers)
    assert [e.key for e in reading.events] == [f"e{i}" for i in range(1, len(events) + 1)]
    for actor in reading.actors:
        assert actor.name.strip()
        assert actor.mentions
        assert 0.0 <= actor.confidence <= 1.0
        assert all(0 <= m.start < m.end <= size for m in actor.mentions)
        assert all(o.organisation_key is None or o.organisation_key in actors for o in actor.offices)
        assert all(0 <= o.start < o.end <= size for o in actor.offices)
    for programme in reading.programmes:
        assert programme.name.strip()
        assert all(0 <= start < end <= size for start, end, _ in programme.spans)
        assert 0.0 <= programme.confidence <= 1.0
    for event in reading.events:
        assert (event.type in TYPES, event.status in STATUSES, event.date_precision in PRECISIONS) == (
            True,
        ) * 3
        assert 0.0 <= event.confidence <= 1.0
        assert event.date_start is None or (event.date_end is not None and event.date_start <= event.date_end)
        assert (event.date_end is None) == (event.date_precision == "unknown")
        assert event.country is None or (len(event.country) == 3 and event.country.isupper())
        assert event.latitude is None or (
            -90 <= event.latitude <= 90 and -180 <= (event.longitude or 0) <= 180
        )
        assert event.part_of is None or event.part_of in events - {event.key}
        assert len({p.actor_key for p in event.participants}) == len(event.participants)
        assert {p.actor_key for p in event.participants} <= actors
        assert {key for key, _ in event.programmes} <= programmes
        assert all(0 <= p.start < p.end <= size and 0.0 <= p.confidence <= 1.0 for p in event.proofs)
        assert all(0 <= p.start < p.end <= size for p in event.participants)


@settings(max_examples=250, deadline=None)
@given(text=ANY, lang=LANGS, published=DAYS)
def test_any_text_is_survived_and_every_value_is_in_range(
    text: str, lang: str, published: date | None
) -> None:
    check(read(report_of(text, lang, published), resources()), text)


@settings(max_examples=60, deadline=None)
@given(text=MIXED, lang=LANGS)
def test_reading_twice_gives_the_same_and_changes_nothing(text: str, lang: str) -> None:
    report = report_of(text, lang)
    first = read(report, resources())
    kept = copy.deepcopy(rows(first))
    second = read(report, resources())
    assert rows(second) == kept == rows(first)


@settings(max_examples=60, deadline=None)
@given(text=MIXED, other=MIXED, lang=LANGS)
def test_a_report_read_before_leaves_no_trace(text: str, other: str, lang: str) -> None:
    alone = rows(read(report_of(text, lang), resources()))
    read(report_of(other, lang), resources())
    assert rows(read(report_of(text, lang), resources())) == alone


@settings(max_examples=60, deadline=None)
@given(text=MIXED, lang=LANGS, published=DAYS)
def test_proofs_of_names_are_the_words_themselves(text: str, lang: str, published: date | None) -> None:
    for actor in read(report_of(text, lang, published), resources()).actors:
        assert all(text[m.start : m.end] == m.text for m in actor.mentions)


HARD = {
    "capitals": "A" * 100_000,
    "capitalised words": "Abang " * 20_000,
    "initials": "A. " * 33_000,
    "nested brackets": "(" * 50_000 + ")" * 50_000,
    "brackets by turns": "(a [b {c " * 11_000,
    "digits": "1234567890" * 10_000,
    "digits and dots": "1.2/3-4," * 12_500,
    "dates": "14 Mei 2024 " * 8_000,
    "quotation marks": "“\"” " * 25_000,
    "hyphens": "anti-" * 20_000,
    "triggers in one sentence": "bertemu menandatangani nota kesepahaman " * 2_500,
    "names in one sentence": "BNPT dan UNOCT serta Boy Rafli Amar, " * 2_700,
    "one sentence without an end": "BNPT dan UNOCT menandatangani nota kesepahaman di Jakarta, Selasa (14/5/2024)." * 300,
    "connectors": "Rencana Aksi dan untuk di " * 4_000,
    "blank lines": "BNPT\n\n" * 16_000,
    "spaces": " " * 100_000,
    "one sentence again and again": "BNPT dan UNOCT menandatangani nota kesepahaman di Jakarta, Selasa (14/5/2024). " * 13_000,
}  # fmt: skip


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Stop what takes more than `seconds` of processor time."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not read within {seconds:g} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", list(HARD))
def test_hostile_text_is_read_in_time(name: str) -> None:
    text = HARD[name]
    with limit(SECONDS):
        reading = read(report_of(text), resources())
    check(reading, text)

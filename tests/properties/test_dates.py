"""Dates: what is written in any supported form is read back; any text is survived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.extract.dates import find_dates, infer_published
from flows.extract.model import Report
from flows.extract.segment import quotations, segment, sentences

ID_MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ID_DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
EN_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

FORMS: list[Callable[[date], str]] = [
    lambda d: f"{ID_DAYS[d.weekday()]} ({d.day}/{d.month}/{d.year})",
    lambda d: f"{ID_DAYS[d.weekday()]}({d.day:02}/{d.month:02}/{d.year})",
    lambda d: f"{ID_DAYS[d.weekday()]}, {d.day} {ID_MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{ID_DAYS[d.weekday()].upper()}, {d.day} {ID_MONTHS[d.month - 1].upper()} {d.year}",
    lambda d: f"{d.day} {ID_MONTHS[d.month - 1]} {d.year}",
    lambda d: f"tanggal {d.day:02} {ID_MONTHS[d.month - 1]} tahun {d.year}",
    lambda d: f"{d.day} {EN_MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{EN_MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{EN_DAYS[d.weekday()]}, {EN_MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{EN_DAYS[d.weekday()]} ({EN_MONTHS[d.month - 1]} {d.day}, {d.year})",
    lambda d: f"{EN_DAYS[d.weekday()]} ({d.day}/{d.month}/{d.year})",
    lambda d: f"{EN_DAYS[d.weekday()]} ({d.month}/{d.day}/{d.year})",
    lambda d: d.isoformat(),
    lambda d: f"{d.day} {EN_MONTHS[d.month - 1][:3]}. {d.year}",
]
SHORT: list[Callable[[date], str]] = [
    lambda d: f"{ID_DAYS[d.weekday()]} ({d.day}/{d.month})",
    lambda d: f"{ID_DAYS[d.weekday()]}, {d.day} {ID_MONTHS[d.month - 1]}",
    lambda d: f"{d.day} {ID_MONTHS[d.month - 1]}",
    lambda d: f"{EN_DAYS[d.weekday()]}, {EN_MONTHS[d.month - 1]} {d.day}",
    lambda d: f"{d.day} {EN_MONTHS[d.month - 1]}",
]
DAYS = st.dates(date(1995, 1, 1), date(2049, 12, 31))
SPANS = st.integers(1, 20)


def spans(text: str, published: date | None = None) -> list[tuple[date | None, date | None]]:
    report = Report("r1", text, "id", published)
    return [(m.first, m.last) for m in find_dates(report, sentences(text, segment(text)))]


def unambiguous(day: date, words: str) -> bool:
    """A weekday can fit both d/m and m/d; then d/m is the reading, and m/d is not given back."""
    if f"({day.month}/{day.day}/" not in words or day.day > 12 or day.day == day.month:
        return True
    return date(day.year, day.day, day.month).weekday() != day.weekday()


@given(DAYS, st.sampled_from(FORMS))
def test_a_written_day_is_read_back(day: date, form: Callable[[date], str]) -> None:
    words = form(day)
    if unambiguous(day, words):
        assert spans(f"Rapat itu digelar {words} di sana.") == [(day, day)]


@given(
    DAYS,
    SPANS,
    st.sampled_from(["-", "–", " - ", " hingga ", " s.d. ", " to ", " sampai dengan "]),
    st.booleans(),
)
def test_a_written_span_is_read_back(first: date, length: int, between: str, english: bool) -> None:
    last = first + timedelta(days=length)
    months = EN_MONTHS if english else ID_MONTHS
    if first.month == last.month:
        head = f"{first.day}"
    elif first.year == last.year:
        head = f"{first.day} {months[first.month - 1]}"
    else:
        head = f"{first.day} {months[first.month - 1]} {first.year}"
    words = f"{head}{between}{last.day} {months[last.month - 1]} {last.year}"
    assert spans(f"Rapat itu digelar {words} di sana.") == [(first, last)]


@given(DAYS, st.integers(-120, 120), st.sampled_from(SHORT))
def test_a_day_without_its_year_is_the_nearest(day: date, away: int, form: Callable[[date], str]) -> None:
    published = day + timedelta(days=away)
    assert spans(f"Rapat itu digelar {form(day)} di sana.", published) == [(day, day)]


@given(DAYS, st.integers(0, 6))
def test_a_weekday_alone_is_the_last_one(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    assert spans(f"Rapat itu digelar di Jakarta, {ID_DAYS[day.weekday()]}.", published) == [(day, day)]


PIECES = st.sampled_from(
    [
        *ID_MONTHS,
        *EN_MONTHS,
        *ID_DAYS,
        *EN_DAYS,
        "lalu",
        "depan",
        "pekan",
        "last",
        "next",
        "this",
        "hingga",
        "to",
        "-",
        "–",
        "(",
        ")",
        "/",
        "12",
        "31",
        "2022",
        "0",
        "99",
        "1/1",
        "akhir",
        "early",
        "kuartal",
        "I",
        "kata",
        '"',
        ",",
        ".",
        "tahun",
        "pada",
        "sejak",
        "dua",
        "ago",
        "\n",
        "\n\n",
        "Baca juga:",
        "(Foto:",
        "Jakarta -",
        "# ",
        "quarter of",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join))


@settings(max_examples=300)
@example("LAST SENIN", None)
@example("JANUARY Last SENIN", None)
@given(TEXTS, st.one_of(st.none(), st.dates()))
def test_any_text_is_survived(text: str, published: date | None) -> None:
    zones = segment(text)
    parts = sentences(text, zones)
    report = Report("r1", text, "en", published)
    end = 0
    for zone in zones:
        assert end <= zone.start < zone.end <= len(text)
        assert not text[end : zone.start].strip()
        end = zone.end
    assert not text[end:].strip()
    end = 0
    for part in parts:
        assert end <= part.start < part.end <= len(text)
        end = part.end
    assert all(0 <= first <= last <= len(text) for first, last in quotations(text, zones))
    end = 0
    for mention in find_dates(report, parts):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        if mention.first and mention.last:
            assert mention.first <= mention.last
        assert 0 < mention.confidence < 1
    infer_published(report, parts)

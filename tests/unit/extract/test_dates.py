"""Date expressions: what they say, what they are the date of, and what is no date at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from flows.extract.dates import find_dates, infer_published
from flows.extract.model import DateMention, Report
from flows.extract.segment import segment, sentences

PUBLISHED = date(2022, 9, 15)  # a Thursday


def read(text: str, published: date | None = PUBLISHED, lang: str = "id") -> list[DateMention]:
    return find_dates(Report("r1", text, lang, published), sentences(text, segment(text)))


def span(mention: DateMention) -> str:
    return f"{mention.first}..{mention.last}" if mention.first != mention.last else str(mention.first)


STATED = """
Selasa (13/9/2022) | 2022-09-13
Rabu(23/8/2017) | 2017-08-23
Rabu, (05/07/2017) | 2017-07-05
Kamis (12/1/23) | 2023-01-12
Rabu, 30/10/19 | 2019-10-30
SELASA, 13 SEPTEMBER 2022 | 2022-09-13
Senin, 3 Juli 2023 | 2023-07-03
Senin 3 Juli 2023 | 2023-07-03
Selasa pagi, 30 Juli 2019 | 2019-07-30
Jum'at (9/9/2022) | 2022-09-09
Jum’at, 9 September 2022 | 2022-09-09
Ahad, 4 Desember 2022 | 2022-12-04
3 Pebruari 2021 | 2021-02-03
12 Nopember 2020 | 2020-11-12
17 Ogos 2022 | 2022-08-17
6 Mei 2020 lalu | 2020-05-06
12 april 2023 | 2023-04-12
13/9/2022 | 2022-09-13
13-09-2022 | 2022-09-13
13.09.2022 | 2022-09-13
2023-03-28 | 2023-03-28
29 November-2 Desember 2022 | 2022-11-29..2022-12-02
29 November – 2 Desember 2022 | 2022-11-29..2022-12-02
29 November 2022 hingga 2 Desember 2022 | 2022-11-29..2022-12-02
30 Desember 2022 - 2 Januari 2023 | 2022-12-30..2023-01-02
30 Desember - 2 Januari 2023 | 2022-12-30..2023-01-02
12-14 April 2023 | 2023-04-12..2023-04-14
22–24 April 2025 | 2025-04-22..2025-04-24
12 s.d. 14 April 2023 | 2023-04-12..2023-04-14
12 s/d 14 April 2023 | 2023-04-12..2023-04-14
12 sampai dengan 14 April 2023 | 2023-04-12..2023-04-14
12 dan 13 Mei 2021 | 2021-05-12..2021-05-13
12, 13 dan 14 Mei 2021 | 2021-05-12..2021-05-14
Senin-Rabu (3-5/7/2023) | 2023-07-03..2023-07-05
Senin (3/7/2023) hingga Rabu (5/7/2023) | 2023-07-03..2023-07-05
30/6/2023-2/7/2023 | 2023-06-30..2023-07-02
3rd July 2023 | 2023-07-03
3rd of July 2023 | 2023-07-03
22nd Dec, 2019 | 2019-12-22
July 3, 2023 | 2023-07-03
Monday, July 3, 2023 | 2023-07-03
Monday (July 3, 2023) | 2023-07-03
Sunday, 12 March 2023 | 2023-03-12
12 March 2023 (Sunday) | 2023-03-12
July 3-5, 2023 | 2023-07-03..2023-07-05
July 3 to 5, 2023 | 2023-07-03..2023-07-05
July 30-August 2, 2023 | 2023-07-30..2023-08-02
3 to 5 July 2023 | 2023-07-03..2023-07-05
3 and 5 July 2023 | 2023-07-03..2023-07-05
Friday (9/14/2018) | 2018-09-14
Friday (9/7/2018) | 2018-09-07
""".strip().splitlines()

RELATIVE = """
Jumat (9/9) | 2022-09-09 | day
Selasa kemarin (13/9) | 2022-09-13 | day
Selasa hingga Kamis (6-8/9) | 2022-09-06..2022-09-08 | day
Sabtu (10/9) hingga Minggu | 2022-09-10..2022-09-11 | day
(17/11) | 2022-11-17 | day
12 hingga 14 April | 2022-04-12..2022-04-14 | day
3-5 July | 2022-07-03..2022-07-05 | day
last July 3-5 | 2022-07-03..2022-07-05 | day
last July 3 | 2022-07-03 | day
next October 3 | 2022-10-03 | day
13-16 September ini | 2022-09-13..2022-09-16 | day
12 Mei mendatang | 2023-05-12 | day
12 Mei tahun depan | 2023-05-12 | day
3 August last year | 2021-08-03 | day
Wednesday, April 13 | 2022-04-13 | day
Kamis (12/1) | 2023-01-12 | day
kemarin | 2022-09-14 | day
hari ini | 2022-09-15 | day
besok | 2022-09-16 | day
lusa | 2022-09-17 | day
tadi malam | 2022-09-14 | day
yesterday | 2022-09-14 | day
dua hari lalu | 2022-09-13 | day
three days ago | 2022-09-12 | day
pekan lalu | 2022-09-05..2022-09-11 | month
pekan depan | 2022-09-19..2022-09-25 | month
minggu depan | 2022-09-19..2022-09-25 | month
this week | 2022-09-12..2022-09-18 | month
akhir pekan ini | 2022-09-17..2022-09-18 | day
two weeks ago | 2022-08-29..2022-09-04 | month
bulan lalu | 2022-08-01..2022-08-31 | month
bulan depan | 2022-10-01..2022-10-31 | month
earlier this month | 2022-09-01..2022-09-15 | month
akhir Oktober | 2022-10-21..2022-10-31 | month
late November | 2022-11-21..2022-11-30 | month
in March | 2022-03-01..2022-03-31 | month
Maret lalu | 2022-03-01..2022-03-31 | month
Maret mendatang | 2023-03-01..2023-03-31 | month
last March | 2022-03-01..2022-03-31 | month
sebulan lalu | 2022-08-01..2022-08-31 | month
tahun lalu | 2021-01-01..2021-12-31 | year
next year | 2023-01-01..2023-12-31 | year
awal tahun depan | 2023-01-01..2023-04-30 | year
kuartal I tahun depan | 2023-01-01..2023-03-31 | quarter
""".strip().splitlines()

COARSE = """
pertengahan Maret 2019 | 2019-03-11..2019-03-20 | month
awal Juli 2022 | 2022-07-01..2022-07-10 | month
Maret 2023 | 2023-03-01..2023-03-31 | month
March 2023 | 2023-03-01..2023-03-31 | month
bulan Januari tahun 2017 | 2017-01-01..2017-01-31 | month
Oktober-November 2022 | 2022-10-01..2022-11-30 | month
Juni atau Agustus 2022 | 2022-06-01..2022-08-31 | month
kuartal I 2024 | 2024-01-01..2024-03-31 | quarter
triwulan kedua tahun 2023 | 2023-04-01..2023-06-30 | quarter
first quarter of 2024 | 2024-01-01..2024-03-31 | quarter
Q3 2023 | 2023-07-01..2023-09-30 | quarter
semester I 2024 | 2024-01-01..2024-06-30 | year
akhir tahun 2025 | 2025-09-01..2025-12-31 | year
early 2023 | 2023-01-01..2023-04-30 | year
the end of 2025 | 2025-09-01..2025-12-31 | year
tahun 2022 | 2022-01-01..2022-12-31 | year
pada 2022 | 2022-01-01..2022-12-31 | year
""".strip().splitlines()

WEEKDAYS = """
di Jakarta, Selasa | 2022-09-13
on Tuesday | 2022-09-13
di Jakarta, Kamis | 2022-09-15
pada Minggu | 2022-09-11
last Friday | 2022-09-09
last Thursday | 2022-09-08
next Monday | 2022-09-19
Senin depan | 2022-09-19
Jumat mendatang | 2022-09-16
Selasa lalu | 2022-09-13
Selasa pekan lalu | 2022-09-06
Rabu pekan depan | 2022-09-21
this Friday | 2022-09-16
yang akan digelar Sabtu | 2022-09-17
will meet on Monday | 2022-09-19
""".strip().splitlines()


def one(row: str, published: date | None = PUBLISHED) -> tuple[DateMention, list[str]]:
    words, *wanted = (cell.strip() for cell in row.split("|"))
    text = f"Rapat itu {words} di sana."
    found = read(text, published)
    assert len(found) == 1, found
    assert text[found[0].start : found[0].end] in words
    return found[0], wanted


@pytest.mark.parametrize("row", STATED)
@pytest.mark.parametrize("published", [PUBLISHED, None])
def test_stated_days(row: str, published: date | None) -> None:
    mention, (days,) = one(row, published)
    assert (span(mention), mention.precision, mention.basis) == (days, "day", "stated")
    assert mention.role == "event"
    assert not mention.conflict


@pytest.mark.parametrize("row", RELATIVE)
def test_days_and_periods_by_the_day_of_publication(row: str) -> None:
    mention, (days, precision) = one(row)
    assert (span(mention), mention.precision, mention.basis) == (days, precision, "relative")


@pytest.mark.parametrize("row", RELATIVE)
def test_no_day_of_publication_no_guess(row: str) -> None:
    mention, _ = one(row, None)
    assert (mention.first, mention.last, mention.precision, mention.basis) == (None, None, "unknown", "none")


@pytest.mark.parametrize("row", COARSE)
def test_stated_periods(row: str) -> None:
    mention, (days, precision) = one(row)
    assert (span(mention), mention.precision, mention.basis) == (days, precision, "stated")


@pytest.mark.parametrize("row", WEEKDAYS)
def test_weekdays_alone(row: str) -> None:
    mention, (day,) = one(row)
    assert (span(mention), mention.precision, mention.basis) == (day, "day", "weekday")


@pytest.mark.parametrize(
    "words",
    [
        "beberapa waktu lalu",
        "beberapa hari yang lalu",
        "belum lama ini",
        "baru-baru ini",
        "recently",
        "some time ago",
        "a few weeks ago",
    ],
)
def test_only_known_to_lie_before(words: str) -> None:
    (mention,) = read(f"Mereka bertemu {words}.")
    assert (mention.first, mention.last, mention.precision) == (None, PUBLISHED, "before")
    assert mention.basis == "relative"


@pytest.mark.parametrize(
    "words",
    [
        "31/2/2022",
        "32 Mei 2022",
        "30 Februari 2022",
        "pukul 09.30 WIB",
        "3/4 peserta",
        "24/7",
        "Theresa May said so",
        "they may march on",
        "3 may",
        "may 3 people",
        "2018 peserta",
        "Nomor HK.02.00/1/2019",
        "S/2017/1022",
        "Rp 2.500.000",
        "nomor 021-1234-5678",
        "seminggu penuh",
        "K/L",
        "minggu ke-3",
        "12345678901234567890",
    ],
)
def test_no_dates(words: str) -> None:
    assert read(f"Rapat itu {words} di sana.") == []


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("UU Nomor 5 Tahun 2018", "2018-01-01..2018-12-31"),
        ("Perpres No 7/2021", "2021-01-01..2021-12-31"),
        ("resolusi 1373 (2001)", "2001-01-01..2001-12-31"),
        ("Law No. 5/2018", "2018-01-01..2018-12-31"),
        ("Resolution 2396 (2017)", "2017-01-01..2017-12-31"),
        ("Bali Work Plan 2019-2025", "2019-01-01..2025-12-31"),
        ("RAN PE 2020–2024", "2020-01-01..2024-12-31"),
        ("periode 2022-2025", "2022-01-01..2025-12-31"),
        ("tahun anggaran 2022", "2022-01-01..2022-12-31"),
    ],
)
def test_periods_and_numbers_of_laws(words: str, years: str) -> None:
    (mention,) = read(f"Rapat membahas {words} itu.")
    assert (span(mention), mention.role) == (years, "period")


REPORTING = [
    '"Kami siap," kata Boy Rafli, dalam keterangan yang diterima, Selasa (13/9/2022).',
    '"Kami siap," kata Boy di Jakarta, Selasa (13/9).',
    '"Kami siap," ujar Suhardi dalam pesan pendeknya Selasa (13/9) malam WIB.',
    "Kepala BNPT mengatakan hal itu di Jakarta, Selasa.",
    "Dalam siaran pers di Jakarta, Selasa (13/9), BNPT berterima kasih.",
    '"Kami siap," ujar Boy Rafly dikutip pada Selasa (13/9/2022).',
    '"Kami siap," kata dia saat dihubungi, Rabu (14/9).',
    '"Kami siap," kata dia dalam konferensi pers di Jakarta, Rabu (14/9).',
    "Pada Selasa (13/9), Boy menegaskan pentingnya kerja sama.",
    "The minister said in a statement on Tuesday.",
    '"We are ready," he said on Tuesday.',
    "According to a written statement released on Tuesday, the talks went well.",
]
HAPPENING = [
    '"Kami siap," ujar Boy usai bertemu Menlu Belanda di Jakarta, Selasa (13/9).',
    '"Kami siap," kata Boy dalam sambutannya di acara pembukaan di Jakarta, Selasa.',
    '"Kami siap," kata Boy di sela rapat kerja di Jakarta, Selasa (13/9).',
    '"Kami siap," kata Boy dalam rapat dengan Komisi III DPR, Selasa (13/9/2022).',
    "Hal itu disampaikan dalam kunjungan Dewan Pers ke Kantor BNPT pada Rabu (14/9).",
    "BNPT menandatangani nota kesepahaman di Jakarta, Selasa (13/9).",
    "Boy mengatakan kunjungannya dilangsungkan mulai dari 29 Agustus hingga 1 September 2022.",
    "Boy mengatakan UNOCT akan berkunjung pada 29 November 2022.",
    '"We are ready," he said after meeting the ambassador in Vienna on Tuesday.',
    "The two agencies signed the agreement on Tuesday, the ministry said.",
    "Dokumen itu diteken sejak Selasa (13/9).",
]
HISTORY = [
    "Lembaga itu bekerja sejak 2010.",
    "Sebelumnya, pada 7 April 2021, keduanya meneken nota.",
    "Ia lahir pada 25 Maret 1965.",
    "The forum has met since 2015.",
    "Korban serangan 14 Januari 2016 hadir.",
    "The September 11 attacks changed the law.",
    "UU itu disahkan pada 2018 oleh DPR.",
]


@pytest.mark.parametrize(
    ("text", "role"),
    [(text, "reporting") for text in REPORTING]
    + [(text, "event") for text in HAPPENING]
    + [(text, "background") for text in HISTORY],
)
def test_roles(text: str, role: str) -> None:
    mentions = read(text)
    assert [mention.role for mention in mentions] == [role], mentions


def test_zones_decide_roles() -> None:
    text = (
        "# Rapat digelar Rabu (14/9)\n\nVIENNA, 14 September 2022 – Mereka bertemu kemarin.\n\n"
        "Kepala lembaga itu seusai rapat, Selasa (2/8/2022). (Tribunnews.com/Nama Juru)\n\n"
        "Baca juga: Rapat pada 3 Mei 2022 batal\n\nIa pulang.\n\nIa kembali.\n\nIa pergi."
    )
    assert [(span(m), m.role) for m in read(text)] == [
        ("2022-09-14", "event"),
        ("2022-09-14", "reporting"),
        ("2022-09-13", "event"),
        ("2022-08-02", "event"),
        ("2022-05-03", "background"),
    ]


def test_weekday_that_disagrees_keeps_the_written_date() -> None:
    (mention,) = read("Rapat digelar Rabu (13/9/2022).")
    assert (span(mention), mention.conflict) == ("2022-09-13", True)
    assert mention.confidence < 0.7


def test_weekday_decides_between_day_and_month() -> None:
    (mention,) = read("The MoU was signed on Friday (07/12).", date(2018, 12, 10), "en")
    assert (span(mention), mention.conflict) == ("2018-12-07", False)
    (mention,) = read("The MoU was signed on Thursday (07/12).", date(2018, 7, 14), "en")
    assert (span(mention), mention.conflict) == ("2018-07-12", False)


def test_year_that_is_not_written() -> None:
    assert span(read("Rapat pada Jumat (30/12).", date(2023, 1, 2))[0]) == "2022-12-30"
    assert span(read("Rapat akan digelar 5 Januari.", date(2022, 12, 28))[0]) == "2023-01-05"
    assert span(read("Rapat akan digelar 5 Juni.", date(2022, 9, 15))[0]) == "2023-06-05"
    assert span(read("Rapat digelar 29 Februari.", date(2021, 1, 10))[0]) == "2020-02-29"
    text = "Patrols began in July 2017 and flights in October of the same year."
    assert [span(m) for m in read(text)] == ["2017-07-01..2017-07-31", "2017-10-01..2017-10-31"]
    text = "They met on August 3 last year, and on October 12 in Bali."
    assert [span(m) for m in read(text)] == ["2021-08-03", "2021-10-12"]


def test_days_counted_from_another_day() -> None:
    text = "Rapat dibuka Senin (5/9/2022). Keesokan harinya mereka ke Bali."
    assert [span(m) for m in read(text)] == ["2022-09-05", "2022-09-06"]
    text = "Setelah sehari sebelumnya ke Belanda, ia meneken nota, Kamis (8/9/2022)."
    assert [span(m) for m in read(text)] == ["2022-09-07", "2022-09-08"]


def test_expressions_that_point_forward() -> None:
    forward = [
        "pekan depan",
        "Selasa mendatang",
        "12 Oktober nanti",
        "besok",
        "lusa",
        "next month",
        "awal tahun depan",
    ]
    assert all(read(f"Rapat itu digelar {words}.")[0].future for words in forward)
    assert not any(
        read(f"Rapat itu digelar {words}.")[0].future for words in ("kemarin", "Selasa", "12 Oktober")
    )


def test_day_of_publication_from_the_text() -> None:
    def inferred(text: str) -> date | None:
        found = infer_published(Report("r1", text, "id"), sentences(text, segment(text)))
        return found[0] if found else None

    assert inferred("VIENNA, 12 March 2023 – They met on Friday.") == date(2023, 3, 12)
    assert inferred('Rapat usai.\n\n"Siap," kata Boy dalam keterangan, Selasa (13/9/2022).') == date(
        2022, 9, 13
    )
    assert inferred("Mereka bertemu di Jakarta pada Selasa (13/9/2022).") is None
    text = 'Mereka bertemu kemarin.\n\n"Siap," kata Boy dalam keterangan, Selasa (13/9/2022).'
    assert [span(m) for m in read(text, None)] == ["2022-09-12", "2022-09-13"]


def test_weekdays_of_a_long_year() -> None:
    names = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
    for ahead in range(400):
        day = date(2022, 1, 1) + timedelta(days=ahead)
        text = f"Rapat di Jakarta, {names[day.weekday()]} ({day.day}/{day.month})."
        (mention,) = read(text, day + timedelta(days=ahead % 9))
        assert span(mention) == str(day)
        assert not mention.conflict


def test_a_day_in_a_name_is_no_date() -> None:
    text = "Seminar digelar di Universitas 17 Agustus Semarang, Jumat (10/8/2018)."
    assert [span(m) for m in read(text, date(2018, 8, 10))] == ["2018-08-10"]

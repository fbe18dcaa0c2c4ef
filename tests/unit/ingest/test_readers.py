"""What each reader makes of a sound file, and of the damage found in the wild."""

from __future__ import annotations

from datetime import date

import pytest
import samples
from conftest import Run

from flows.ingest.decode import decode, repair
from flows.ingest.language import detect, settle
from flows.ingest.model import Outcome
from flows.ingest.readers.feed import parse
from flows.ingest.readers.markdown import split
from flows.ingest.readers.pdf import paragraphs
from flows.ingest.stated_dates import feed_date, stated_date, url_date


def test_a_note(run: Run) -> None:
    documents, issues = run({"n.md": samples.note()})
    row = documents.row(0, named=True)
    assert row["report_id"] == "n900" and row["published_at"] == date(2022, 9, 13) and row["lang"] == "id"
    assert row["text"] == f"# {samples.HEADLINE}\n\n{samples.BODY}" and row["title"] == samples.HEADLINE
    assert row["publisher"] == "Tempo.co" and row["source_type"] == "note" and not row["quote_allowed"]
    assert row["is_relevant"] and issues.is_empty()


def test_clean_text_keeps_every_offset(run: Run) -> None:
    raw = f"\n TRIBUNNEWS.COM, JAKARTA - “Kutip” – {samples.BODY}\n\nSelesai & tamat…  \n"
    documents, issues = run({"a.txt": raw})
    row = documents.row(0, named=True)
    assert row["text"] == raw.strip() and issues.is_empty()
    assert row["publisher"] == "Tribunnews.com" and row["published_at"] is None and row["title"] is None


def test_a_page(run: Run) -> None:
    documents, issues = run({"a.html": samples.page()})
    row = documents.row(0, named=True)
    assert row["text"] == f"{samples.HEADLINE}\n\n{samples.BODY}"
    assert row["url"] == samples.ADDRESS and row["published_at"] == date(2022, 9, 13)
    assert row["publisher"] == "Suara.com" and row["licence"] == "All rights reserved" and issues.is_empty()


def test_a_page_in_windows_1252(run: Run) -> None:
    quoted = (
        "“Nota” itu – kata Kepala BNPT – berlaku lima tahun bagi kedua lembaga yang menandatanganinya.",
    )
    raw = samples.page(charset="windows-1252", paragraphs=samples.PARAGRAPHS + quoted)
    documents, issues = run({"a.html": raw})
    assert quoted[0] in documents["text"][0] and issues["code"].to_list() == ["text_repaired"]


def test_a_pdf(run: Run) -> None:
    documents, _ = run({"a.pdf": samples.pdf()})
    row = documents.row(0, named=True)
    assert (
        row["source_type"] == "pdf"
        and row["title"] == samples.HEADLINE
        and "Penanggulangan Terorisme" in row["text"]
    )


def test_records_entries_and_archives(run: Run) -> None:
    documents, issues = run(
        {k: v for k, v in samples.everything().items() if k.startswith(("export", "feed", "crawl", "files"))}
    )
    assert sorted(documents["source_type"]) == [
        "feed",
        "feed",
        "html",
        "html",
        "html",
        "jsonl",
        "jsonl",
        "text",
    ]
    assert documents.filter(documents["source_ref"] == "in/feed.rss#1")["published_at"][0] == date(
        2022, 9, 13
    )
    # every page of the two archives was kept once; the copies are told as issues
    assert issues.filter(issues["code"] == "same_report").height == 2
    assert documents.filter(documents["source_ref"].str.contains("warc"))["retrieved_at"].null_count() == 0


def test_addresses_and_authors_of_feeds() -> None:
    atom = parse(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://un.org/a/"><title>UN</title><entry><title>T</title>'
        b'<link rel="self" href="https://un.org/self"/><link rel="alternate" href="story/1"/>'
        b"<updated>2022-09-13T08:00:00Z</updated><author><name>Ann</name><email>a@b.c</email></author></entry></feed>"
    )
    (entry,) = atom.entries
    assert (entry.url, entry.byline) == ("https://un.org/a/story/1", "Ann")
    assert entry.changed and entry.changed.isoformat() == "2022-09-13T08:00:00+00:00"
    rss = parse(
        b"<rss><channel><link>https://suara.com/</link><item><link>/read/1</link><author>a@b.c (Budi S.)</author></item></channel></rss>"
    )
    assert (rss.entries[0].url, rss.entries[0].byline) == ("https://suara.com/read/1", "Budi S.")


def test_a_sitemap_dates_a_page_without_a_date(run: Run) -> None:
    address = "https://liputan6.com/news/read/9"
    bare = samples.page(address, "Liputan6.com").replace(b"datePublished", b"other")
    dated = samples.sitemap().replace(samples.ADDRESS.encode(), address.encode())
    documents, _ = run({"a.html": bare, "map.xml": dated})
    assert documents["published_at"].to_list() == [date(2022, 9, 13)]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Kata “baik” – ya".encode("cp1252"), "Kata “baik” – ya"),
        (
            "Kata “baik” – ya".encode().decode("cp1252", "replace").replace("\ufffd", "\x9d").encode(),
            "Kata “baik” – ya",
        ),
        ("¡°Baik¡± kata dia".encode(), "“Baik” kata dia"),
        ("¡°Baik¡± kata dia".encode("latin-1"), "“Baik” kata dia"),
        ("mem\u00adbahas\u200b kerja\u00a0sama".encode(), "membahas kerja sama"),
        (b"Tom &amp; Jerry &quot;x&quot; &#8217; &amp;nbsp;y", 'Tom & Jerry "x" ’  y'),
        (b"a\r\nb\rc\x0cd", "a\nb\nc\nd"),
        ("halo dunia".encode("utf-16"), "halo dunia"),
        (b"\xef\xbb\xbfhalo", "halo"),
        ("“Baik”, kata dia.".encode().decode("cp1252", "ignore").encode(), "“Baik”, kata dia."),
        ("“Baik” kata dia".encode("utf-16-le"), "“Baik” kata dia"),
        ("sudah baik – ya".encode() + b" \x93x\x94", "sudah baik – ya “x”"),
    ],
)
def test_damaged_text_is_mended(raw: bytes, text: str) -> None:
    assert decode(raw).text == text


@pytest.mark.parametrize(
    "text",
    ["Señor Ñandú café Ångström", "R&D, AT&T; x & y", "Rp1.000 — “ya”…", "Ã sendiri", "\u4e2d\u6587 teks"],
)
def test_clean_text_is_left_alone(text: str) -> None:
    assert repair(text) == (text, ())


@pytest.mark.parametrize(
    ("front", "codes", "body"),
    [
        ("---\nid: a\n---\nIsi", [], "Isi"),
        ("---\nid: [a\n---\nIsi", ["front_matter_malformed"], "Isi"),
        ("---\nid: &x a\nlang: *x\n---\nIsi", ["front_matter_malformed"], "Isi"),
        ("---\nid: a\nlang: id\n\nIsi tanpa penutup", ["front_matter_open"], "Isi tanpa penutup"),
        ("Isi tanpa kepala", [], "Isi tanpa kepala"),
        ("---\n---\nIsi", [], "Isi"),
    ],
)
def test_front_matter(front: str, codes: list[str], body: str) -> None:
    outcome = Outcome()
    assert split(front, outcome)[1].strip() == body
    assert [p.code for p in outcome.problems] == codes


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2022-09-13T23:30:00-05:00", date(2022, 9, 13)),
        ("13/09/2022 20:11", date(2022, 9, 13)),
        ("Selasa, 13 September 2022 20:11 WIB", date(2022, 9, 13)),
        ("September 13, 2022", date(2022, 9, 13)),
        ("20220913", date(2022, 9, 13)),
        ("13 Agustus 2022", date(2022, 8, 13)),
        ("2022-13-45", None),
        ("0001-01-01", None),
        ("kemarin", None),
    ],
)
def test_stated_dates(value: str, day: date | None) -> None:
    assert stated_date(value) == day


def test_dates_of_feeds_and_addresses() -> None:
    assert feed_date("Tue, 13 Sep 2022 10:00:00 +0700") == date(2022, 9, 13)
    assert url_date("https://x.com/nasional/2022/09/13/judul") == date(2022, 9, 13)
    assert url_date("https://www.cnnindonesia.com/nasional/20210331225211-12-624667/judul") == date(
        2021, 3, 31
    )
    assert url_date("https://x.com/read/1234567/judul") is None


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (samples.BODY, "id"),
        (
            "The agency said that the two countries will share information on the financing of terrorism.",
            "en",
        ),
        (
            "Menteri Dalam Negeri berkata kerajaan akan memperkukuh kerjasama bagi menentang keganasan, kata beliau selepas mesyuarat itu semalam.",
            "ms",
        ),
        (
            "Malaysia dan Indonesia bersetuju meningkatkan kerjasama bagi menangani ancaman keganasan, kata Perdana Menteri.",
            "ms",
        ),
        (
            "Pusat Serantau Asia Tenggara bagi Mencegah Keganasan menganjurkan bengkel tentang fahaman melampau untuk belia.",
            "ms",
        ),
        ("Mahkamah Tinggi menetapkan 12 Mei untuk sebutan semula kes itu.", "ms"),
        ("Perdana Menteri Malaysia bertemu Presiden di Jakarta untuk membahas kerja sama keamanan.", "id"),
        ("Datuk Bandaraya menerima delegasi BNPT yang melakukan studi banding di Malaysia.", "id"),
        ("Masyarakat boleh melapor kepada ketua RT apabila melihat orang mencurigakan, ujar lurah.", "id"),
        (
            "De minister heeft in Jakarta een bezoek gebracht aan het hoofd van de dienst voor terrorisme.",
            "und",
        ),
        ("El ministro se reunió en Yakarta con el jefe de la agencia para hablar de la cooperación.", "und"),
        ("Les ministres se sont réunis à Paris pour discuter de la coopération entre les services.", "und"),
        ("Министры встретились в Москве", "und"),
        ("", "und"),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert detect(text) == lang


def test_a_claimed_language_gives_way_to_a_long_text() -> None:
    assert settle("en", "id", 300) == ("id", True)
    assert settle("ms", "id", 300) == ("ms", False)
    assert settle("en", "id", 20) == ("en", False)
    assert settle("fr", "und", 300) == ("und", False)


def test_paragraphs_of_a_pdf_are_joined() -> None:
    text = "Judul siaran\nBadan Nasional Penanggulangan Terorisme dan mitra meman-\ndang perlu kerja sama yang lebih erat di masa yang akan\ndatang.\n12\nAlinea baru dimulai di sini."
    assert len(paragraphs(text)) == 3

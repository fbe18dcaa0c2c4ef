"""Articles split into pages become one report."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest
import samples
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.common.paths import PROJECT, Work
from flows.ingest.addresses import part_of
from flows.ingest.stage import ingest

ONE, TWO, THREE = samples.PARAGRAPHS
BASE = "https://www.suara.com/news/2022/09/13/bnpt-teken"
MORE = "Pada halaman kedua diberitakan bahwa pertemuan lanjutan digelar di Bogor bulan depan."
LAST = "Halaman ketiga memuat daftar pejabat yang hadir dalam acara itu sejak pagi hari."


def _read(tmp_path: Path, pages: dict[str, bytes]) -> tuple[pl.DataFrame, list[str]]:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for address, page in pages.items():
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(page), http_headers=headers)
        )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.warc.gz").write_bytes(out.getvalue())
    work = Work(tmp_path / "work")
    ingest([tmp_path / "in"], work, PROJECT / "raw")
    return (
        pl.read_parquet(work.ingest / "documents.parquet"),
        pl.read_parquet(work.ingest / "issues.parquet")["code"].to_list(),
    )


def _page(*paragraphs: str) -> bytes:
    return samples.page(BASE, "Suara.com", paragraphs=paragraphs)


def test_pages_are_joined_in_their_order(tmp_path: Path) -> None:
    documents, codes = _read(
        tmp_path,
        {f"{BASE}?page=3": _page(LAST, TWO), f"{BASE}?page=2": _page(MORE, THREE), BASE: _page(ONE, TWO)},
    )
    assert documents["url"].to_list() == [BASE.replace("www.", "")]
    assert documents["text"][0] == "\n\n".join((samples.HEADLINE, ONE, TWO, MORE, THREE, LAST, TWO))
    assert documents["text_length"][0] == len(documents["text"][0]) and codes.count("page_of_article") == 2


def test_a_whole_article_needs_no_pages(tmp_path: Path) -> None:
    documents, codes = _read(
        tmp_path, {f"{BASE}?page=all": _page(ONE, TWO, MORE), f"{BASE}?page=2": _page(MORE, TWO)}
    )
    assert documents["text"].to_list() == ["\n\n".join((samples.HEADLINE, ONE, TWO, MORE))]
    assert codes == ["page_of_article"]


def test_a_page_alone_or_of_another_headline_stays_a_report(tmp_path: Path) -> None:
    other = _page(MORE, THREE).replace(samples.HEADLINE.encode(), b"Berita lain tentang anggaran daerah")
    alone = samples.page(f"{BASE}-lain", "Suara.com", paragraphs=(LAST, TWO))
    documents, codes = _read(
        tmp_path, {BASE: _page(ONE, TWO), f"{BASE}?page=2": other, f"{BASE}-lain?page=2": alone}
    )
    assert documents.height == 3 and not codes


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("https://kompas.com/read/1?page=2", ("https://kompas.com/read/1", 2)),
        ("https://a.b/x?id=3&page=12", ("https://a.b/x?id=3", 12)),
        ("https://sindonews.com/read/1?showpage=2", ("https://sindonews.com/read/1", 2)),
        ("https://news.detik.com/berita/d-1/judul/2", ("https://news.detik.com/berita/d-1/judul", 2)),
        ("https://news.detik.com/berita/d-1/judul", None),
        ("https://a.b/x?page=news", None),
        ("https://a.b/x?page=1", None),
        ("https://a.b/x?page=200", None),
    ],
)
def test_addresses_of_later_pages(url: str, part: tuple[str, int] | None) -> None:
    assert part_of(url) == part

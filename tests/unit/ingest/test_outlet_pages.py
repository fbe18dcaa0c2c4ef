"""Pages in the shapes that outlets serve: only the article is left, and the general extractor would not have left it so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import escape

import pytest
import samples
from trafilatura.utils import load_html

from flows.ingest.analyse import analyse
from flows.ingest.model import Outcome, Unit
from flows.ingest.readers import outlet_page
from flows.ingest.readers.blocks import matcher
from flows.ingest.readers.page import main_text

ONE, TWO, THREE = samples.PARAGRAPHS
HEAD = f"<html><head><title>{samples.HEADLINE}</title></head><body><nav><a href='/'>Beranda</a></nav>"
BUNDLED = sorted(path.stem for path in outlet_page.FOLDER.glob("*.yml"))

# outlet, day of capture, address, page, first paragraph expected, byline, whether the page shows its date
PAGES = {
    "detik": (
        date(2022, 9, 14),
        "https://news.detik.com/berita/d-1/x",
        f"""<article class="detail"><h1 class="detail__title">{samples.HEADLINE}</h1>
        <div class="detail__author">Budi</div><div class="detail__date">Selasa, 13 Sep 2022 20:11 WIB</div>
        <figure><figcaption>Foto: gedung (dok. BNPT)</figcaption></figure>
        <div class="detail__body-text itp_bodycontent"><strong>Jakarta</strong> - <p>{ONE}</p><p>{TWO}</p>
        <div class="parallaxindetail scrollpage">ADVERTISEMENT</div><p class="para_caption">SCROLL TO CONTINUE WITH CONTENT</p>
        <table class="linksisip"><tr><td><div class="lihatjg">Baca juga: <a href="x">Berita lain</a></div></td></tr></table>
        <p>{THREE}</p><p>Simak Video 'Menlu Bicara':</p><br><strong>[Gambas:Video 20detik]</strong><br>(abc/xyz)
        <div class="detail__body-tag"><a href="t">bnpt</a></div></div></article>""",
        f"Jakarta - {ONE}",
        "Budi",
        True,
    ),
    "detik before 2019": (
        date(2017, 9, 14),
        "https://news.detik.com/berita/d-1/x",
        f"""<div class="jdl"><h1>{samples.HEADLINE}</h1><div class="date">Selasa 13 September 2022, 20:11 WIB</div>
        <div class="author">Budi</div></div><div class="detail_text"><b>Jakarta</b> - {ONE}<br><br>{TWO}<br><br>
        <table class="linksisip"><tr><td>Baca juga: <a href="x">Berita lain</a></td></tr></table>{THREE}<br>
        <b>(abc/xyz)</b><div class="detail_tag"><a href="t">bnpt</a></div></div>""",
        f"Jakarta - {ONE}",
        "Budi",
        True,
    ),
    "kompas": (
        date(2022, 9, 14),
        "https://nasional.kompas.com/read/1/x",
        f"""<h1 class="read__title">{samples.HEADLINE}</h1><div class="read__time">Kompas.com - 13/09/2022, 20:11 WIB</div>
        <div class="read__author"><a>Budi</a>, <a>Sari</a></div><div class="read__content"><div class="clearfix">
        <p><strong>JAKARTA, KOMPAS.com - </strong>{ONE}</p><p>{TWO}</p><p><strong>Baca juga: <a href="x"
        class="inner-link-baca-juga">Berita lain</a></strong></p><div class="ads-on-body">Iklan</div><p>{THREE}</p></div></div>
        <div class="paging__wrap"><a href="?page=2">2</a><a href="?page=all">Show All</a></div>""",
        f"JAKARTA, KOMPAS.com - {ONE}",
        "Budi, Sari",
        True,
    ),
    "tribunnews": (
        None,
        "https://www.tribunnews.com/nasional/1/x",
        f"""<h1 id="arttitle">{samples.HEADLINE}</h1><time class="grey">Selasa, 13 September 2022 20:11 WIB</time>
        <div class="arial f12 pt5 grey2">Gedung BNPT di Sentul, Bogor.</div><div class="side-article txt-article multi-fontsize">
        <p><strong>TRIBUNNEWS.COM, JAKARTA - </strong>{ONE}</p><p>{TWO}</p><p class="baca">Baca juga: <a href="x">Lain</a></p>
        <p>{THREE}</p><div class="paging">Halaman selanjutnya <a href="?page=2">2</a></div></div>""",
        f"TRIBUNNEWS.COM, JAKARTA - {ONE}",
        None,
        True,
    ),
    "antara": (
        date(2022, 9, 14),
        "https://www.antaranews.com/berita/1/x",
        f"""<h1>{samples.HEADLINE}</h1><div class="wrap__article-detail-content post-content">Jakarta (ANTARA) - {ONE}<br/>
        <br/>{TWO}<br/><br/><span class="baca-juga"><b>Baca juga: <a href="x">Lain</a></b></span><br/><br/>{THREE}<br/><br/>
        <p class="text-muted small">Pewarta: Budi<br/>Editor: Sari<br/>Copyright © ANTARA 2022</p></div>""",
        f"Jakarta (ANTARA) - {ONE}",
        None,
        False,
    ),
    "cnn-indonesia": (
        date(2023, 9, 14),
        "https://www.cnnindonesia.com/nasional/x",
        f"""<h1>{samples.HEADLINE}</h1><div class="detail-text text-cnn_black"><strong>Jakarta, CNN Indonesia</strong> --
        <p>{ONE}</p><div class="paradetail"><div>ADVERTISEMENT</div><p class="para_caption">SCROLL TO CONTINUE WITH CONTENT</p>
        </div><p>{TWO}</p><table class="linksisip"><tr><td>Lihat Juga : <a href="x">Lain</a></td></tr></table><p>{THREE}</p>
        <strong>(abc/xyz)</strong></div>""",
        f"Jakarta, CNN Indonesia -- {ONE}",
        None,
        False,
    ),
    "us-state": (
        date(2022, 9, 14),
        "https://www.state.gov/x",
        f"""<article><h1 class="featured-content__headline">{samples.HEADLINE}</h1><div class="article-meta">
        <p class="article-meta doctype-meta">Media Note</p><p class="article-meta__author-bureau">Office of the Spokesperson</p>
        <p class="article-meta__publish-date">September 13, 2022</p></div><div class="entry-content"><p>{ONE}</p><p>{TWO}</p>
        <p>{THREE}</p></div><div class="related-tags"><h3>Tags</h3><a>Indonesia</a></div></article>""",
        ONE,
        "Office of the Spokesperson",
        True,
    ),
}  # fmt: skip


def _read(url: str, page: str, day: date | None) -> Outcome:
    captured = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    return analyse(Unit("a.html", "html", f"{HEAD}{page}</body></html>".encode(), url, captured))


@pytest.mark.parametrize("name", PAGES)
def test_only_the_article_is_left(name: str) -> None:
    day, url, page, first, byline, dated = PAGES[name]
    outcome = _read(url, page, day)
    assert not outcome.problems
    (reading,) = outcome.readings
    wanted = "\n\n".join((first, TWO, THREE))
    assert reading.text == f"{samples.HEADLINE}\n\n{wanted}" and reading.title == samples.HEADLINE
    assert reading.byline == byline
    if dated:
        assert (reading.published_at, reading.published_basis) == (date(2022, 9, 13), "page")
    assert name == "us-state" or main_text(load_html(f"{HEAD}{page}</body></html>")) != wanted


def test_a_short_note_of_a_ministry_keeps_its_paragraphs() -> None:
    day, url, page, *_ = PAGES["us-state"]
    short = (
        page.replace(ONE, "The two sides met.")
        .replace(TWO, "They will meet again.")
        .replace(THREE, "It was the fifth talk.")
    )
    wanted = "The two sides met.\n\nThey will meet again.\n\nIt was the fifth talk."
    assert main_text(load_html(f"{HEAD}{short}</body></html>")) != wanted
    assert outlet_page.read(load_html(short), outlet_page.pages_of(url), day).body == wanted


def test_every_outlet_with_pages_has_a_page_here() -> None:
    assert {name.split(" ")[0] for name in PAGES} == set(BUNDLED)


def test_the_shape_is_that_of_the_day_of_capture() -> None:
    _, url, page, *_ = PAGES["detik before 2019"]
    outcome = _read(url, page, date(2024, 1, 1))
    assert [problem.code for problem in outcome.problems] == ["page_shape_unknown"]
    assert outcome.readings and _read(url, page, None).problems == []


def test_a_selector_that_is_none_says_so() -> None:
    element = load_html(f"<html><body><p id='x' class='a b'>{escape(ONE)}</p></body></html>").find(".//p")
    assert matcher("p#x.b")(element) and matcher(".a")(element) and not matcher("p.c")(element)
    with pytest.raises(ValueError, match=r"tag#id\.class"):
        matcher("div > p")

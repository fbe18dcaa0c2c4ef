"""One sound file of every kind, written for the tests."""

from __future__ import annotations

import io
import json
import zipfile

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PARAGRAPHS = (
    "Badan Nasional Penanggulangan Terorisme (BNPT) dan Kementerian Luar Negeri menandatangani nota kesepahaman tentang pencegahan ekstremisme di Jakarta, Selasa (13/9/2022).",
    "Kepala BNPT mengatakan kerja sama itu akan memperkuat pertukaran informasi di antara kedua lembaga.",
    "Naskah berlaku selama lima tahun dan dapat diperpanjang atas persetujuan kedua pihak yang menandatanganinya.",
)
BODY = "\n\n".join(PARAGRAPHS)
HEADLINE = "BNPT dan Kemlu Teken Nota Kesepahaman Baru"
ADDRESS = "https://suara.com/news/2022/09/13/bnpt-teken"


def page(
    address: str = ADDRESS,
    site: str = "Suara.com",
    charset: str = "utf-8",
    paragraphs: tuple[str, ...] = PARAGRAPHS,
) -> bytes:
    """A news page with metadata of every sort."""
    linked = {
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "datePublished": "2022-09-13T20:11:00+07:00",
        "author": {"name": "Budi"},
    }
    return (
        f'<!doctype html><html lang="id"><head><meta charset="{charset}"><title>{HEADLINE} | {site}</title>'
        f'<meta property="og:site_name" content="{site}"><link rel="canonical" href="{address}?utm_source=x">'
        f'<script type="application/ld+json">{json.dumps(linked)}</script></head><body><nav><a href="/">Beranda</a></nav>'
        f"<article><h1>{HEADLINE}</h1>{''.join(f'<p>{p}</p>' for p in paragraphs)}</article>"
        "<footer>Hak cipta</footer></body></html>"
    ).encode(charset, "xmlcharrefreplace")


def feed() -> bytes:
    """An RSS feed with one full entry and one bare one."""
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        "<title>ANTARA News</title><link>https://www.antaranews.com</link><language>id</language>"
        "<item><title>Judul umpan tentang BNPT</title><link>https://www.antaranews.com/berita/2/y</link>"
        "<pubDate>Tue, 13 Sep 2022 10:00:00 +0700</pubDate>"
        f"<content:encoded><![CDATA[<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>]]></content:encoded></item>"
        "<item><title>Hanya judul</title><link>https://www.antaranews.com/berita/3/z</link></item></channel></rss>"
    ).encode()


def atom() -> bytes:
    """An Atom feed with one entry."""
    return (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>UN News</title><entry><title>Headline of the entry</title>'
        b'<link rel="alternate" href="https://news.un.org/en/story/2022/09/1"/><published>2022-09-13T08:00:00Z</published>'
        b'<summary type="html">&lt;p&gt;The office of counter-terrorism opened a training course for border guards in Rabat.&lt;/p&gt;</summary>'
        b"</entry></feed>"
    )


def sitemap() -> bytes:
    """A news sitemap."""
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"<url><loc>{ADDRESS}</loc><news:news><news:publication_date>2022-09-13</news:publication_date>"
        f"<news:title>{HEADLINE}</news:title></news:news></url></urlset>"
    ).encode()


def warc(gzipped: bool = True) -> bytes:
    """A web archive: two pages and an error."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    for number, status in enumerate(("200 OK", "404 Not Found", "200 OK")):
        headers = StatusAndHeaders(
            status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
        )
        address = f"https://nasional.tempo.co/read/2022/09/13/{number}"
        writer.write_record(
            writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(page(address, "Tempo.co")),
                http_headers=headers,
                warc_headers_dict={
                    "WARC-Date": "2022-10-01T00:00:00Z",
                    "WARC-Record-ID": f"<urn:uuid:0000000{number}>",
                },
            )
        )
    return out.getvalue()


def jsonl() -> bytes:
    """Two records: one with text, one with a page."""
    records = (
        {
            "text": BODY,
            "title": "Judul JSON",
            "url": "https://antaranews.com/berita/1/x",
            "date": "2022-09-13",
        },
        {
            "html": page("https://liputan6.com/news/read/1", "Liputan6.com").decode(),
            "url": "https://liputan6.com/news/read/1",
        },
    )
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def pdf(lines: tuple[str, ...] = (HEADLINE, "", *PARAGRAPHS)) -> bytes:
    """A one-page PDF."""
    shown = "".join(f"({line[:90].replace('(', '').replace(')', '')}) Tj 0 -14 Td\n" for line in lines)
    stream = f"BT /F1 10 Tf 50 780 Td {shown} ET".encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def note(identifier: str = "n900", **more: str) -> bytes:
    """A note with front matter."""
    front = {"id": identifier, "lang": "id", "published": "2022-09-13", "publisher": "Tempo", **more}
    return (
        "---\n" + "".join(f"{k}: {v}\n" for k, v in front.items()) + f"---\n# {HEADLINE}\n\n{BODY}\n"
    ).encode()


def zipped() -> bytes:
    """A zip of two files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/one.txt", BODY)
        archive.writestr("two.html", page())
    return out.getvalue()


def everything() -> dict[str, bytes]:
    """A file of every kind, by name."""
    return {
        "note.md": note(),
        "plain.txt": BODY.encode(),
        "page.html": page(),
        "old.htm": page("https://liputan6.com/news/read/9", "Liputan6.com", "windows-1252"),
        "release.pdf": pdf(),
        "export.jsonl": jsonl(),
        "feed.rss": feed(),
        "feed.atom": atom(),
        "map.xml": sitemap(),
        "crawl.warc": warc(False),
        "crawl.warc.gz": warc(),
        "files.zip": zipped(),
    }

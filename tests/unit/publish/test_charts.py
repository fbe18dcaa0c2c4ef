"""Charts as files: the same numbers as the tables, as SVG and as PNG, in both languages."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from flows.publish import charts, pictures
from flows.publish.query import open_release

NAMES = ("network", "programmes", "timeline")


def test_every_chart_stands_as_svg_and_png_in_both_languages(release: Path) -> None:
    found = sorted(path.name for path in (release / "charts").iterdir())
    assert found == [f"{name}.{lang}.{kind}" for name in NAMES for lang in ("en", "id") for kind in ("png", "svg")]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_the_shape_of_its_drawing(release: Path, name: str) -> None:
    drawing = ET.fromstring((release / "charts" / f"{name}.en.svg").read_text(encoding="utf-8"))
    width, height = (float(one) for one in drawing.attrib["viewBox"].split()[2:])
    content = (release / "charts" / f"{name}.en.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    pixels = struct.unpack(">II", content[16:24])
    assert pixels == pytest.approx((width * pictures.SCALE, height * pictures.SCALE), abs=1)


def test_numbers_are_those_of_the_tables(release: Path) -> None:
    con = open_release(release)
    timeline, network, programmes = charts.draw(con)
    by_year = con.sql("SELECT year(date_start), count(*) FROM events GROUP BY 1 ORDER BY 1").fetchall()
    assert [(row[0], sum(row[1:])) for row in timeline.table[1:]] == by_year
    pairs = con.sql("SELECT count(*) FROM partners WHERE actor_id < partner_id").fetchall()
    assert [(len(network.table) - 1,)] == pairs
    assert [row[3] for row in programmes.table[1:]] == [
        title
        for (title,) in con.sql(
            "SELECT title_en FROM programme_timeline ORDER BY date_start, event_id"
        ).fetchall()
    ]
    con.close()


def test_words_of_a_report_stay_words_in_a_picture() -> None:
    evil = charts._svg("timeline", "en", 100, 50, charts._text(5, 20, "</text><script>x</script>"), "a<b")
    assert ET.fromstring(evil).find(".//{http://www.w3.org/2000/svg}script") is None
    assert pictures.png(evil).startswith(b"\x89PNG")


def test_the_same_drawing_gives_the_same_picture() -> None:
    drawing = charts._svg("timeline", "en", 100, 50, charts._text(5, 20, "Peristiwa"), "x")
    assert pictures.png(drawing) == pictures.png(drawing)
    assert pictures.png(drawing) != pictures.png(drawing.replace("Peristiwa", "Events"))

"""Charts of a release as SVG: events over time, who works with whom, programmes with planned and held events."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import duckdb

from flows.publish.pictures import PAGE_FONT
from schemas import codelists

HELD, UNDER_WAY, OPEN, OFF = "#1b6ca8", "#3a7d44", "#d98e04", "#9e2a2b"
GROUPS = (
    ("occurred", HELD),
    ("ongoing", UNDER_WAY),
    ("planned", OPEN),
    ("postponed", "#e6b85c"),
    ("unconfirmed", "#b9b4a5"),
    ("cancelled", OFF),
)
KINDS = {"organisation": "#1b6ca8", "country": "#3a7d44"}
NODES = 28
EDGES = 140
PROGRAMMES = 18
WORDS: dict[str, dict[str, str]] = {
    "timeline": {"en": "Events by year and status", "id": "Peristiwa menurut tahun dan status"},
    "network": {"en": "Who works with whom", "id": "Siapa bekerja sama dengan siapa"},
    "programmes": {"en": "Programmes and their events", "id": "Program dan peristiwanya"},
    "none": {"en": "Nothing to show", "id": "Tidak ada data"},
    "events": {"en": "events", "id": "peristiwa"},
    "together": {"en": "events together", "id": "peristiwa bersama"},
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its name, its SVG per language, and its numbers as a table (header first)."""

    name: str
    svg: dict[str, str]
    table: list[list[Any]]


def draw(con: duckdb.DuckDBPyConnection) -> list[Chart]:
    """Return the charts of the release that `con` has views of."""
    return [timeline(con), network(con), programmes(con)]


def _svg(name: str, lang: str, width: float, height: float, body: str, told: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="{name}-{lang}-t {name}-{lang}-d" font-family="{PAGE_FONT}" font-size="12">'
        f'<title id="{name}-{lang}-t">{escape(WORDS[name][lang])}</title>'
        f'<desc id="{name}-{lang}-d">{escape(told)}</desc>{body}</svg>'
    )


def _text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222" {more}>{escape(words)}</text>'


def _name(codelist: str, code: str, lang: str) -> str:
    found = next(one for one in codelists.load(codelist) if one.code == code)
    return found.name_en if lang == "en" else found.name_id


def timeline(con: duckdb.DuckDBPyConnection) -> Chart:
    """Events per year, stacked by status."""
    rows = con.sql(
        "SELECT year(coalesce(date_start, date_end)) AS y, status, count(*) FROM events "
        "WHERE coalesce(date_start, date_end) IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    counts: dict[int, dict[str, int]] = {}
    for year, status, number in rows:
        counts.setdefault(int(year), {})[status] = number
    years = list(range(min(counts), max(counts) + 1)) if counts else []
    if len(years) > 40:
        years = years[-40:]
    table: list[list[Any]] = [["year", *(status for status, _ in GROUPS)]]
    table += [[year, *(counts.get(year, {}).get(status, 0) for status, _ in GROUPS)] for year in years]
    return Chart("timeline", {lang: _timeline_svg(years, counts, lang) for lang in ("en", "id")}, table)


def _timeline_svg(years: Sequence[int], counts: dict[int, dict[str, int]], lang: str) -> str:
    width, height, left, top, bottom = 920.0, 300.0, 44.0, 34.0, 262.0
    if not years:
        return _svg("timeline", lang, width, 60, _text(20, 35, WORDS["none"][lang]), WORDS["none"][lang])
    highest = max(sum(counts.get(year, {}).values()) for year in years)
    step = (width - left - 10) / len(years)
    body = [_axis(highest, left, width - 10, top, bottom)]
    for place, year in enumerate(years):
        base = bottom
        for status, colour in GROUPS:
            number = counts.get(year, {}).get(status, 0)
            if not number:
                continue
            tall = (bottom - top) * number / highest
            base -= tall
            told = f"{year}: {number} {_name('event_status', status, lang).lower()}"
            body.append(
                f'<rect x="{left + place * step + step * 0.1:.1f}" y="{base:.1f}" width="{step * 0.8:.1f}" height="{tall:.1f}" '
                f'fill="{colour}" data-year="{year}" data-status="{status}"><title>{escape(told)}</title></rect>'
            )
        if len(years) <= 24 or year % 5 == 0:
            body.append(_text(left + (place + 0.5) * step, bottom + 16, str(year), "middle"))
    x = left
    for status, colour in GROUPS:
        if not any(counts.get(year, {}).get(status) for year in years):
            continue
        words = _name("event_status", status, lang)
        body.append(
            f'<rect x="{x:.1f}" y="8" width="12" height="12" fill="{colour}"/>' + _text(x + 17, 18, words)
        )
        x += 34 + 7.2 * len(words)
    total = sum(sum(one.values()) for one in counts.values())
    told = f"{total} {WORDS['events'][lang]}, {years[0]}–{years[-1]}"
    return _svg("timeline", lang, width, height, "".join(body), told)


def _axis(highest: int, left: float, right: float, top: float, bottom: float) -> str:
    size = 10 ** math.floor(math.log10(max(highest, 1)))
    step = next(size * m for m in (0.2, 0.5, 1, 2, 5, 10) if highest / (size * m) <= 5)
    step = max(1, int(step))
    parts = []
    for value in range(0, highest + 1, step):
        y = bottom - (bottom - top) * value / highest
        parts.append(f'<line x1="{left:g}" x2="{right:g}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(_text(left - 6, y + 4, str(value), "end"))
    return "".join(parts)


def network(con: duckdb.DuckDBPyConnection) -> Chart:
    """The bodies that share most events, on a ring; a line joins two that take part in one event."""
    weight = dict(
        con.sql(
            "SELECT actor_id, sum(events)::BIGINT FROM partners GROUP BY actor_id "
            f"ORDER BY sum(events) DESC, actor_id LIMIT {NODES}"
        ).fetchall()
    )
    chosen = list(weight)
    pairs = con.execute(
        "SELECT actor_id, partner_id, events FROM partners WHERE actor_id < partner_id AND list_contains($1, actor_id) "
        "AND list_contains($1, partner_id) ORDER BY events DESC, actor_id, partner_id LIMIT $2",
        [chosen, EDGES],
    ).fetchall()
    facts = {
        row[0]: row[1:]
        for row in con.execute(
            "SELECT actor_id, coalesce(acronym, name_en, name), coalesce(acronym, name_id, name), kind, coalesce(country, '~') "
            "FROM actors WHERE list_contains(?, actor_id)",
            [chosen],
        ).fetchall()
    }
    ring = sorted(chosen, key=lambda one: (facts[one][3], facts[one][2], one))
    table: list[list[Any]] = [["actor", "partner", "events"]]
    table += [[facts[a][0], facts[b][0], n] for a, b, n in pairs[:100]]
    return Chart(
        "network", {lang: _network_svg(ring, facts, pairs, weight, lang) for lang in ("en", "id")}, table
    )


def _network_svg(
    ring: Sequence[str], facts: dict[str, Any], edges: Sequence[Any], weight: dict[str, int], lang: str
) -> str:
    width, height = 920.0, 760.0
    if not ring:
        return _svg("network", lang, width, 60, _text(20, 35, WORDS["none"][lang]), WORDS["none"][lang])
    cx, cy, radius = width / 2, height / 2, 220.0
    angle = {one: 2 * math.pi * place / len(ring) - math.pi / 2 for place, one in enumerate(ring)}
    at = {one: (cx + radius * math.cos(a), cy + radius * math.sin(a)) for one, a in angle.items()}
    most = max((n for _, _, n in edges), default=1)
    names = {one: facts[one][0 if lang == "en" else 1] for one in ring}
    body = []
    for a, b, n in sorted(edges, key=lambda edge: edge[2]):
        (x1, y1), (x2, y2) = at[a], at[b]
        told = f"{names[a]} – {names[b]}: {n} {WORDS['together'][lang]}"
        body.append(
            f'<path d="M{x1:.1f} {y1:.1f}Q{(x1 + x2) / 4 + cx / 2:.1f} {(y1 + y2) / 4 + cy / 2:.1f} {x2:.1f} {y2:.1f}" fill="none" '
            f'stroke="#6b7a89" stroke-opacity="{0.25 + 0.55 * n / most:.2f}" stroke-width="{0.8 + 5 * n / most:.1f}" '
            f'data-a="{escape(a)}" data-b="{escape(b)}"><title>{escape(told)}</title></path>'
        )
    top = max(weight[one] for one in ring)
    for one in ring:
        (x, y), a = at[one], angle[one]
        size = 4 + 8 * math.sqrt(weight[one] / top)
        right = math.cos(a) >= 0
        lx, ly = cx + (radius + 16) * math.cos(a), cy + (radius + 16) * math.sin(a)
        turn = math.degrees(a) if right else math.degrees(a) + 180
        label = names[one] if len(names[one]) <= 24 else names[one][:23] + "…"
        body.append(
            f'<g data-actor="{escape(one)}"><circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{KINDS.get(facts[one][2], "#555")}">'
            f"<title>{escape(names[one])}</title></circle>"
            + _text(
                lx,
                ly + 4,
                label,
                "start" if right else "end",
                f'transform="rotate({turn:.1f} {lx:.1f} {ly:.1f})"',
            )
            + "</g>"
        )
    told = f"{len(ring)} / {len(edges)}"
    return _svg("network", lang, width, height, "".join(body), told)


def programmes(con: duckdb.DuckDBPyConnection) -> Chart:
    """The events of the programmes that have most: filled where held, open where announced."""
    rows = con.sql(
        "SELECT programme_id, programme_name, coalesce(date_start, date_end) AS day, status, title_en, title_id, event_id "
        "FROM programme_timeline WHERE coalesce(date_start, date_end) IS NOT NULL ORDER BY programme_id, day, event_id"
    ).fetchall()
    events: dict[str, list[Any]] = {}
    for row in rows:
        events.setdefault(row[0], []).append(row)
    chosen = sorted(events, key=lambda one: (-len(events[one]), one))[:PROGRAMMES]
    table: list[list[Any]] = [["programme", "date", "status", "event"]]
    table += [[row[1], row[2].isoformat(), row[3], row[4]] for one in chosen for row in events[one]][:300]
    return Chart("programmes", {lang: _programmes_svg(chosen, events, lang) for lang in ("en", "id")}, table)


def _programmes_svg(chosen: Sequence[str], events: dict[str, list[Any]], lang: str) -> str:
    width, left, line = 920.0, 330.0, 24.0
    if not chosen:
        return _svg("programmes", lang, width, 60, _text(20, 35, WORDS["none"][lang]), WORDS["none"][lang])
    days = [row[2] for one in chosen for row in events[one]]
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
    scale = (width - left - 20) / (last - first).days
    height = 34 + line * len(chosen)
    body = []
    every = max(1, (last.year - first.year) // 8)
    for year in range(first.year, last.year + 1, every):
        x = left + (date(year, 1, 1) - first).days * scale
        body.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="{height - 8:g}" stroke="#ddd"/>'
            + _text(x, 14, str(year), "middle")
        )
    colours = dict(GROUPS)
    for place, one in enumerate(chosen):
        y = 34 + line * place
        name = events[one][0][1]
        body.append(
            _text(left - 14, y + 4, name if len(name) <= 46 else name[:45] + "…", "end", 'font-size="11.5"')
        )
        for row in events[one]:
            x = left + (row[2] - first).days * scale
            held = row[3] in {"occurred", "ongoing"}
            colour = colours[row[3]]
            told = f"{row[4] if lang == 'en' else row[5]} – {_name('event_status', row[3], lang).lower()}"
            body.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{colour if held else "#fff"}" stroke="{colour}" stroke-width="2" '
                f'fill-opacity="0.85"><title>{escape(told)}</title></circle>'
            )
    told = f"{len(chosen)} / {sum(len(events[one]) for one in chosen)} {WORDS['events'][lang]}"
    return _svg("programmes", lang, width, height, "".join(body), told)

"""runs/index.html beside the releases: what every run took and counted, drawn from the table of metrics."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from flows.common import metrics
from flows.publish.files import replace_text
from flows.publish.markup import rendered

SHOWN = 60  # runs, the latest ones
STAGES = ("ingest", "extract", "resolve", "validate", "publish")
COLOURS = ("#1b6ca8", "#3a7d44", "#d98e04", "#9e2a2b", "#6b7a89")
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 920.0, 220.0, 60.0, 34.0, 190.0

BESIDE = "F1 on the annotated reports"  # its bars stand beside each other, those of the others on each other

# title in English and Indonesian, and its series: name, stage, measure
PLOTS: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("Seconds by stage", "Detik per tahap", tuple((stage, stage, "seconds") for stage in STAGES)),
    (
        "Reports: read, and known from before",
        "Laporan: dibaca, dan sudah dikenal",
        (("read", "extract", "read"), ("cached", "extract", "cached"), ("failed", "extract", "failed")),
    ),
    ("Most memory, MB", "Memori terbanyak, MB", (("peak", "publish", "peak_mb"),)),
    ("Issues while documents were read", "Masalah saat dokumen dibaca", (("issues", "ingest", "issues"),)),
    (
        BESIDE,
        "F1 pada laporan beranotasi",
        tuple((name, "validate", f"{name}_F1") for name in ("actors", "programmes", "events")),
    ),
)


def write(out: Path) -> Path:
    """Write `out/runs/index.html` from the table of metrics beside it."""
    known = list(metrics.runs(metrics.read(out)))[-SHOWN:]
    page = rendered(
        "runs.html",
        plots=[(en, local, Markup(plot(en, known, series))) for en, local, series in PLOTS],
        runs=[_line(own, values) for own, values in reversed(known)],
        stages=STAGES,
    )
    return replace_text(out / metrics.FOLDER / "index.html", page)


def plot(
    title: str,
    known: Sequence[tuple[dict[str, Any], dict[tuple[str, str], float]]],
    series: Sequence[tuple[str, str, str]],
) -> str:
    """Return the bars of every run as SVG; a run that failed has a red foot."""
    beside = title == BESIDE
    heights = [[values.get((stage, measure), 0.0) for _, stage, measure in series] for _, values in known]
    highest = max((max(one) if beside else sum(one) for one in heights), default=0) or 1
    step = (WIDTH - LEFT - 10) / max(len(known), 10)
    wide = step * 0.8 / (len(series) if beside else 1)
    body = [_line_at(value, highest) for value in (0, highest / 2, highest)]
    for place, ((own, _), parts) in enumerate(zip(known, heights, strict=True)):
        x, base = LEFT + place * step + step * 0.1, BOTTOM
        for number, ((name, _, _), colour, value) in enumerate(zip(series, COLOURS, parts, strict=False)):
            tall = (BOTTOM - TOP) * value / highest
            left, top = (x + number * wide, BOTTOM - tall) if beside else (x, base - tall)
            base -= tall
            told = escape(f"{own['version']} {own['started_at']:%Y-%m-%d %H:%M}: {name} {value:,.6g}")
            body.append(
                f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{colour}"><title>{told}</title></rect>'
            )
        if own["outcome"] != "made":
            body.append(
                f'<rect x="{x:.1f}" y="{BOTTOM + 2:g}" width="{step * 0.8:.1f}" height="4" fill="#9e2a2b"/>'
            )
    for place, ((name, _, _), colour) in enumerate(zip(series, COLOURS, strict=False)):
        x = LEFT + place * 110
        body.append(f'<rect x="{x:g}" y="8" width="12" height="12" fill="{colour}"/>')
        body.append(f'<text x="{x + 17:g}" y="18" fill="#222">{escape(name)}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" font-family="system-ui, sans-serif" '
        f'font-size="12"><title>{escape(title)}</title>{"".join(body)}</svg>'
    )


def _line_at(value: float, highest: float) -> str:
    y = BOTTOM - (BOTTOM - TOP) * value / highest
    return (
        f'<line x1="{LEFT:g}" x2="{WIDTH - 10:g}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        f'<text x="{LEFT - 6:g}" y="{y + 4:.1f}" text-anchor="end" fill="#222">{value:,.4g}</text>'
    )


def _line(own: dict[str, Any], values: dict[tuple[str, str], float]) -> dict[str, Any]:
    """The row of one run in the table of the page."""
    seconds = [values.get((stage, "seconds")) for stage in STAGES]
    return own | {
        "seconds": seconds,
        "total": sum(one for one in seconds if one is not None),
        "documents": values.get(("ingest", "documents")),
        "read": values.get(("extract", "read")),
        "peak": max((v for (_, measure), v in values.items() if measure == "peak_mb"), default=None),
    }

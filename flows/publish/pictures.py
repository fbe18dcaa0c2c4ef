"""Charts as PNG files for reports and slides: the SVG drawn on white in a typeface that comes with the renderer."""

from __future__ import annotations

import vl_convert

PAGE_FONT = "system-ui, sans-serif"
FONT = "Liberation Sans"  # comes with the renderer, so a machine without fonts draws the same picture
SCALE = 1.5  # a chart of 920 units is 1,380 pixels wide


def png(svg: str) -> bytes:
    """Return the picture of a chart's `svg` as PNG, the same for the same text."""
    head, rest = svg.split(">", 1)
    drawn = f'{head.replace(PAGE_FONT, FONT)}><rect width="100%" height="100%" fill="#fff"/>{rest}'
    return bytes(vl_convert.svg_to_png(drawn, scale=SCALE))

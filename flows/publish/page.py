"""index.html of a release (first form)."""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.publish.files import write_text


def write(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write index.html."""
    rows = "".join(
        f"<tr><th>{html.escape(n)}</th><td>{t['rows']}</td></tr>" for n, t in manifest["tables"].items()
    )
    write_text(
        folder / "index.html",
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>sinergi {html.escape(manifest["version"])}</title>'
        f"<h1>sinergi {html.escape(manifest['version'])}</h1><table>{rows}</table></html>\n",
    )

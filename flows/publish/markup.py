"""Text inside HTML: one environment for the templates, JSON and digests for a strict policy."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def rendered(template: str, **values: Any) -> str:
    """Return a page made from `template`, with the style and its digest."""
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return (
        _environment().get_template(template).render(style=Markup(style), style_hash=digest(style), **values)
    )


def digest(text: str) -> str:
    """Return the SHA-256 of `text` as a content security policy states it."""
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def script_json(content: Any) -> str:
    """Return JSON that may stand inside a script element: no character of it can end the element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")

"""The review list as one HTML page that opens from a folder: no script, no other file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from flows.resolve.review import Item, Proof

_TITLES = {
    "contradiction": "Reports that contradict each other",
    "near_duplicate": "Perhaps one happening",
    "same_name": "Perhaps one actor",
    "low_confidence": "Unsure events",
    "unknown_name": "Names that no registry holds",
}
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
article { border-top: 1px solid; padding: .75rem 0 }
h3 { margin: 0 0 .25rem; font-size: 1rem }
p { margin: .25rem 0 }
table { border-collapse: collapse; font-size: .875rem; width: 100% }
td, th { text-align: start; padding: .15rem .5rem .15rem 0; vertical-align: top }
pre { overflow-x: auto; border: 1px solid; padding: .5rem; font-size: .8125rem }
code { font-size: .875em }
"""


def html(items: Sequence[Item], version: str) -> str:
    """Return the page for `items`, in their order, with the evidence and the entries to copy."""
    groups = [(kind, [item for item in items if item.kind == kind]) for kind in _TITLES]
    parts = [
        f"<section><h2>{_TITLES[kind]} ({len(some)})</h2>{''.join(map(_item, some))}</section>"
        for kind, some in groups
        if some
    ]
    body = "".join(parts) or "<p>Nothing needs a second look.</p>"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Review of {escape(version)}</title><style>{_STYLE}</style><body><main><h1>Review of {escape(version)}</h1>"
        f"<p>Copy the entry of your answer into the file that it names, fill in reason, name and day, and run the pipeline again.</p>"
        f"{body}</main></body></html>\n"
    )


def _item(item: Item) -> str:
    answers = "".join(
        f"<details><summary>{escape(answer)}</summary><pre>{escape(entry)}</pre></details>"
        for answer, entry in item.decisions.items()
    )
    return (
        f"<article><h3>{escape(item.title)}</h3><p><code>{escape(item.record_id)}</code></p><p>{escape(item.why)}</p>"
        f"{_proofs(item.proofs)}{answers}</article>"
    )


def _proofs(proofs: Sequence[Proof]) -> str:
    if not proofs:
        return ""
    rows = "".join(
        f"<tr><td>{_source(p)}</td><td>{escape(p.field)}</td><td>{escape(p.value)}</td><td>{escape(p.quote or '')}</td></tr>"
        for p in proofs
    )
    return f"<table><thead><tr><th>Report</th><th>Field</th><th>Value</th><th>Words</th></tr></thead><tbody>{rows}</tbody></table>"


def _source(proof: Proof) -> str:
    label = escape(" · ".join(one for one in (proof.report_id, proof.publisher, proof.published_at) if one))
    if proof.url and proof.url.startswith(("https://", "http://")):
        return f'<a href="{escape(proof.url, quote=True)}" rel="noreferrer">{label}</a>'
    return label

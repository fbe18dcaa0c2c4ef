"""What people read beside the data: the dictionary, the changes in words, licences and citation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from flows.publish.parquet import LICENCE, LICENCE_URL
from flows.publish.views import load
from schemas import SCHEMA_VERSION, codelists
from schemas.arrow import arrow_schema, columns
from schemas.release import TABLES

SHOWN = 200
_NAMED = {"events": "title_en", "actors": "name", "programmes": "name"}
_WHAT = {"events": "Events", "actors": "Actors", "programmes": "Programmes"}
_OPS = {
    "added": "New",
    "changed": "Changed",
    "merged": "Merged into another",
    "split": "Split from another",
    "removed": "Removed",
}


def cell(text: object) -> str:
    """Return text that stays one cell of a Markdown table and starts no markup."""
    plain = " ".join(str(text).split())
    for sign in "\\`*_[]<>|#":
        plain = plain.replace(sign, "\\" + sign)
    return plain


def dictionary_md(version: str) -> str:
    """Return dictionary.md: every table, column, codelist and view."""
    parts = [
        f"# Data dictionary of sinergi {version}\n",
        f"Schema version {SCHEMA_VERSION}. Generated from the contract.\n",
    ]
    for name, spec in TABLES.items():
        schema = arrow_schema(spec.model)
        parts.append(f"\n## {name}\n\n{(spec.model.__doc__ or '').strip()}\n")
        parts.append(
            f"Primary key: {', '.join(f'`{key}`' for key in spec.primary_key)}. Sorted by: {', '.join(f'`{key}`' for key in spec.sort_by)}.\n"
        )
        parts.append("| Column | Type | Empty | Meaning |\n|---|---|---|---|")
        for info in columns(spec.model):
            more = f" Codelist: [{info.codelist}](#{info.codelist})." if info.codelist else ""
            more += f" Leads to `{info.references}`." if info.references else ""
            more += " Each value has evidence." if info.evidence else ""
            kind = str(schema.field(info.name).type).replace("<element: string not null>", " of string")
            parts.append(
                f"| `{info.name}` | {kind} | {'may be' if info.nullable else 'never'} | {cell(info.description)}{more} |"
            )
    parts.append("\n# Codelists\n")
    for name in codelists.names():
        parts.append(f"\n## {name}\n\n| Code | English | Indonesian | Meaning |\n|---|---|---|---|")
        for code in codelists.load(name):
            gone = "" if code.status == "active" else f" (no longer in use; see {cell(code.replaced_by)})"
            parts.append(
                f"| `{code.code}` | {cell(code.name_en)} | {cell(code.name_id)} | {cell(code.description)}{gone} |"
            )
    parts.append("\n# Ready views\n\n| View | What it answers |\n|---|---|")
    parts += [f"| `{view.name}` | {cell(view.comment)} |" for view in load()]
    return "\n".join(parts) + "\n"


def changes_md(con: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]) -> str:
    """Return CHANGES.md: what differs from the previous release.  `con` holds `changes` and views `new_*` and `old_*`."""
    version, previous = manifest["version"], manifest["previous"]
    parts = [f"# Changes in {version}\n"]
    if previous is None:
        parts.append("This is the first release: every record is new.\n")
    else:
        parts.append(f"Compared with {previous}.\n")
    parts.append(
        "| Table | Rows | Added | Changed | Removed | Merged | Split |\n|---|---|---|---|---|---|---|"
    )
    for name, table in manifest["tables"].items():
        cells = [table[key] for key in ("rows", "added", "changed", "removed", "merged", "split")]
        parts.append(f"| {name} | " + " | ".join(map(str, cells)) + " |")
    for table, heading in _WHAT.items():
        lines = _lines(con, table, previous)
        if lines:
            parts += [f"\n## {heading}\n", *lines]
    return "\n".join(parts) + "\n"


def _lines(con: duckdb.DuckDBPyConnection, table: str, previous: str | None) -> list[str]:
    key = TABLES[table].primary_key[0]
    old = f"LEFT JOIN old_{table} o ON o.{key} = c.record_id" if previous else ""
    named = f"coalesce(n.{_NAMED[table]}, {f'o.{_NAMED[table]}' if previous else 'NULL'})"
    told = "n.status" if table == "events" else "NULL"
    was = "o.status" if table == "events" and previous else "NULL"
    rows = con.sql(
        f"SELECT c.op, c.record_id, {named}, c.fields, {was}, {told} FROM changes c LEFT JOIN new_{table} n ON n.{key} = c.record_id {old} "
        f"WHERE c.table_name = '{table}' ORDER BY c.op, c.record_id"
    ).fetchall()
    return _worded(rows)


def _worded(rows: Sequence[Any]) -> list[str]:
    lines: list[str] = []
    for op, heading in _OPS.items():
        chosen = [row for row in rows if row[0] == op]
        if not chosen:
            continue
        lines.append(f"\n### {heading} ({len(chosen)})\n")
        for _, record, name, fields, was, told in chosen[:SHOWN]:
            more = ""
            if op == "changed":
                more = f": {', '.join(fields)}"
                if "status" in fields and was and told:
                    more += f" (status was {was}, is {told})"
            lines.append(f"- {cell(name)} (`{record}`){more}")
        if len(chosen) > SHOWN:
            lines.append(f"- … and {len(chosen) - SHOWN} more; see data/changes.parquet")
    return lines


def licence_data() -> str:
    """Return LICENSE-DATA: the notice under which the data is released."""
    return (
        "The data of this release is licensed under the Creative Commons Attribution 4.0 International Licence\n"
        f"(CC BY 4.0).\n\nSPDX-License-Identifier: {LICENCE}\nFull text: {LICENCE_URL}legalcode\n\n"
        "You may share and adapt the data for any purpose if you give appropriate credit, link to the licence and say\n"
        "whether you made changes; CITATION.cff says how to cite.  The texts of the reports are not part of the data and\n"
        "remain under the terms of their publishers; quotes stand only where a report's licence allows it.\n"
    )


def licence_code() -> str:
    """Return LICENSE: the notice for the code and SQL in the release."""
    return (
        "The code in this release (SQL, scripts of the page) is licensed under the Apache License, Version 2.0.\n\n"
        "SPDX-License-Identifier: Apache-2.0\nFull text: https://www.apache.org/licenses/LICENSE-2.0\n\n"
        'Unless required by applicable law or agreed to in writing, it is distributed on an "AS IS" BASIS, WITHOUT\n'
        "WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.  The data is licensed apart: see LICENSE-DATA.\n"
    )


def citation_cff(version: str, as_of: str) -> str:
    """Return CITATION.cff."""
    return (
        "cff-version: 1.2.0\nmessage: Please cite the release that you used.\ntype: dataset\n"
        'title: "Sinergi: co-operation against terrorism and violent extremism, from public reports"\n'
        f'version: "{version}"\ndate-released: "{as_of}"\nlicense: {LICENCE}\n'
        "authors:\n  - name: Sinergi maintainers\n"
    )

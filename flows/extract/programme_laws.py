"""Laws, decrees and resolutions, known by their number."""

from __future__ import annotations

import re

from flows.extract.programme_forms import Found

_NUMBER = re.compile(r"\d")
_LAW_ID = re.compile(
    r"\b(Undang-[Uu]ndang|UU|Peraturan Presiden|Perpres|Peraturan Pemerintah|PP|Keputusan Presiden|Keppres|"
    r"Peraturan BNPT|Peraturan Kepala BNPT|Instruksi Presiden|Inpres|Perppu|Perpu|"
    r"(?:Peraturan|Keputusan) Menteri(?: (?:[A-Z][\w-]{1,20},?|dan)){1,10}|"
    r"(?:Peraturan|Keputusan) (?:Gubernur|Menteri|Bupati|Daerah|Wali Kota|Kapolri|Polri|Kepala BNPT|Kepala PPATK|Bank Indonesia|OJK)|"
    r"Pergub|Perda|Perkap|Perpol|POJK|PBI|Permendagri|Permenkumham|Permenlu)"
    r"(?: \(?(?:RI|UU|Perpres|PP)\)?)?(?: Terorisme)? (?:(?:No(?:mor)?\.? ?)(\d{1,3}(?:/\d{1,2})?)(?: ?/ ?| [Tt]ahun )(\d{4})|(\d{1,3})/(\d{4}))"
    r"( tentang (?:[A-Z][\w-]{1,30}(?:,? (?:dan |atas |tentang |yang )?(?=[A-Z]))?){1,12})?"
)
_LAW_EN = re.compile(
    r"\b((?:Presidential Regulation|Presidential Decree|Government Regulation|Law|Act|Republic Act|Executive Order)"
    r"(?: \((?:RA|EO)\))? (?:No\.? ?|Number )?(\d{1,5})(?:(?: of |/)(\d{4}))?)(?! ?percent)"
)
_RESOLUTION = re.compile(
    r"\b((?:(?:UN|UNSC|PBB|United Nations) )?(?:(?:Security Council|General Assembly|Dewan Keamanan PBB|DK PBB|Majelis Umum PBB|Dewan Keamanan) )?"
    r"(?:[Rr]esolution|[Rr]esolusi)(?: (?:Dewan Keamanan PBB|DK PBB|Dewan Keamanan|Majelis Umum PBB|PBB))?"
    r"(?: [Nn]o(?:mor)?\.?)? (?:A/RES/)?\d{1,4}(?:/\d{1,4})?)(?: \((\d{4})\)| [Tt]ahun (\d{4}))?"
)


def laws(text: str, start: int, end: int) -> list[Found]:
    found: list[Found] = []
    if not _NUMBER.search(text, start, end):
        return found
    for match in _LAW_ID.finditer(text, start, end):
        year = match[3] or match[5]
        stop = match.end()
        found.append(
            Found(
                match.start(),
                stop,
                text[match.start() : stop].rstrip(" ,"),
                "law",
                "law-number",
                0.9,
                first_year=year,
            )
        )
    for match in _LAW_EN.finditer(text, start, end):
        if match[3] or "No" in match[1] or match[1].startswith("Republic"):
            found.append(
                Found(match.start(), match.end(), match[0], "law", "law-number", 0.9, first_year=match[3])
            )
    for match in _RESOLUTION.finditer(text, start, end):
        year = match[2] or match[3]
        found.append(
            Found(match.start(), match.end(), match[0], "law", "resolution-number", 0.9, first_year=year)
        )
    return found

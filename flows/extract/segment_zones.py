"""Tells the zones of a report apart: what is body, and what only stands around it."""

from __future__ import annotations

import re
from pathlib import Path

from flows.common.data import load_yaml

_FOLDER = Path(__file__).parent / "lang"
_TABLES = [load_yaml(_FOLDER / lang / "segment.yml") for lang in ("id", "en")]


def _words(key: str) -> list[str]:
    return [str(word).lower() for table in _TABLES for word in table[key]]


def _any(words: list[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s{1,2}") for word in ordered) + ")"


BEFORE = frozenset(str(word).lower() for table in _TABLES for word in table["abbreviations"]["before"])
AFTER = frozenset(str(word).lower() for table in _TABLES for word in table["abbreviations"]["after"])
OPENERS = frozenset(_words("openers"))
_PLACES = frozenset(_words("places"))

_I = re.IGNORECASE
_MARK = r"(?:[-*•»>#▪■→]{1,3}\s{0,2}|\[|\(|\*\*|__)?"
_COLON_ONLY = _words("related_with_colon")
_FREE = [word for word in _words("related") if word not in _COLON_ONLY]
_RELATED = re.compile(
    rf"{_MARK}(?:{_any(_COLON_ONLY)}(?:\*\*|__)?\s{{0,2}}(?::|$)"
    rf"|{_any(_FREE)}(?![^\W_])(?:\*\*|__)?\s{{0,2}}(?::|[|>»]|$|(?=[^.]{{0,160}}$)))",
    _I,
)
_TAGS = re.compile(
    rf"{_MARK}{_any(_words('tags'))}(?:\*\*)?\s{{0,2}}:|(?:#\w{{2,40}}[\s,]{{0,3}}){{1,20}}$", _I
)
_BYLINE = re.compile(
    rf"{_MARK}(?:{_any(_words('byline'))}(?:\*\*)?\s{{0,2}}(?::|\||©|\(|$)|(?:by|oleh)\s(?-i:[A-Z])|copyright|©|"
    r"artikel ini (?:telah|sudah)|laporan (?:wartawan|kontributor)|"
    r"(?:penulis|reporter|editor|pewarta)\s(?-i:[A-Z]))",
    _I,
)
_CODE = re.compile(r"[(\[]?\*{0,3}[\w./*-]{1,24}[)\]]?\.?$|\([^()\n]{1,40}\)$")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?!\d)\s{0,2}(?:WIB|WITA|WIT|UTC|GMT|[ap]\.?m\.?|hrs)?", _I)
_DAY = re.compile(
    r"\d{1,2}[\s/.-]{1,2}(?:\d{1,2}|[A-Za-z]{3,9})[\s/.,-]{1,2}\d{4}|[A-Za-z]{3,9}\s\d{1,2},?\s\d{4}"
)
_CAPTION_START = re.compile(
    rf"{_MARK}{_any(_words('caption_start'))}\s{{0,2}}(?::|/|\||-|–|—|\(|(?<=dok\.))|!\[", _I
)
_DOMAIN = r"[A-Za-z0-9-]{2,30}(?:\.[a-z]{2,4}){1,2}"
_LONE = (
    r"(?:ist|istimewa|dok|dokumentasi|dokumen|foto|photo|antara foto|file photo|handout|courtesy|un photo"
    r"|tangkapan layar)"
)
_CREDIT = _any(_words("credit"))
_CREDIT_FORMS = (
    rf"{_CREDIT}\s{{0,2}}[:/.©][^()\n]{{0,80}}",
    rf"{_LONE}(?:\s[^()\n]{{1,50}})?",
    rf"{_DOMAIN}\s?/\s?[A-Z@][^()\n]{{1,60}}",
    r"[^()\n]{0,40}/HO[^()\n]{0,60}",
    r"[^()\n]{0,40}(?:courtesy|handout)[^()\n]{0,60}",
)
_BRACKETED_CREDIT = re.compile(
    rf"[(\[](?:{'|'.join(_CREDIT_FORMS)})[)\]]?\s{{0,2}}[.*_]{{0,3}}$"
    r"|(?<=[.!?]\s)\((?-i:[A-Z][\w. ]{1,24}\s?/\s?[A-Z][^()\n]{2,40})\)$",
    _I,
)
_LED_CREDIT = re.compile(
    r"(?:^|[\s.,(])(?:foto|photo|dok|image|credit|photo by|photo credit|kredit)\.?\s{0,2}[:/]"
    r"\s?[^.:;\n]{2,60}[.)]?$",
    _I,
)
_SLASHED_CREDIT = re.compile(
    rf"(?<=[.!?])\s(?-i:[A-Z][\w.]{{2,20}}/[A-Z][\w .]{{2,40}})$|[^\W\d_]/(?-i:[A-Z]{{3,8}})$"
    rf"|{_DOMAIN}/[^()\n]{{2,40}}$",
    _I,
)
_COPYRIGHT = re.compile(r"©\s?[^.\n]{2,50}$", _I)
_SENTENCE_END = re.compile(r"[.!?][\"”»)\]*_]{0,4}(?:\s\([^()]{1,24}\))?$")
_HEADLINE_WORDS = re.compile(r"[^\W\d_][\w'’/-]*")
_LINK_TAIL = re.compile(
    r"(?<=[.!?\"”)])\s+(?=\(?(?:Baca [Jj]uga|BACA JUGA|Lihat [Jj]uga|Simak [Jj]uga|Read [Aa]lso|READ ALSO"
    r"|Also [Rr]ead|ALSO READ|Read [Mm]ore|See [Aa]lso)\s?:)"
)

_HEAD_TOKEN = re.compile(
    rf"(?:{_DOMAIN}|[(/]?[A-Z0-9][\w.'’&/,-]*\)?|[|,/]|\(|\)|di|of|the|de|del|al|la|--)(?:[,)]{{0,3}})$",
    re.UNICODE,
)
_SEPARATOR = re.compile(
    r"\s?[-–—]{1,3}\s{1,3}|\s{1,2}[–—](?=\S)|(?<=\))\s?[-–—:]\s{0,2}|(?:--|—)\s{0,2}|:\s{1,2}|\s?[-–—]{1,3}$"
    r"|(?<=[A-Za-z])[-–](?=[A-Z])|,\s?$|\s?\|\s|(?<=/)\.?\s|(?<=[A-Z]\))\s(?=[A-Z])|\.\s(?=[\"“]?[A-Z])"
)
_OUTLET = re.compile(rf"{_DOMAIN}|\([^()]{{2,60}}\)|\|", _I)


def is_link(words: str) -> bool:
    """Whether a line reads as a linked headline: no end of sentence, or a list mark before it."""
    return len(words) < 200 and not _SENTENCE_END.search(words) and not trailing_link(words)


def trailing_link(words: str) -> int:
    """Where "Baca juga: ..." begins at the end of a paragraph, else 0."""
    m = _LINK_TAIL.search(words)
    return m.end() if m and len(words) - m.end() < 220 else 0


def _titled(words: str, share: float) -> bool:
    tokens = [token for token in _HEADLINE_WORDS.findall(words) if len(token) > 2]
    return len(tokens) >= 4 and sum(token[0].isupper() for token in tokens) >= share * len(tokens)


def _caption(words: str) -> bool:
    if _CAPTION_START.match(words):
        return True
    if words.count("\n") > 3 or len(words) > 1_200:
        return False
    return _credited(words, max(0, len(words) - 140))


def _credited(words: str, tail: int) -> bool:
    """Whether a paragraph ends in a credit; each kind is looked for from `tail` on, where its signs stand at all."""
    slash = words.rfind("/", tail)
    return bool(
        (("(" in words[tail:] or "[" in words[tail:]) and _BRACKETED_CREDIT.search(words, tail))
        or ((slash >= 0 or ":" in words[tail:]) and _LED_CREDIT.search(words, tail))
        or (slash > words.rfind(")", tail) and _SLASHED_CREDIT.search(words, tail))
        or ("©" in words[tail:] and _COPYRIGHT.search(words, tail))
    )


def classify(words: str, index: int, count: int, body: int) -> str:
    """The zone of one paragraph: its place among all, and how many of the body came before it."""
    if words.startswith("#") and words.lstrip("#")[:1] == " ":
        return "headline"
    if _RELATED.match(words):
        return "related"
    if _TAGS.match(words):
        return "tags"
    short = len(words) <= 160
    if short and _BYLINE.match(words):
        return "byline"
    if _caption(words):
        return "caption"
    ended = bool(_SENTENCE_END.search(words))
    if short and not ended and _DAY.search(words) and _CLOCK.search(words):
        return "byline"
    if index > 1 and len(words) < 40 and _CODE.match(words) and (words[:1] in "([" or not ended):
        return "byline"
    last = index > 2 and index >= count - 2 and len(words) <= 80 and not ended
    if last and words[:1] not in "-*•" and (len(words) < 25 or _titled(words, 0.6)):
        return "byline"
    if index == 0 and len(words) <= 220 and not ended and count > 1 and not dateline_end(words):
        return "headline"
    if (
        body
        and short
        and not ended
        and words[-1] not in ":,;"
        and words[:1] not in "-*•"
        and _titled(words, 0.7)
    ):
        return "related"
    return "body"


def dateline_end(words: str, again: bool = False) -> int:
    """Where the dateline at the head of a paragraph ends, with its dash and the space after it; else 0."""
    for separator in _SEPARATOR.finditer(words, 2, min(len(words), 130)):
        if not _is_head(words[: separator.start()], separator[0], separator.end() >= len(words)):
            continue
        more = (
            0
            if again or words[separator.end() : separator.end() + 1].islower()
            else dateline_end(words[separator.end() : separator.end() + 40], True)
        )
        return separator.end() + more
    whole = words.strip()
    if not again and len(whole) <= 60 and "," in whole and whole.split(",")[0].lower() in _PLACES:
        return len(words) if _is_head(whole, "", True) else 0
    return 0


def _is_head(head: str, separator: str, alone: bool) -> bool:
    """Whether words before a separator are a place, an outlet or a day, and nothing else."""
    tokens = head.split()
    if not tokens or len(tokens) > 14 or not all(_HEAD_TOKEN.match(token) for token in tokens):
        return False
    pieces = [piece.strip(" .)").lower() for piece in re.split(r"[,|(/–-]", head)]
    known = any(piece in _PLACES for piece in pieces)
    dated = bool(_DAY.search(head))
    outlet = bool(_OUTLET.search(head))
    mark = separator.strip()
    if mark in (".", "") and head.endswith("/"):
        return known or dated
    if mark == ".":
        return (known or (head.isupper() and not head.endswith("."))) and len(tokens) == 1 and len(head) > 3
    if mark == "" and "/" not in head and not alone:
        return known and "(" in head
    if mark in (":", ",", "") or (
        mark in "-–" and separator == mark and not alone and not head.endswith((")", " "))
    ):
        return known or dated or (outlet and mark != ":") or "/" in head
    if known or dated or outlet or (mark == "|" and len(tokens) <= 2):
        return True
    if "," in head:
        return head.split(",")[0].isupper() or len(tokens) <= 4
    return (head.isupper() and len(tokens) <= 3) or len(tokens) <= 2

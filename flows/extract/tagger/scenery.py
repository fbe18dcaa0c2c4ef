"""Organisations' names that are only scenery: a corps after a rank, part of an occasion's name, a past career."""

from __future__ import annotations

from flows.extract.tagger.lines import Line
from flows.extract.tagger.words import OFFICE, RANK, RANK_TAIL, TITLE, bag, word_set

_OCCASIONS = word_set("occasions")
_BEFORE = bag(
    "ktt piagam resolusi konvensi presidensi keketuaan strategi deklarasi peraturan bendera pasukan statuta kawasan"
)
_AFTER_SMALL = bag(
    "charter resolution resolutions leaders members nations countries states ministers region state"
)
_AFTER = _AFTER_SMALL | bag(
    "summit presidency convention conventions strategy chairmanship plan compact declaration framework member"
)
_GATHERINGS = bag("meeting summit conference congress ktt konferensi pertemuan kongres dialogue dialog")
_BUILDINGS = bag("istana museum gedung headquarters markas building hotel")
_LOCATIVE = bag("di ke at in to from dari")
# nouns of a building that stands for a place and not for who works in it; of attacks, whose target is no actor
_SITES = bag(
    "gedung auditorium aula ruang lapangan halaman kompleks markas rutan pusdik mako asrama lobi ballroom gelanggang "
    "serbaguna serba"
)
_ALUMNI = bag(
    "lulusan alumni alumnus jebolan tamatan atase"
)  # of a school; an attaché is of a police or an army
_WHOLE = 5  # words of a name that says more than "Security Council"
_HALLS = frozenset(("balai kota", "balai sidang", "balai pertemuan", "rumah dinas", "rumah makan"))
_ATTACKS = bag(
    "bom pengeboman penyerangan serangan ledakan pemboman bombing bombings attack attacks blast explosion shooting"
)
_DEFUSERS = bag("penjinak penjinakan anti antisipasi ancaman tim")
_ON_TARGET = bag("di depan of on at against outside the terhadap ke markas")
_CAREER = bag("lulusan alumnus alumni karier kariernya graduated graduate alumna career formerly previously")
_NOW = bag("sekarang kini currently now current")
_HELD = bag("menjabat memimpin bertugas menduduki mengemban menjadi dipercaya")


def is_scenery(line: Line, first: int, last: int, *, registered: bool = False) -> bool:
    """The name at tokens `first` to `last` says nothing of the organisation as an actor."""
    tokens = line.tokens
    words = [t.text.lower() for t in tokens[first:last]]
    before = tokens[first - 1] if first else None
    if before is not None:
        if tokens[first].classes & RANK_TAIL and last - first == 1:
            i = first - 1
            while (
                i >= 0
                and (tokens[i].text in (".", "(") or tokens[i].classes & RANK_TAIL)
                and not tokens[i].classes & RANK
            ):
                i -= 1
            if i >= 0 and tokens[i].classes & RANK:
                return True
        if before.text.lower() in _BEFORE or _of_members(line, first):
            return True
        if before.text.lower() in _LOCATIVE and (words[0] in _BUILDINGS or words[-1] in _BUILDINGS):
            return True
        if is_site(line, first):
            return True
        if words[0] in ("museum", "istana") or " ".join(words[:2]) in _HALLS:
            return True
        if before.text.lower() in _ALUMNI or tokens[first].text.startswith("se-"):
            return True
        if last - first < _WHOLE and (
            words[-2:]
            in (["security", "council"], ["general", "assembly"], ["dk", "pbb"], ["keamanan", "pbb"])
            or words[0] == "majelis"
        ):
            near = {t.text.lower() for t in tokens[max(0, first - 4) : first]}
            if near & {
                "of",
                "anggota",
                "tetap",
                "resolusi",
                "sidang",
                "member",
                "members",
                "permanent",
                "session",
            }:
                return True
    if last - first <= 3 and last < len(tokens):
        after = tokens[last]
        if after.text.lower() in _AFTER and after.start - tokens[last - 1].end == 1:
            return bool(after.classes & TITLE) or after.text.lower() in _AFTER_SMALL
    if registered and last - first > 1 and words[0] == "konferensi" and words[1] != "tingkat":
        return False
    return any(word in _GATHERINGS for word in words) and "officials" not in words and "group" not in words


def _of_members(line: Line, first: int) -> bool:
    """The states of a group are meant and not the group: "sepuluh negara ASEAN", "negara anggota ASEAN"."""
    words = [token.text.lower() for token in line.tokens[max(0, first - 2) : first]]
    return words[-1] in ("negara", "negara-negara") or words == ["negara", "anggota"]


def is_site(line: Line, first: int) -> bool:
    """The name that begins at token `first` stands for a place or for what was attacked."""
    return first > 0 and (_is_place_here(line, first) or _is_target(line, first))


def _is_place_here(line: Line, first: int) -> bool:
    """The name goes with a building in a place: "di Gedung BUMN", "at the auditorium of ..."."""
    tokens = line.tokens
    i = first - 1
    while i >= max(0, first - 3) and tokens[i].text.lower() in _SITES:
        if i and (tokens[i - 1].text.lower() in _LOCATIVE or tokens[i - 1].text in ("Di", "kawasan")):
            return True
        i -= 1
    return False


def _is_target(line: Line, first: int) -> bool:
    """The name is what an attack was on: "bom Kedutaan Besar Australia", "the bombing of the Australian Embassy"."""
    tokens = line.tokens
    i = first - 1
    while i > max(0, first - 4) and tokens[i].text.lower() in _ON_TARGET:
        i -= 1
    if i < 0 or tokens[i].text.lower() not in _ATTACKS:
        return False
    return i == 0 or tokens[i - 1].text.lower() not in _DEFUSERS


def is_career(line: Line) -> bool:
    """The sentence tells of a person's earlier posts or schooling."""
    words = {t.text.lower() for t in line.tokens}
    if words & _NOW:
        return False
    if words & _CAREER:
        return bool(
            words & _HELD
            or words & {"lulusan", "alumnus", "graduated", "graduate", "served", "held", "headed"}
        ) or any(t.classes & OFFICE for t in line.tokens)
    return bool({"pernah", "sebelumnya", "sempat"} & words and words & _HELD)

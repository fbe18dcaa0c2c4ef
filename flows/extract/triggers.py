"""Finds the words that may tell of an event, sentence by sentence, with what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flows.extract.cues import Cue
from flows.extract.model import DateMention, PlaceMention, Sentence
from flows.extract.page import Page

NEAR = 45  # characters within which a cue word governs a trigger
OBJECT_REACH = 110  # characters within which a verb finds its object
READ_SEGMENTS = frozenset({"headline", "dateline", "body", "caption"})
_MONEY = re.compile(
    r"(?:Rp\.? ?|US\$|USD ?|A\$|AUD ?|\$|€|EUR ?|£|¥|JPY ?|AED ?)\d|\b\d[\d.,]* ?(?:juta|miliar|million|billion|unit|units|ribu|euro|dolar|dollars|yen)\b",
    re.I,
)
_GOODS = re.compile(
    r"\b(?:bantuan|hibah|kompensasi|santunan|uang|dana|peralatan|perangkat|kendaraan|alat|beasiswa|modal|sembako|kapal|grant|equipment|vehicles?|"
    r"compensation|aid|assistance|donation|devices?|computers?|scanners?|boats?|kits?|funds?|funding|laptops?|software|drones?|patrol)\b",
    re.I,
)
_LAUNCHED = re.compile(
    r"\b(?:program\w*|pusat|gedung|kantor|platform|aplikasi|buku|situs|portal|modul|pedoman|rencana|strategi|sekretariat|desk|satgas|"
    r"satuan|tim|forum|jaringan|kampanye|gerakan|desa|sekolah|kawasan|inisiatif|proyek|sistem|laboratorium|museum|monumen|fasilitas|"
    r"panduan|duta|balai|laman|kurikulum|hub|kelompok|laporan|indeks|video|film|kampus|pesantren|pusat|"
    r"programme|project|plan|strategy|centre|center|office|website|portal|book|handbook|guide\w*|toolkit|initiative|campaign|network|"
    r"unit|task force|academy|facility|system|course|report|index|fund|module|curriculum|group|mechanism|framework|committee|database|phase|school|secretariat|cell|compound|headquarters|dialogue)\b",
    re.I,
)
_ASSAULT = re.compile(
    r"\b(?:serangan|operasi|penyelidikan|roket|rudal|attacks?|strikes?|offensive|raids?|rockets?|missiles?|investigation|manhunt|probe|assault|airstrikes?|search)\b",
    re.I,
)
_FORMED = re.compile(
    r"\b(?:satgas|satuan|tim|forum|pusat|desk|kelompok|sekretariat|jaringan|badan|unit|task force|centre|center|office|network|group|committee|secretariat|team|council|cell|mechanism|duta|kantor)\b",
    re.I,
)
_GUESTS = re.compile(
    r"\b(?:kunjungan|audiensi|delegasi|rombongan|kedatangan|tim|duta besar|dubes|menteri|kepala|ketua|perwakilan|peserta|"
    r"delegation|ambassador|minister|delegates|chief|director|team|envoy|counterpart|officials|group|head|secretary|commissioner|counterparts|general|representatives|visit)\b",
    re.I,
)
_OFFICE = re.compile(
    r"\b(?:sebagai|menjadi|jabatan|kepala|ketua|direktur|deputi|sekretaris|komandan|kapolri|kepala densus|as|head|chief|director|secretary|"
    r"commissioner|ambassador|coordinator|commander|chair\w*|minister|chairman|under-secretary-general|pejabat|office)\b",
    re.I,
)
_ORDINAL = re.compile(
    r"\b(?:ke-?\s?(\d{1,3}|[IVX]{1,6})\b|(\d{1,3})(?:st|nd|rd|th)\b|(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|pertama|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan|kesembilan|kesepuluh|perdana|inaugural)\b)",
    re.I,
)
_ORDINAL_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5,
    "keenam": 6, "ketujuh": 7, "kedelapan": 8, "kesembilan": 9, "kesepuluh": 10, "perdana": 1, "inaugural": 1,
}  # fmt: skip
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_TIMES = re.compile(rf"\b(?:untuk |for the )(?:yang )?(?:{_ORDINAL.pattern[2:]})(?: kali| time)", re.I)
_NOT_AN_EVENT_ORDINAL = frozenset({"kedua"})  # "kedua lembaga" is "both bodies"


@dataclass(slots=True)
class Candidate:
    """A trigger in a sentence with the cues that govern it and what the sentence gives it."""

    type: str
    index: int  # position of the sentence in the page
    start: int
    end: int
    strength: str
    form: str
    segment: str
    status: str = "occurred"
    status_cue: tuple[int, int] | None = None
    explicit: bool = False  # the status was read from a cue or date, not assumed
    definite: bool = False
    plural: bool = False
    hypothetical: bool = False
    negated: bool = False
    background: bool = False
    quoted: bool = False
    foreign: bool = False  # an English word in Indonesian text, or the reverse
    supported: bool = False
    generic: bool = False  # "kegiatan itu", "the event": adds to an event, never makes one
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)  # keys, in order of mention
    occasion: str | None = None
    series_number: int | None = None
    instrument: tuple[int, int] | None = None

    @property
    def named(self) -> bool:
        """True where the occasion has a name of its own."""
        return self.occasion is not None


def find_triggers(page: Page) -> list[Candidate]:
    """Return the triggers of the readable sentences of `page`, in order."""
    found: list[Candidate] = []
    for index, sentence in enumerate(page.sentences):
        if sentence.segment in READ_SEGMENTS:
            found += _in_sentence(page, index, sentence)
    return found


def _in_sentence(page: Page, index: int, sentence: Sentence) -> list[Candidate]:
    cues = page.cues_in(sentence.start, sentence.end)
    blocked = [(c.start, c.end) for c in cues if c.category == "blockers"]
    triggers = [c for c in cues if c.category == "trigger" and c.strength != "object"]
    objects = [c for c in cues if c.category == "trigger" and c.strength == "object"]
    found: list[Candidate] = []
    for cue in triggers:
        if any(a <= cue.start and cue.end <= b for a, b in blocked) or page.inside_name(cue.start, cue.end):
            continue
        candidate = _candidate(page, index, sentence, cue, cues, objects)
        if candidate and not any(c.type == candidate.type and c.start == candidate.start for c in found):
            found.append(candidate)
    return found


def _candidate(
    page: Page, index: int, sentence: Sentence, cue: Cue, cues: list[Cue], objects: list[Cue]
) -> Candidate | None:
    text = page.report.text
    foreign = cue.lang != page.report.lang
    word = text[cue.start : cue.end]
    if foreign and (
        cue.strength != "noun" or not (word[:1].isupper() or _shared(page.report.lang, cue.form))
    ):
        return None
    candidate = Candidate(
        cue.label, index, cue.start, cue.end, cue.strength, cue.form, sentence.segment, foreign=foreign
    )
    if not _complete(page, sentence, cue, objects, candidate):
        return None
    if word.isupper() and len(word) > 4 and sentence.segment != "headline":
        return None
    candidate.quoted = page.quoted(cue.start)
    left = [c for c in cues if c.end <= cue.start and cue.start - c.end <= NEAR]
    right = [c for c in cues if c.start >= cue.end and c.start - cue.end <= NEAR]
    around = text[cue.end : min(sentence.end, cue.end + 14)].lower().split()
    candidate.definite = cue.strength == "noun" and (
        (bool(around) and around[0].strip(",.") in _DEFINITE_AFTER) or _definite_before(text, cue.start)
    )
    candidate.definite = candidate.definite or _taken_up(page, sentence, cue, candidate)
    candidate.plural = any(c.category == "plural" and cue.start - c.end <= 12 for c in left) or _plural_form(
        cue, text
    )
    candidate.hypothetical = any(c.category == "hypothetical" for c in left)
    candidate.negated = any(c.category == "negated" and cue.start - c.end <= 25 for c in left)
    candidate.background = any(c.category == "background" for c in left) or any(
        c.category == "background" and c.start - cue.end <= 12 for c in right
    )
    candidate.supported = (
        cue.strength != "noun"
        or any(c.category == "support" for c in left)
        or any(c.category == "support" and c.start - cue.end <= NEAR for c in right)
    )
    candidate.occasion = occasion_name(text, sentence, cue)
    candidate.series_number = series_number(text, sentence, cue)
    return candidate


_DEFINITE_AFTER = frozenset({"tersebut", "itu", "ini", "dimaksud", "tadi"})
_BEFORE_DEFINITE = re.compile(
    r"\b(?:the|this|that|its|their|these|those|the same)(?: [\w-]{1,20}){0,2} $", re.I
)
_SHARED_NOUNS = frozenset({
    "workshop", "seminar", "webinar", "forum", "training", "focus group discussion", "fgd", "drill", "talk show",
    "roundtable", "training of trainers", "side event", "joint working group", "jwg", "courtesy call", "kick-off",
    "launching", "table-top exercise", "tabletop exercise", "table top exercise", "plenary", "summit",
})  # fmt: skip


_THIS_IS = re.compile(r"^(?:Ini|Inilah|Itu|Itulah|This|It|That) (?:adalah |merupakan |is |was )?", re.I)
_TAKEN_UP = re.compile(r"\b(?:itu|tersebut|ini|waktu itu)\b")
_INSTRUMENT_AGAIN = re.compile(
    r"\b(?:the|both|kedua|keduanya|naskah|dokumen)\b|\b(?:itu|tersebut|ini)\b|nya$", re.I
)


def _taken_up(page: Page, sentence: Sentence, cue: Cue, candidate: Candidate) -> bool:
    """True where the sentence opens by taking up an event told of before ("Pertemuan ... itu", "The document was signed")."""
    text = page.report.text
    if sentence.segment != "body":
        return False
    if cue.strength == "noun":
        opens = cue.start - sentence.start <= 1
        if opens and page.report.lang == "id":
            return True
        return bool(_THIS_IS.match(text[sentence.start : cue.start + 1])) and cue.start - sentence.start < 25
    if cue.form in _SIGNING and cue.form.endswith("nya"):
        return True
    if cue.form in _SIGNING and candidate.instrument and candidate.instrument[0] < cue.start:
        return bool(
            _INSTRUMENT_AGAIN.search(text[max(sentence.start, candidate.instrument[0] - 8) : cue.start])
        )
    return cue.form in _SIGNING and candidate.instrument is None


def _shared(lang: str, form: str) -> bool:
    return lang == "id" and form in _SHARED_NOUNS


def _definite_before(text: str, start: int) -> bool:
    return bool(_BEFORE_DEFINITE.search(text, max(0, start - 45), start))


def _plural_form(cue: Cue, text: str) -> bool:
    if cue.lang == "id":
        return text[cue.end : cue.end + 1] == "-" or text[max(0, cue.start - 1) : cue.start] == "-"
    return cue.strength == "noun" and cue.form.endswith("s") and cue.form not in _PLURALS_OF_ONE


_PLURALS_OF_ONE = frozenset({
    "talks", "bilateral talks", "consultations", "discussions", "bilateral consultations", "negotiations",
    "bilateral discussions", "counter-terrorism consultations", "counterterrorism consultations", "annual talks",
    "policy talks", "handing over",
})  # fmt: skip


def _complete(page: Page, sentence: Sentence, cue: Cue, objects: list[Cue], candidate: Candidate) -> bool:
    """True where the words that the trigger needs stand near it; sets the instrument of an agreement."""
    text = page.report.text
    low, high = max(sentence.start, cue.start - OBJECT_REACH), min(sentence.end, cue.end + OBJECT_REACH)
    before, after = text[low : cue.start], text[cue.end : high]
    if cue.strength == "draft":
        near = [o for o in objects if o.form in _DRAFTED and 0 <= o.start - cue.end <= 40]
        if _PASSIVE_DRAFT.search(text, max(low, cue.start - 12), cue.end):
            near += [o for o in objects if o.form in _DRAFTED and 0 <= cue.start - o.end <= 60]
        if near:
            candidate.instrument = (near[0].start, near[0].end)
        return bool(near)
    if cue.label == "agreement":
        near = [o for o in objects if low <= o.start and o.end <= high]
        named = [s for p in page.programmes for s in p.spans if low <= s[0] and s[1] <= high + 60]
        if near:
            chosen = min(near, key=lambda o: min(abs(o.start - cue.end), abs(cue.start - o.end)))
            candidate.instrument = (chosen.start, chosen.end)
        if named:
            chosen_span = min(named, key=lambda s: min(abs(s[0] - cue.end), abs(cue.start - s[1])))
            candidate.instrument = candidate.instrument or (chosen_span[0], chosen_span[1])
        return (
            bool(near or named)
            or cue.form in _SELF_CONTAINED_AGREEMENT
            or _signs_what_came_before(page, sentence, cue)
        )
    if cue.label == "launch" and cue.strength != "noun":
        if cue.form in _FORMING:
            return bool(_FORMED.search(after[:60]))
        if _ASSAULT.search(after[:60]):
            return False
        if cue.form.startswith(
            ("launch", "unveil", "luncurkan", "meluncurkan", "diluncurkan", "dicanangkan", "mencanangkan")
        ):
            return True
        return bool(
            _LAUNCHED.search(after) or _LAUNCHED.search(before[-60:]) or _names_programme(page, low, high)
        )
    if cue.label == "assistance":
        if cue.form in _BARE_GIVING:
            return bool(
                _MONEY.search(after)
                or _GOODS.search(after[:70])
                or _MONEY.search(before)
                or _GOODS.search(before)
            )
        return (cue.form != "hibah" and cue.form != "grant") or bool(_MONEY.search(before + after))
    if cue.label == "appointment":
        persons = any(actor.kind == "person" for _, actor in page.names_in(sentence.start, sentence.end))
        return persons or (bool(_OFFICE.search(after)) and cue.strength != "weak")
    if cue.label == "meeting" and cue.form in _RECEIVING:
        return bool(_GUESTS.search(after[:70]) or page.names_in(cue.end, min(high, cue.end + 60)))
    if cue.label == "meeting" and cue.form in _DISCUSSING:
        if _PURPOSE.search(text, max(sentence.start, cue.start - 24), cue.start):
            return False
        return (
            len(
                {
                    actor.key
                    for _, actor in page.names_in(sentence.start, sentence.end)
                    if actor.kind != "person"
                }
            )
            >= 2
        )
    if cue.label == "visit" and cue.form in _MISSIONS:
        return bool(re.match(r"\s(?:to|ke|dari|from|kemanusiaan|penilaian)\b", after))
    return True


_SELF_CONTAINED_AGREEMENT = frozenset({
    "resmi menjalin kerja sama", "meresmikan kerja sama", "meneken mou", "memperbarui mou", "perpanjang mou",
    "memperpanjang nota kesepahaman", "memperbarui nota kesepahaman", "menyepakati nota kesepahaman", "signing ceremony",
    "penandatanganan",
})  # fmt: skip
_FORMING = frozenset(
    {
        "membentuk",
        "dibentuk",
        "established",
        "set up",
        "introduced",
        "memperkenalkan",
        "diperkenalkan",
        "dikukuhkan",
    }
)
_BARE_GIVING = frozenset({
    "handed over", "hand over", "hands over", "donated", "donate", "donates", "granted", "awarded", "contributed",
    "contribute", "contributes", "pledged", "pledge", "pledges", "committed", "turned over", "turns over", "disbursed",
    "paid out", "allocated", "will provide", "gave", "provided", "presented", "delivered", "mengucurkan", "dikucurkan",
    "menggelontorkan", "menyerahkannya", "membayarkan", "menyalurkan", "disalurkan", "menyerahkan", "diserahkan",
    "serahkan", "dibagikan", "were handed", "was handed",
})  # fmt: skip
_RECEIVING = frozenset(
    {
        "calls on",
        "called on",
        "menerima",
        "terima",
        "diterima",
        "menyambut",
        "received",
        "receives",
        "hosted",
        "welcomed",
        "menjamu",
        "receive",
    }
)
_DISCUSSING = frozenset(
    {
        "membahas",
        "bahas",
        "mendiskusikan",
        "membicarakan",
        "discussed",
        "discuss",
        "discusses",
        "berkoordinasi",
        "briefed",
    }
)
_PURPOSE = re.compile(
    r"\b(?:untuk|guna|dalam rangka|agar|sambil|to|in order to|and|dan|serta)\s(?:[\w-]+\s)?$", re.I
)
_MISSIONS = frozenset({"misi", "trip", "tour of", "safari", "muhibah", "roadshow", "kedatangan"})


_PASSIVE_DRAFT = re.compile(
    r"\b(?:disusun|disiapkan|digodok|dimatangkan|difinalisasi|dirumuskan|being \w+|to be \w+(?: out)?|under negotiation)$",
    re.I,
)
_DRAFTED = frozenset({
    "nota kesepahaman", "memorandum of understanding", "mou", "memorandum saling pengertian", "perjanjian kerja sama", "pks",
    "letter of intent", "loi", "memorandum", "perjanjian", "memorandum of agreement", "agreement", "rencana aksi", "work plan",
    "action plan", "plan of action", "rencana kerja", "treaty", "memorandum of cooperation", "memorandum of co-operation",
    "extradition treaty", "cooperation agreement", "co-operation agreement", "nota kesepakatan", "kesepahaman", "perpres",
    "peraturan presiden", "national strategy", "deklarasi", "declaration", "surat keputusan bersama", "skb",
})  # fmt: skip
_SIGNING = frozenset({
    "menandatangani", "ditandatangani", "menandatanganinya", "ditandatanganinya", "meneken", "diteken", "teken",
    "tandatangani", "signed", "sign", "signs", "signing", "inked", "initialled", "penandatanganan",
})  # fmt: skip
_LOOK_BACK = 400  # characters


def _signs_what_came_before(page: Page, sentence: Sentence, cue: Cue) -> bool:
    """ "Both were signed at ...": the instrument stands in a sentence shortly before."""
    if cue.form not in _SIGNING:
        return False
    earlier = page.cues_in(max(0, sentence.start - _LOOK_BACK), sentence.start)
    return any(c.category == "trigger" and c.strength == "object" for c in earlier)


def _names_programme(page: Page, low: int, high: int) -> bool:
    return any(low <= start and end <= high + 60 for p in page.programmes for start, end, _ in p.spans)


_OCCASION_WORD = r"(?:[A-Z0-9][\w'’&/.-]{0,30}|[A-Z]{2,}|of|on|for|and|the|in|to|against|dan|untuk|tentang|ke-?\d{1,3}|se-|with)"
_OCCASION_LEFT = re.compile(rf"((?:{_OCCASION_WORD} ){{1,14}})$")
_OCCASION_RIGHT = re.compile(rf"^((?: {_OCCASION_WORD}){{1,14}})")
_TRIM_LEFT = re.compile(
    r"^(?:(?:The|the|of|on|for|and|in|to|against|dan|untuk|tentang|di|with|Dalam|Pada|Acara|At|In|On|During|After) )+"
)
_TRIM_RIGHT = re.compile(r"(?: (?:of|on|for|and|the|in|to|against|dan|untuk|tentang|di|with))+$")


def occasion_name(text: str, sentence: Sentence, cue: Cue) -> str | None:
    """Return the capitalised name that the trigger noun stands in ("8th ... Meeting on ..."), if it has one."""
    if (
        cue.strength == "verb"
        or not text[cue.start : cue.start + 1].isupper()
        or sentence.segment == "headline"
    ):
        return None
    left = _OCCASION_LEFT.search(text[max(sentence.start, cue.start - 140) : cue.start])
    right = _OCCASION_RIGHT.match(text[cue.end : min(sentence.end, cue.end + 140)])
    before = _TRIM_LEFT.sub("", left[1]) if left else ""
    after = _TRIM_RIGHT.sub("", right[1]) if right else ""
    name = f"{before}{text[cue.start : cue.end]}{after}".strip(" ,.")
    return name if len(name.split()) > len(cue.form.split()) else None


def series_number(text: str, sentence: Sentence, cue: Cue) -> int | None:
    """Return the ordinal that stands right before or after the trigger: "8th consultations", "Rakornas ke-3"."""
    times = _TIMES.search(text, sentence.start, sentence.end)
    if times:
        return _number(times)
    if cue.strength == "verb":
        return None
    left = text[max(sentence.start, cue.start - 60) : cue.start]
    right = text[cue.end : min(sentence.end, cue.end + 90)]
    before = [m for m in _ORDINAL.finditer(left) if not re.search(r"[,.;:]", left[m.end() :])]
    after = _ORDINAL.search(right[:40])
    for match in (*before[-1:], after):
        if (
            match
            and (number := _number(match))
            and not re.search(r"[,.;:]", right[: match.start()] if match is after else "")
        ):
            return number
    return None


def _number(match: re.Match[str]) -> int | None:
    digits, english, word = match[1], match[2], match[3]
    if digits:
        return int(digits) if digits.isdigit() else _ROMAN.get(digits.upper())
    if english:
        return int(english)
    return None if word.lower() in _NOT_AN_EVENT_ORDINAL else _ORDINAL_WORDS[word.lower()]

"""What a trigger needs beside it to tell of an event: a verb of signing an instrument, one of giving goods or money."""

from __future__ import annotations

import re

from flows.extract.candidates import Candidate
from flows.extract.cues import Cue
from flows.extract.model import Sentence
from flows.extract.page import Page

OBJECT_REACH = 110  # characters within which a verb finds its object
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


def closes(text: str, cue: Cue, end: int) -> bool:
    """True where a verb of agreeing says that something else came to an end: "concluded a course", "concluded in Rome"."""
    return cue.form in _CONCLUDING and bool(_CLOSED.match(text, cue.end, min(end, cue.end + OBJECT_REACH)))


def complete(page: Page, sentence: Sentence, cue: Cue, objects: list[Cue], candidate: Candidate) -> bool:
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
    if cue.label == "launch" and cue.form in _OPENING:
        return bool(_STARTED.search(after[:45]) or _names_programme(page, cue.end, cue.end + 20))
    if cue.label == "operation" and cue.form in _MOVING:
        return bool(_MOVED.search(before + after))
    if cue.label == "appointment" and cue.form in _NAMING:
        persons = any(actor.kind == "person" for _, actor in page.names_in(sentence.start, sentence.end))
        return persons and bool(_OFFICE.search(after[:80]))
    if cue.label == "training" and cue.form in _LEARNING:
        return bool(_COURSE.search(before + after))
    if cue.label == "visit" and cue.form in _GOING:
        return bool(_DELEGATION.search(before[-70:])) and bool(
            page.places_in(cue.end, min(high, cue.end + 40))
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


_CONCLUDING = frozenset({"concluded", "concluding", "extended", "extending"})
_CLOSED = re.compile(
    r"\s+(?:(?:in|on|at|here|today|yesterday|with|after|following|last|this)\b|"
    r"(?:(?!agreement|memorandum|mou|treaty|pact|accord|protocol|convention|arrangement|contract)[\w’'“”\"(),-]+\s+){0,6}?"
    r"[“\"(]?(?:trainings?|workshops?|seminars?|webinars?|courses?|visits?|meetings?|conferences?|sessions?|exercises?|"
    r"missions?|tours?|dialogues?|consultations?|summits?|forums?|talks|briefings?|symposium|retreat|roundtable)\b)",
    re.I,
)


_SELF_CONTAINED_AGREEMENT = frozenset({
    "resmi menjalin kerja sama", "meresmikan kerja sama", "meneken mou", "memperbarui mou", "perpanjang mou",
    "memperpanjang nota kesepahaman", "memperbarui nota kesepahaman", "menyepakati nota kesepahaman", "signing ceremony",
    "penandatanganan",
})  # fmt: skip
_OPENING = frozenset({
    "opened", "opens", "is to open", "will open", "to open", "opening", "created", "founded", "initiated", "presented", "started", "memulai",
    "mendirikan", "didirikan", "pembentukan", "pendirian", "pembangunan", "establishment of", "creation of", "presentation of", "start of",
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


_STARTED = re.compile(
    r"\b(?:office|centre|center|programme|program|project|plan|strategy|school|academy|hub|unit|phase|website|portal|platform|campaign|"
    r"kantor|pusat|program|proyek|kampanye|sekolah|desa|gedung|museum|kawasan|satgas|satuan|desk|forum|tim|komando|unit|sekretariat)\b",
    re.I,
)
_MOVING = frozenset({
    "returned", "took back", "landed", "were returned", "evacuated", "menjemput", "diterbangkan", "menampung", "kembali ke tanah air",
})  # fmt: skip
_MOVED = re.compile(
    r"\b(?:nationals|citizens|women|children|families|returnees|deportees|migrants|wni|warga|deportan|anak|keluarga|Syria|Suriah|Iraq|Irak)\b",
    re.I,
)
_NAMING = frozenset({
    "named", "takes over", "take over", "replace", "retires", "becomes", "sworn", "menjabat sebagai", "resmi menjadi", "memasuki masa pensiun",
})  # fmt: skip
_LEARNING = frozenset({"learned", "taught", "schooled", "coached", "graduated"})
_COURSE = re.compile(
    r"\b(?:course|training|workshop|participants|officers|trainees|instructors|class)\b", re.I
)
_GOING = frozenset({
    "came to", "travelled", "traveled", "was in", "went to", "arrived", "touring", "flew in", "landed in", "mendatangi", "datang ke",
    "tiba di", "berada di", "hadir di", "disambut",
})  # fmt: skip
_DELEGATION = re.compile(
    r"\b(?:delegation|mission|team|minister|ambassador|envoy|chief|head|director|officials|experts|group|delegates|secretary|commissioner|president|"
    r"delegasi|rombongan|tim|menteri|duta besar|dubes|kepala|ketua|direktur|deputi|jenderal|komjen|perwakilan|misi)\b",
    re.I,
)
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
SIGNING = frozenset({
    "menandatangani", "ditandatangani", "menandatanganinya", "ditandatanganinya", "meneken", "diteken", "teken",
    "tandatangani", "signed", "sign", "signs", "signing", "inked", "initialled", "penandatanganan",
})  # fmt: skip
_LOOK_BACK = 400  # characters


def _signs_what_came_before(page: Page, sentence: Sentence, cue: Cue) -> bool:
    """ "Both were signed at ...": the instrument stands in a sentence shortly before."""
    if cue.form not in SIGNING:
        return False
    earlier = page.cues_in(max(0, sentence.start - _LOOK_BACK), sentence.start)
    return any(c.category == "trigger" and c.strength == "object" for c in earlier)


def _names_programme(page: Page, low: int, high: int) -> bool:
    return any(low <= start and end <= high + 60 for p in page.programmes for start, end, _ in p.spans)

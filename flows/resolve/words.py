"""Words compared without case, accents and small change: forms of names, and names of occasions in either language."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_RANK = frozenset(
    [
        "dr",
        "drs",
        "dra",
        "ir",
        "prof",
        "h",
        "hj",
        "kh",
        "komjen",
        "irjen",
        "brigjen",
        "jenderal",
        "letjen",
        "mayjen",
        "marsda",
        "marsdya",
        "laksda",
        "kombes",
        "akbp",
        "pol",
        "tni",
        "purn",
        "sh",
        "mh",
        "si",
        "msi",
        "mm",
        "mr",
        "mrs",
        "ms",
        "sir",
        "gen",
        "general",
        "lt",
        "col",
        "commissioner",
        "ambassador",
        "dubes",
        "bapak",
        "ibu",
        "pak",
        "bu",
        "yang",
        "mulia",
        "his",
        "her",
        "excellency",
    ]
)
_STATE = re.compile(
    r"^(?:the|pemerintah|pemerintahan|government of|negara|republik|republic of|kerajaan|kingdom of) "
)
_COMMON_BODY = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "dan",
        "ministry",
        "minister",
        "department",
        "foreign",
        "external",
        "affairs",
        "defence",
        "defense",
        "interior",
        "home",
        "internal",
        "justice",
        "security",
        "state",
        "national",
        "public",
        "armed",
        "forces",
        "army",
        "navy",
        "police",
        "attorney",
        "prosecutor",
        "general",
        "s",
        "office",
        "council",
        "committee",
        "parliament",
        "government",
        "cabinet",
        "embassy",
        "working",
        "group",
        "coordinating",
        "executive",
        "secretariat",
        "programme",
        "social",
        "labour",
        "protection",
        "immigration",
        "kementerian",
        "luar",
        "dalam",
        "negeri",
        "pertahanan",
        "hukum",
        "kepolisian",
        "kejaksaan",
        "agung",
        "parlemen",
        "pemerintah",
        "kedutaan",
        "besar",
        "dewan",
        "komite",
        "sekretariat",
        "supreme",
        "court",
        "president",
        "mahkamah",
    ]
)
_TAIL = ("republik indonesia", "of the republic of indonesia", "of indonesia", "indonesia", "ri")
_PROVINCES = {
    "ntb": "nusa tenggara barat", "ntt": "nusa tenggara timur", "jabar": "jawa barat", "jateng": "jawa tengah", "jatim": "jawa timur",
    "diy": "daerah istimewa yogyakarta", "sumut": "sumatera utara", "sumbar": "sumatera barat", "sumsel": "sumatera selatan",
    "kalbar": "kalimantan barat", "kalteng": "kalimantan tengah", "kalsel": "kalimantan selatan", "kaltim": "kalimantan timur",
    "kaltara": "kalimantan utara", "sulut": "sulawesi utara", "sulteng": "sulawesi tengah", "sulsel": "sulawesi selatan",
    "sulbar": "sulawesi barat", "sultra": "sulawesi tenggara", "malut": "maluku utara", "kepri": "kepulauan riau",
    "babel": "kepulauan bangka belitung",
}  # fmt: skip
_EMPTY = frozenset(
    [
        "di",
        "dan",
        "ke",
        "yang",
        "dengan",
        "untuk",
        "tentang",
        "pada",
        "dalam",
        "dari",
        "para",
        "serta",
        "atau",
        "bagi",
        "oleh",
        "the",
        "a",
        "an",
        "of",
        "on",
        "in",
        "for",
        "and",
        "to",
        "at",
        "with",
        "between",
        "by",
        "or",
        "ke",
        "th",
        "st",
        "nd",
        "rd",
        "tingkat",
    ]
)
_SAME = {
    # Indonesian (and spelling variants) -> the English word it stands for
    "terorisme": "terrorism", "teroris": "terrorism", "terrorist": "terrorism", "terrorists": "terrorism",
    "kontraterorisme": "counterterrorism", "penanggulangan": "counter", "pencegahan": "prevention", "kontra": "counter",
    "countering": "counter", "combating": "counter", "melawan": "counter", "pemberantasan": "counter",
    "pendanaan": "financing", "pembiayaan": "financing", "finance": "financing",
    "pertemuan": "meeting", "rapat": "meeting", "talks": "meeting", "pembicaraan": "meeting",
    "konsultasi": "consultation", "consultations": "consultation", "dialog": "dialogue",
    "konferensi": "conference", "ktt": "summit", "puncak": "summit", "lokakarya": "workshop", "pelatihan": "training",
    "latihan": "exercise", "seminar": "seminar", "simposium": "symposium", "kongres": "congress", "forum": "forum",
    "nota": "memorandum", "mou": "memorandum", "kesepahaman": "understanding", "perjanjian": "agreement",
    "pks": "agreement", "deklarasi": "declaration", "resolusi": "resolution", "rencana": "plan", "aksi": "action",
    "kerja": "cooperation", "sama": "cooperation", "kerjasama": "cooperation", "bersama": "joint",
    "nasional": "national", "internasional": "international", "kawasan": "regional", "menteri": "ministerial",
    "tingkat": "level", "tinggi": "high", "subregional": "subregional", "keamanan": "security", "perbatasan": "border",
    "lintas": "cross", "batas": "border", "petempur": "fighters", "asing": "foreign", "ekstremisme": "extremism",
    "kekerasan": "violent", "berbasis": "violent", "korban": "victims", "pusat": "centre", "center": "centre",
    "program": "programme", "strategi": "strategy", "peluncuran": "launch", "tahunan": "annual", "bilateral": "bilateral",
    "diluncurkan": "launch", "meluncurkan": "launch", "launched": "launch", "diresmikan": "inaugurate", "meresmikan": "inaugurate",
    "peresmian": "inaugurate", "inaugurated": "inaugurate", "inauguration": "inaugurate", "menandatangani": "sign", "ditandatangani": "sign",
    "penandatanganan": "sign", "meneken": "sign", "signed": "sign", "signing": "sign", "signs": "sign", "kunjungan": "visit",
    "mengunjungi": "visit", "berkunjung": "visit", "lawatan": "visit", "visited": "visit", "bertemu": "met", "menemui": "met",
    "menerima": "received", "dilantik": "sworn", "melantik": "sworn", "pelantikan": "sworn", "inducted": "sworn",
    "patroli": "patrol", "patrols": "patrol", "laut": "maritime", "sea": "maritime", "udara": "air", "darat": "land",
    "kapal": "ship", "ships": "ship", "perairan": "waters", "pelabuhan": "port", "bandara": "airport", "pesawat": "aircraft",
    "peralatan": "equipment", "bantuan": "assistance", "hibah": "grant", "kompensasi": "compensation", "penyintas": "survivors",
    "keluarga": "family", "families": "family", "anak": "children", "perempuan": "women", "pemuda": "youth", "pelajar": "students",
    "mahasiswa": "students", "pesantren": "boarding", "penjara": "prison", "prisons": "prison", "lapas": "prison", "narapidana": "inmates",
    "napi": "inmates", "prisoners": "inmates", "pemulangan": "repatriate", "dipulangkan": "repatriate", "memulangkan": "repatriate",
    "repatriation": "repatriate", "repatriated": "repatriate", "dideportasi": "deport", "deportasi": "deport", "deported": "deport",
    "ekstradisi": "extradite", "extradition": "extradite", "extradited": "extradite", "kantor": "office", "gedung": "building",
    "komando": "command", "pangkalan": "base", "senjata": "weapons", "bahan": "material", "peledak": "explosives", "bom": "bomb",
    "bombs": "bomb", "pencucian": "laundering", "uang": "money", "transaksi": "transaction", "keuangan": "financial",
    "radikalisme": "radicalism", "radikalisasi": "radicalisation", "radicalization": "radicalisation",
    "deradikalisasi": "deradicalisation", "deradicalization": "deradicalisation", "rehabilitasi": "rehabilitation",
    "pekan": "week", "jaksa": "prosecutors", "penyidik": "investigators", "polisi": "police",
    "tentara": "army", "militer": "military", "pertahanan": "defence", "defense": "defence",
    "duta": "ambassador", "dubes": "ambassador", "kedutaan": "embassy", "utusan": "envoy", "delegasi": "delegation",
    "pakar": "experts", "ahli": "experts",
}  # fmt: skip
_GENERIC_WORDS = (
    "meeting conference summit consultation dialogue workshop training exercise seminar forum "
    "memorandum understanding agreement cooperation joint national international terrorism counter "
    "counterterrorism annual high level ct document text first second third fourth fifth sixth "
    "seventh eighth ninth tenth pertama kedua ketiga keempat kelima keenam ketujuh kedelapan "
    "kesembilan kesepuluh plan action framework strategy programme law declaration treaty convention "
    "protocol resolution statement dokumen naskah letter intent mission visit delegation launch "
    "centre office platform indonesia tahun kunjungan"
)


def plain_text(text: str) -> str:
    """Return what `plain` returns, of a whole report: nothing of it is kept."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii") or text
    return " ".join(_WORD.findall(bare.replace("'", "").casefold()))


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """Return `text` in lower case without accents or punctuation, its words joined by one space."""
    return plain_text(text)


@lru_cache(maxsize=200_000)
def without_brackets(text: str) -> str:
    """Return `text` less what stands in brackets, where more than that remains."""
    bare = " ".join(_BRACKETS.sub(" ", text).split())
    return bare if bare else text


@lru_cache(maxsize=200_000)
def body_key(text: str) -> str:
    """Return the form by which an organisation's or programme's name is compared: `plain`, less the state's name at its end."""
    form = plain(text).removeprefix("the ").replace(" provinsi ", " ")
    for short, province in _PROVINCES.items():
        if form.endswith(f" {short}"):
            form = form.removesuffix(short) + province
    for tail in _TAIL:
        if form.endswith(" " + tail) and form.count(" ") - tail.count(" ") >= 2:
            return form[: -len(tail) - 1]
    return form


@lru_cache(maxsize=200_000)
def person_key(text: str) -> str:
    """Return the form by which a person's name is compared: `plain`, without ranks, titles and initials."""
    names = plain(text.split(",", 1)[0]).split()
    kept = [word for word in names if word not in _RANK and len(word) > 1]
    return " ".join(kept or names)


@lru_cache(maxsize=20_000)
def country_key(text: str) -> str:
    """Return the form by which a country's name is compared: `plain`, without "government of" and the like."""
    form = plain(text)
    while True:
        shorter = _STATE.sub("", form)
        if shorter == form or not shorter:
            return form
        form = shorter


def is_generic_body(form: str) -> bool:
    """True for the name of a body that every state has ("ministry of foreign affairs"): it says nothing without its state."""
    return bool(form) and all(word in _COMMON_BODY for word in form.split())


def name_key(kind: str, text: str) -> str:
    """Return the comparison form of a name of an actor of `kind`."""
    return (
        person_key(text) if kind == "person" else country_key(text) if kind == "country" else body_key(text)
    )


def is_acronym(text: str) -> bool:
    """True for a short form in capitals: BNPT, UNOCT, P2."""
    return 2 <= len(text) <= 10 and " " not in text and text.isascii() and sum(c.isupper() for c in text) >= 2


def digits(text: str) -> tuple[str, ...]:
    """Return the numbers and Roman numerals of `text`; two names that differ in them are two names."""
    return tuple(
        w
        for w in plain(text).split()
        if w.isdigit() or w in {"ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi"}
    )


@lru_cache(maxsize=100_000)
def cognate(word: str) -> str:
    """Return what an English word and its Indonesian loan have in common: maritim, maritime; komando, command."""
    simple = re.sub(
        r"(.)\1", r"\1", word.replace("k", "c").replace("q", "c").replace("ph", "f").replace("y", "i")
    )
    return simple[:6]


_GENERIC = frozenset(cognate(word) for word in _GENERIC_WORDS.split())


@lru_cache(maxsize=100_000)
def occasion_words(text: str) -> frozenset[str]:
    """Return the telling words of an occasion's or instrument's name, Indonesian ones as English, numbers left out."""
    joined = (
        plain(text).replace("sub regional", "subregional").replace("counterterrorism", "counter terrorism")
    )
    words = (
        _SAME.get(word, word)
        for word in joined.replace("kontraterorisme", "kontra terorisme").split()
        if word not in _EMPTY
    )
    return frozenset(cognate(word) for word in words if not word[0].isdigit())


@lru_cache(maxsize=400_000)
def occasion_likeness(left: str, right: str) -> float:
    """Return 0-1: how much two names of occasions share, telling words counting three times generic ones."""
    a, b = occasion_words(left), occasion_words(right)
    if not a or not b:
        return 0.0

    def weight(words: frozenset[str]) -> float:
        return sum(1.0 if word in _GENERIC else 3.0 for word in words)

    shared = weight(a & b)
    return round(0.5 * shared / min(weight(a), weight(b)) + 0.5 * shared / weight(a | b), 4)


@lru_cache(maxsize=100_000)
def telling_words(text: str) -> frozenset[str]:
    """Return the words of an occasion's name that are not generic."""
    return occasion_words(text) - _GENERIC


def telling_first(text: str) -> list[str]:
    """Return the words of an occasion's name, the telling ones first."""
    return sorted(occasion_words(text), key=lambda word: (word in _GENERIC, word))


def is_telling(text: str) -> bool:
    """True where a name of an occasion has a word that is not generic."""
    return bool(telling_words(text))


def near(left: str, right: str) -> bool:
    """True where two comparison forms differ by a slip of the pen only."""
    if min(len(left), len(right)) < 8 or digits(left) != digits(right):
        return False
    return fuzz.ratio(left, right) >= (94 if min(len(left), len(right)) < 16 else 92)

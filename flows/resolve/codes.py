"""Codes of other vocabularies that a record maps to: PLOVER and CAMEO, FollowTheMoney, IATI.

An event that has not been reported as begun (planned, unconfirmed, postponed, cancelled) is, for PLOVER, the stated
intention to co-operate: AGREE, CAMEO 03.  An appointment maps to nothing, whatever its status.
"""

from __future__ import annotations

_PLOVER: dict[str, tuple[str, str | None, str]] = {
    "agreement": ("SUPPORT", None, "057"),
    "launch": ("COOPERATE", None, "06"),
    "exercise": ("COOPERATE", None, "062"),
    "training": ("AID", None, "07"),
    "operation": ("COOPERATE", None, "06x"),
    "assistance": ("AID", None, "07"),
    "conference": ("CONSULT", "multilateral", "04"),
    "visit": ("CONSULT", "visit", "042"),
    "meeting": ("CONSULT", None, "04"),
}
_BEGUN = frozenset({"occurred", "ongoing"})
_STATE = frozenset({"government", "security", "police", "military", "judiciary", "parliament", "embassy"})
_IATI = {
    **dict.fromkeys(_STATE, "10"),
    "igo": "40",
    "un_entity": "40",
    "academia": "80",
    "civil_society": "22",
    "religious": "22",
    "youth": "22",
    "private": "70",
    "media": "70",
    "other": "90",
}
_SECTOR = {
    "government": "GOV", "security": "GOV", "police": "COP", "military": "MIL", "judiciary": "JUD", "parliament": "LEG",
    "embassy": "GOV", "igo": "IGO", "un_entity": "IGO", "academia": "EDU", "civil_society": "NGO", "religious": "CVL",
    "youth": "CVL", "private": "BUS", "media": "MED",
}  # fmt: skip
IATI_ROLE = {"funding": "1", "lead": "2", "partner": "3", "implementing": "4"}


def plover(event_type: str, status: str) -> tuple[str | None, str | None, str | None]:
    """Return PLOVER event, PLOVER mode and CAMEO code of an event."""
    if event_type not in _PLOVER:
        return (None, None, None)
    return _PLOVER[event_type] if status in _BEGUN else ("AGREE", None, "03")


def ftm_schema(kind: str, category: str | None) -> str:
    """Return the FollowTheMoney schema of an actor."""
    if kind == "person":
        return "Person"
    if kind == "country":
        return "Country"
    return (
        "PublicBody"
        if category in _STATE
        else "Company"
        if category in {"private", "media"}
        else "Organization"
    )


def iati_organisation_type(kind: str, category: str | None) -> str | None:
    """Return the IATI OrganisationType of an actor whose registry record gives none."""
    return "10" if kind == "country" else _IATI.get(category or "") if kind == "organisation" else None


def plover_sector(kind: str, category: str | None) -> str | None:
    """Return the PLOVER sector of an actor whose registry record gives none."""
    return "GOV" if kind == "country" else _SECTOR.get(category or "") if kind == "organisation" else None

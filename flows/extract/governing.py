"""Words that govern what stands after them: "untuk menggelar ...", "could hold ...", "the ... meeting".

Such a word stands right before a place in the text or up to a few words before it.  Most places have none, so the words
before a place are read once, and each set of governing words is searched for only where one of them is among these.
"""

from __future__ import annotations

import re

_LAST = 4  # words before a place that are looked at; no pattern reaches farther
_ENDS = re.compile(r"\w+(?=\s)")


def words_before(text: str, low: int, high: int) -> list[str]:
    """The last words of text[low:high] that white space follows, in lower case."""
    return _ENDS.findall(text[low:high].lower())[-_LAST:]


class Governing:
    """Words that govern what follows them, with at most `between` words in between.

    `words` are alternatives as in a pattern ("untuk|in order to"), plain letters and spaces; `between` is a pattern of
    what may follow such a word up to the place asked about; `exact`: capitals must agree.
    """

    def __init__(self, words: str, between: str, exact: bool = False) -> None:
        self._pattern = re.compile(rf"\b(?:{words}){between}$", 0 if exact else re.IGNORECASE)
        self._last = frozenset(word.lower().rsplit(" ", 1)[-1] for word in words.split("|"))

    def before(self, text: str, low: int, high: int, words: list[str]) -> bool:
        """True where one of the words governs `high`, looked for from `low` on; `words` as `words_before` gives them."""
        return not self._last.isdisjoint(words) and self._pattern.search(text, low, high) is not None

"""Letters that look like others, so that two names can read the same and be different.

The rule is small on purpose (Unicode's own list of confusables, UTS #39, has thousands of pairs): only Cyrillic,
Armenian and Greek letters that print like Latin ones count. A word that mixes such letters with Latin ones is refused,
because nobody writes one by intent; ``ε-greedy`` and ``ΔAUC`` have none of them. Names are compared by their
:func:`skeleton`, so that a word of look-alikes alone is found too.
"""

from __future__ import annotations

import re
import unicodedata

#: Latin letters, each with the letters of other scripts that look like it.
_ALIKE = {
    "A": "\u0391\u0410", "B": "\u0392\u0412", "C": "\u0421", "E": "\u0395\u0415", "G": "\u050c", "H": "\u0397\u041d",
    "I": "\u0399\u0406", "J": "\u0408", "K": "\u039a\u041a", "M": "\u039c\u041c", "N": "\u039d",
    "O": "\u039f\u041e\u0555",
    "P": "\u03a1\u0420", "Q": "\u051a", "S": "\u0405\u054f", "T": "\u03a4\u0422", "U": "\u054d", "W": "\u051c",
    "X": "\u03a7\u0425", "Y": "\u03a5\u04ae", "Z": "\u0396", "a": "\u0430", "c": "\u0441", "d": "\u0501", "e": "\u0435",
    "h": "\u04bb\u0570", "i": "\u0456", "j": "\u0458", "l": "\u04cf", "n": "\u0578", "o": "\u03bf\u043e\u0585",
    "p": "\u0440",
    "q": "\u051b", "s": "\u0455", "u": "\u057d", "v": "\u0475", "w": "\u051d", "x": "\u0445", "y": "\u0443",
}  # fmt: skip
_LOOK_ALIKES = {ord(other): latin for latin, others in _ALIKE.items() for other in others}
_WORD = re.compile(r"[^\W\d_]+")


def stranger(text: str) -> str:
    """The first letter that looks like a Latin one, is none, and stands in a word with Latin ones; empty if none is."""
    for found in _WORD.finditer(text):
        word = found[0]
        strangers = [c for c in word if ord(c) in _LOOK_ALIKES]
        if strangers and any(c.isascii() for c in word):
            return strangers[0]
    return ""


def skeleton(text: str) -> str:
    """What is left of a name when spelling makes no difference: case, accents, width, look-alikes, spaces and marks.

    >>> skeleton("Back-door “Attack”") == skeleton("ＢＡＣＫＤＯＯＲ attack")
    True
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKES)).casefold()
    kept = (c for c in plain if unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Sm")
    return "".join(kept)

"""What a text of an addition may be: plain words that show as they are, in every face."""

from __future__ import annotations

import re
import unicodedata

from kg.author.letters import stranger

#: Tags, whole, of those elements that do something, or with an attribute that does; characters written as references;
#: images of Markdown, which are fetched; and addresses that run something.
_MARKUP = re.compile(
    r"</?[A-Za-z!?][^<>]*>|<!--|<[A-Za-z][^<>]*\bon[a-z]+\s*="
    r"|</?(?:script|style|img|svg|math|iframe|object|embed|link|base|meta|form|input|body|video|audio)\b"
    r"|&(?:\#[0-9]+|\#x[0-9a-f]+|lt|gt|amp|quot|apos|nbsp);|!\[[^\]]*\]\s*[(\[]"
    r"|(?:java|vb)script\s*:|data:[a-z]+/[a-z0-9.+-]+[;,]",
    re.IGNORECASE,
)
#: Characters that turn the direction of a line or show as nothing, so that a text reads otherwise than it is.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Characters of an id: file names are made of it.
SLUG_LIMIT = 60
_SMALL = {"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"}


def tidy(text: str) -> str:
    """A text in composed form, with single spaces and nothing around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fault_in(text: str, limit: int) -> tuple[str, str] | None:
    """Why a text cannot be taken, and what to do; None where it can.

    :param limit: characters at the most
    """
    if len(text) > limit:
        return f"it has {len(text):,} characters; {limit:,} are allowed.", "Say it shorter."
    if found := _MARKUP.search(unicodedata.normalize("NFKC", text)):
        remedy = "Write plain words and the characters themselves; spaces around '<' and '>' where they compare."
        return f"it holds markup: {found[0][:40]!r}.", remedy
    if found := _UNSEEN.search(text):
        return f"it holds the unseen character U+{ord(found[0]):04X}.", "Remove it; type the text anew."
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") and character not in "\n\t\r":
            return f"it holds the control character U+{ord(character):04X}.", "Remove it; type the text anew."
    if letter := stranger(text):
        said = f"{letter!r} (U+{ord(letter):04X}) is {unicodedata.name(letter)}"
        return "it mixes letters of two scripts in one word.", f"Type the word anew: {said}."
    return None


def is_slug(text: str) -> bool:
    """Whether a text may be the end of an address."""
    return _SLUG.fullmatch(text) is not None and len(text) <= SLUG_LIMIT


def slug_of(text: str) -> str:
    """The end of an address made from a name: its words without the smallest, as far as there is room.

    >>> slug_of("Sponge attack on early-exit networks")
    'sponge-attack-early-exit-networks'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", plain)
    kept = [w for w in words if w not in _SMALL] or words
    slug = ""
    for word in kept:
        longer = f"{slug}-{word}" if slug else word[:SLUG_LIMIT]
        if len(longer) > SLUG_LIMIT:
            break
        slug = longer
    return slug


def plain(text: str, limit: int = 200) -> str:
    """A name or a title as it can be kept and shown: on one line, without what nobody sees, and not too long."""
    seen = "".join(c for c in _UNSEEN.sub("", tidy(text)) if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"

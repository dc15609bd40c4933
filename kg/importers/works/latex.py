"""LaTeX in bibliographic fields, as Unicode. The only home of pylatexenc.

pylatexenc drops what it does not know. Here an unknown command is a fault instead: half a title is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

#: Characters of one field, so that no text keeps the converter busy for long.
LONGEST = 20_000
#: Braces within braces; more are no typography.
_DEEPEST = 20
#: Commands that pylatexenc does not know, or would write otherwise than a bibliography means them.
_MEANT = {
    "textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">", "textunderscore": "_",
    "textquotesingle": "'", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX",
}  # fmt: skip
#: Commands of typography alone; what stands in their braces stays. Of the last, the parser takes the braces too.
_TYPOGRAPHY = (
    "/",
    "-",
    "relax",
    "bf",
    "it",
    "rm",
    "sc",
    "sf",
    "sl",
    "tt",
    "em",
    "textsuperscript",
    "textsubscript",
    "hbox",
)
_WITH_TEXT = ("texttt", "mbox", "url")
#: Commands that it knows and whose text would be lost, or that mean something only in a document.
_LOST = (
    "input", "include", "cite", "citet", "citep", "href", "footnote", "section", "item", "title", "author", "date",
    "ref", "label", "includegraphics", "documentclass", "usepackage", "maketitle", "verb",
)  # fmt: skip
_BARE = re.compile(r"(?<!\\)((?:\\\\)*)([%&])")
_NOTHING_TO_DO = re.compile(r"[^\\{}$~%&`']*(?:'[^\\{}$~%&`']+)*")


class LatexError(ValueError):
    """LaTeX that cannot be turned into text; its message says why."""


def to_text(latex: str) -> str:
    """LaTeX as Unicode on one line.

    >>> to_text(r'Erd{\\H o}s and G{\\"o}del: {A} 50\\% $\\epsilon$-case')
    'Erdős and Gödel: A 50% ϵ-case'

    :raises LatexError: for an unknown command, an unbalanced brace or dollar, or too long a text
    """
    if len(latex) > LONGEST:
        raise LatexError(f"it has {len(latex):,} characters; {LONGEST:,} are read")
    if _NOTHING_TO_DO.fullmatch(latex) and "--" not in latex:
        return tidy(latex)
    if re.search(r"(?<!\\)(?:\\\\)*\\$", latex):
        raise LatexError("it ends in a backslash")
    if _depth(latex) > _DEEPEST:
        raise LatexError(f"its braces are nested more than {_DEEPEST} deep")
    from pylatexenc.latexwalker import LatexWalkerError

    try:
        # A bare % would begin a comment and a bare & part a table; in a bibliography both are meant as they stand.
        found: str = _converter().latex_to_text(_BARE.sub(r"\1\\\2", latex), tolerant_parsing=False)
    except LatexWalkerError as error:
        raise LatexError(f"a brace or dollar sign has no partner: {str(error).splitlines()[0]}") from error
    except (IndexError, RecursionError, TypeError) as error:  # what it makes of commands without their arguments
        raise LatexError("a command lacks what belongs to it") from error
    return tidy(found)


def tidy(text: str) -> str:
    """A text in composed form, with single spaces and nothing around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _depth(latex: str) -> int:
    depth = deepest = 0
    for brace in re.findall(r"(?<!\\)[{}]", latex):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


@cache
def _converter() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    known = get_default_latex_context_db()
    own = [MacroTextSpec(command, text) for command, text in _MEANT.items()]
    own += [MacroTextSpec(command, "") for command in _TYPOGRAPHY]
    own += [MacroTextSpec(command, "%s") for command in _WITH_TEXT]
    own += [MacroTextSpec(command, _refuse) for command in _LOST]
    known.add_context_category("bibliography", macros=own, prepend=True)
    known.set_unknown_macro_spec(MacroTextSpec("", _refuse))
    return LatexNodes2Text(latex_context=known, math_mode="text", keep_braced_groups=False)


def _refuse(node: Any) -> NoReturn:
    raise LatexError(f"the LaTeX command \\{node.macroname} is not known")

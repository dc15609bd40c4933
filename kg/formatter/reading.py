"""From tokens to the tree of a Turtle file, every comment with what it belongs to.

A comment on a line of its own belongs to what comes next: a block, a property, a prefix. One at the end of a line
belongs to the property that stands there, or to the block where the line holds its subject.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.formatter.iris import resolve, unescape, unescape_local
from kg.formatter.tokens import Comment, FormatError, Token, not_known, tokens
from kg.formatter.tree import Anonymous, Block, Document, Label, Listing, Literal, Name, Property, Value

#: How deep brackets may stand within brackets.
DEEPEST = 60
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def read(text: str, path: Path) -> Document:
    """The tree of a text that is valid Turtle.

    :raises FormatError: where it uses what is newer than Turtle 1.1, or nests deeper than :data:`DEEPEST`
    """
    return _Reader(text, path).document()


class _Reader:
    def __init__(self, text: str, path: Path) -> None:
        self._path = path
        self._tokens = tokens(text, path)
        self._next = next(self._tokens)
        self._found = Document()
        #: The namespaces as they are at this place of the file: a prefix may change its meaning.
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._depth = 0
        #: Where a comment goes that belongs to nothing that follows.
        self._home: Callable[[Comment], None] = self._found.header.append

    def document(self) -> Document:
        """Read all of it."""
        while self._next.kind != "end":
            if self._is_directive():
                self._directive()
            else:
                self._block()
        self._found.tail += self._leading()
        return self._found

    # -- tokens and comments --

    def _take(self) -> Token:
        """The next token; comments before it belong to what is being read."""
        taken = self._next
        for comment in taken.comments:
            self._home(comment)
        self._next = next(self._tokens, taken)
        return taken

    def _leading(self) -> list[Comment]:
        """The comments before the next token that belong to it; another on the line before stays with that line."""
        comments, self._next.comments = self._next.comments, []
        for comment in comments:
            if not comment.alone:
                self._home(comment)
        return [comment for comment in comments if comment.alone]

    def _accept(self, mark: str) -> bool:
        if self._next.is_mark(mark):
            self._take()
            return True
        return False

    def _unknown(self, token: Token) -> FormatError:
        return not_known(self._path, token.line, token.column, token.text or "the end of the file")

    # -- directives --

    def _is_directive(self) -> bool:
        kind, text = self._next.kind, self._next.text
        return (kind == "lang" and text in ("@prefix", "@base")) or (
            kind == "word" and text.lower() in ("prefix", "base")
        )

    def _directive(self) -> None:
        comments = self._leading()
        word = self._next.text
        if not (self._found.prefixes or self._base or self._found.blocks):
            self._found.header += comments
            comments = []
        beside = [comment.text for comment in comments]
        self._home = lambda comment: beside.append(comment.text)
        self._take()
        prefix = None if word.lower().endswith("base") else self._take().text.removesuffix(":")
        iri = self._iri(self._take())
        if word.startswith("@"):
            self._take()
        if prefix is None:
            self._base = iri
            self._home = self._found.header.append
            self._found.header += [Comment(text, alone=True, gap=False) for text in beside]
            return
        self._prefixes[prefix] = iri
        self._found.prefixes.setdefault(prefix, iri)
        kept = self._found.beside.setdefault(prefix, [])
        kept += beside
        self._home = lambda comment: kept.append(comment.text)

    # -- blocks --

    def _block(self) -> None:
        above = self._leading()
        first = self._next
        block = Block(Anonymous(), above=above, gap=first.gap, tight=not (above[0].gap if above else first.gap))
        self._home = block.note
        block.subject = self._value()
        if isinstance(block.subject, Anonymous):
            block.properties, block.subject = block.subject.properties, Anonymous()
        block.properties += self._properties(first.line, block.note)
        end = self._take()
        if not end.is_mark("."):
            raise self._unknown(end)
        block.flat = end.line == first.line
        if block.flat:
            self._home = block.note
        last = self._found.blocks[-1] if self._found.blocks else None
        if last is None or above or isinstance(block.subject, Anonymous) or last.subject != block.subject:
            self._found.blocks.append(block)
        else:  # nothing stands between the two: they are one
            last.properties += block.properties
            last.flat = False

    def _properties(self, line: int = 0, note: Callable[[Comment], None] | None = None) -> list[Property]:
        """Predicates and values up to a full stop or bracket.

        :param line: the line of the subject
        :param note: where comments on that line go
        """
        found: list[Property] = []
        while True:
            while self._accept(";"):
                pass
            if self._next.is_mark(".", "]") or self._next.kind == "end":
                return found
            found.append(self._property(line, note))

    def _property(self, line: int, note: Callable[[Comment], None] | None) -> Property:
        comments = [comment.text for comment in self._leading()]

        def keep(comment: Comment) -> None:
            comments.append(comment.text)

        def keep_or_note(comment: Comment) -> None:
            (keep if comment.alone or note is None else note)(comment)

        self._home = keep_or_note if self._next.line == line else keep
        token = self._take()
        is_type = token.kind == "word" and token.text == "a"
        found = Property(_TYPE if is_type else self._iri(token), [self._value()], comments)
        while self._accept(","):
            found.values.append(self._value())
        return found

    # -- values --

    def _value(self) -> Value:
        token = self._take()
        if token.kind in ("iri", "name"):
            return Name(self._iri(token))
        if token.kind == "label":
            return Label(token.text)
        if token.kind == "string":
            return self._literal(token)
        if token.kind == "number" or (token.kind == "word" and token.text in ("true", "false")):
            return Literal(token.text)
        if token.is_mark("[", "("):
            return self._brackets(token)
        raise self._unknown(token)

    def _literal(self, token: Token) -> Literal:
        # A raw carriage return would not outlast an editor or git; its escape means the same.
        text = token.text.replace("\r", "\\r")
        if self._next.kind == "lang":
            return Literal(text + self._take().text)
        if self._accept("^^"):
            return Literal(text, self._iri(self._take()))
        return Literal(text)

    def _brackets(self, token: Token) -> Value:
        self._depth += 1
        if self._depth > DEEPEST:
            message = f"brackets within brackets, more than {DEEPEST} deep"
            raise FormatError(
                self._path, token.line, message, column=token.column, remedy="Give what is inside a name of its own."
            )
        outside = self._home
        value: Value
        if token.text == "[":
            value = Anonymous(self._properties())
            self._end("]")
        else:
            value = Listing()
            while not self._next.is_mark(")"):
                value.items.append(self._value())
            self._end(")")
        self._home = outside
        self._depth -= 1
        return value

    def _end(self, mark: str) -> None:
        token = self._take()
        if not token.is_mark(mark):
            raise self._unknown(token)

    def _iri(self, token: Token) -> str:
        if token.kind == "iri":
            return resolve(unescape(token.text[1:-1]), self._base)
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in self._prefixes:
            raise self._unknown(token)
        return self._prefixes[prefix] + unescape_local(local)

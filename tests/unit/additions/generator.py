"""Good additions by chance: each field that may be given is given or not, by id, prefixed name, IRI or label."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from kg.author.fields import Field, Form
from kg.author.forms import ATTACK
from kg.author.known import Known, Thing

#: Words as people write them, and as no format likes them.
WORDS = (
    "sponge", "early", "exit", "Angriff", "Ausgänge", "naïve", "攻击", "атака", "ε-greedy", "ΔAUC", "no", "yes", "null",
    "007", "1e3", "12:30", "2021-05-01", "~", "x < y", "a -> b", "C:\\temp", '"quoted"', "it's", "#tag", "key: value",
    "- dash", "[list]", "{map}", "*star", "&and", "!bang", "%", "@at", "`tick`", "|", ">", "\\alpha_{i}^2",
    "$x$", "\\n",
    "😀", "!!str", "---", "...", "<<", "=", "?", "a, b", "“so”", "100 %", "\u00a0", "ﬁne",
)  # fmt: skip


class Chance:
    """Draws additions.

    :param known: what may be chosen
    """

    def __init__(self, known: Known, seed: int) -> None:
        self._known, self._random = known, Random(seed)  # noqa: S311

    def attack(self, number: int) -> dict[str, Any]:
        """An attack whose name and address nothing else has."""
        found = {f.name: self._value(f) for f in ATTACK.fields if f.type != "parts" and self._takes(f)}
        found |= {"label": f"Made-up {number} {self._words(3)}", "id": f"made-up-{number}"}
        for name in ("also", "said-as"):
            if name in found:
                found[name] = [f"{name} {number}.{i} {self._words(2)}" for i in range(self._random.randint(1, 4))]
        if "form-of" not in found:
            found["acts-at"] = self._things(("stage",), 1)
        if self._random.random() < 0.4:
            found["works"] = [self._work(f"made-up-{number}-{i}") for i in range(self._random.randint(1, 3))]
        found["needs"] = list(self._needs([w["id"] for w in found.get("works", [])]))
        found["mappings"] = list(self._mappings())
        return {name: found[name] for name in ATTACK.names if found.get(name)}

    def _takes(self, field: Field) -> bool:
        return field.required or self._random.random() < 0.5

    def _value(self, field: Field) -> Any:
        if field.type in ("one", "many"):
            things = self._things(field.kinds, 1)
            return things if field.several else things[0]
        if field.type == "choice":
            return self._random.choice(field.options)[0]
        return self._words(8)

    def _words(self, most: int) -> str:
        words = " ".join(self._random.choice(WORDS) for _ in range(self._random.randint(1, most)))
        return f"w {words}" if not words.strip() or words == "?" else words

    def _things(self, kinds: tuple[str, ...], least: int) -> list[str]:
        things = self._known.of_kinds(kinds)
        chosen = self._random.sample(things, self._random.randint(least, min(len(things), 4)))
        return [self._said(thing, things) for thing in chosen]

    def _said(self, thing: Thing, among: list[Thing]) -> str:
        bare = thing.id.partition(":")[2]
        ways = [thing.id, thing.iri, f"<{thing.iri}>"]
        ways += [bare] if sum(t.id.endswith(f":{bare}") for t in among) == 1 else []
        ways += [thing.label.upper()] if sum(t.label.casefold() == thing.label.casefold() for t in among) == 1 else []
        return self._random.choice(ways)

    def _work(self, slug: str) -> dict[str, Any]:
        found: dict[str, Any] = {"id": slug, "title": self._words(6), "authors": "Nobody, Somebody"}
        if self._random.random() < 0.7:
            found["year"] = str(self._random.randint(1990, 2026))
        if self._random.random() < 0.4:
            found |= {"doi": f"10.9999/{slug}", "note": self._words(5), "pages": "15-29"}
        return found

    def _needs(self, works: list[str]) -> Iterator[dict[str, Any]]:
        sources = [*works, *(t.id for t in self._random.sample(self._known.of_kinds(("work", "study")), 3)), ""]
        for source in self._random.sample(sources, self._random.randint(0, 3)):
            ids = [t.id.partition(":")[2] for t in self._known.of_kinds(("access",))]
            self._random.shuffle(ids)
            found: dict[str, Any] = {"source": source, "requires": ids[:3], "not": ids[3:5], "sometimes": ids[5:7]}
            if source:
                found["locator"] = self._words(2)
            if self._random.random() < 0.4:
                found["one-of"] = [ids[8:10], ids[10:13]][: self._random.randint(1, 2)]
            if self._random.random() < 0.4:
                found["limits"] = [self._limit(access) for access in ids[: self._random.randint(1, 3)]]
            if self._random.random() < 0.4:
                found["variant"] = self._random.choice(("white-box", "black-box, targeted", "at night, 3, x"))
            if self._random.random() < 0.4:
                found["status"] = self._random.choice(("curator", "estimated"))
            if self._random.random() < 0.3:
                found["note"] = self._words(6)
            yield {name: value for name, value in found.items() if value}

    def _limit(self, access: str) -> dict[str, Any]:
        least = self._random.choice(("5", "0", "0.50", "007", "123456789012", "0.000001"))
        found = {"access": access, "at-least": least, "unit": "queries per sample", "extent": "partial"}
        if self._random.random() < 0.5:
            found |= {"at-most": "999999999999.5", "locator": self._words(2)}
        if self._random.random() < 0.3:
            del found["at-least"]
        return found

    def _mappings(self) -> Iterator[dict[str, Any]]:
        entries = [e for e in self._known.entries.values() if not e.retired]
        chosen = self._random.sample(entries, self._random.randint(0, 3))
        for entry in chosen:
            found = {"to": entry.id, "relation": self._random.choice(("exact", "close", "broad", "narrow", "related"))}
            if self._random.random() < 0.6:
                found |= {"confidence": self._random.choice(("1", "0.8", "0.05", "0")), "why": self._words(6)}
            yield found
        schemes = sorted(set(self._known.catalogues) - {e.scheme for e in chosen})
        if self._random.random() < 0.3:
            yield {"to": "none", "catalogue": schemes[0].rpartition("/")[2], "why": self._words(4)}


def answers(form: Form, values: dict[str, Any]) -> Iterator[str]:
    """What somebody types who is asked for these values question by question: what is brought is asked first."""
    for field in sorted(form.fields, key=lambda f: not f.brings):
        value = values.get(field.name, [] if field.several else "")
        if field.form:
            for part in value:
                yield "y"
                yield from answers(field.form, part)
            yield ""
        elif field.type == "groups":
            yield "; ".join(", ".join(group) for group in value)
        else:
            yield ", ".join(map(_quoted, value)) if field.several else value


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if "," in value or value.startswith('"') else value

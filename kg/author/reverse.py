"""From the file of an addition back to what a person gave, so that it can be changed in the same form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg import terms
from kg.author.fields import Field, Form
from kg.author.forms import ATTACK, NOTHING, THREAT_MODEL, WORK
from kg.author.known import Known
from kg.author.names import OWN_JUDGEMENT
from kg.author.texts import slug_of
from kg.author.writing import OWN_PLACE
from kg.errors import ParameterError
from kg.results import Term, Triple
from kg.store.engine import Engine

_P = terms.PREFIXES
_TYPE, _NOTE = _P["rdf"] + "type", _P["owl"] + "Axiom"
_MATCH = {_P["skos"] + f"{relation}Match": relation for relation in ("exact", "close", "broad", "narrow", "related")}
_ORDER = {"attack": ATTACK, "model": THREAT_MODEL, "work": WORK}


class Reversal:
    """The statements of one module by subject and property.

    :param triples: all of the module
    """

    def __init__(self, triples: Iterable[Triple], known: Known) -> None:
        self._known = known
        self._said: dict[str, dict[str, list[Term]]] = {}
        for subject, predicate, value in triples:
            self._said.setdefault(subject.value, {}).setdefault(predicate.value, []).append(value)

    def of(self, form: Form, subject: str) -> dict[str, Any]:
        """What a person would have given for a subject, by field."""
        slug = subject.rpartition("/")[2]
        found = self._fields(form, subject)
        if form.kind == "attack":
            found["id"] = slug
            found["needs"] = [self._needs(m, subject) for m in self._pointing(_P["praxis"] + "ofAttack", subject)]
            found["mappings"] = self._mappings(subject)
            found["works"] = [self.of(WORK, work) for work in self._of_class("Work")]
        elif form.kind == "work":
            found["id"] = slug
        elif form.kind == "model":
            found = self._needs(subject, self._one(subject, "praxis:ofAttack"), form)
        return {name: found[name] for name in form.names if found.get(name)}

    def _needs(self, model: str, attack: str, form: Form | None = None) -> dict[str, Any]:
        chosen = form or _needs_form()
        found = self._fields(chosen, model)
        place = found.get("locator", "")
        if own := found.get("source") == terms.compact(OWN_JUDGEMENT):
            found["source"] = ""
            found["locator"] = "" if place == OWN_PLACE else place
        if found.get("status") == ("curator" if own else "published"):
            found["status"] = ""
        found["one-of"] = [sorted(self._ends(alt, "praxis:option")) for alt in self._ends_iris(model, "requiresOneOf")]
        found["limits"] = [self._limit(need, place) for need in self._ends_iris(model, "hasNeed")]
        if variant := self._variant(model, attack, found.get("source", "")):
            found["variant"] = variant
        return {name: found[name] for name in chosen.names if found.get(name)}

    def _limit(self, need: str, place: str) -> dict[str, Any]:
        form = _needs_form().field("limits").form
        assert form is not None, "limits have a form"
        access = self._one(need, "praxis:needAccess")
        said = {"access": access.rpartition("/")[2], **self._fields(form, need)}
        return {name: value for name, value in said.items() if (name, value) != ("locator", place)}

    def _variant(self, model: str, attack: str, source: str) -> str:
        """The case, which stands at the end of the label behind the source; it may hold commas itself."""
        slug = model.rpartition("/")[2]
        plain = f"{attack.rpartition('/')[2]}-{source.rpartition(':')[2] if source else 'curator'}"
        if slug == plain:
            return ""
        parts = self._text(model, "skos:prefLabel").split(", ")
        ends = [", ".join(parts[n:]) for n in range(len(parts) - 1, 0, -1)]
        return next((end for end in ends if f"{plain}-{slug_of(end)}" == slug), parts[-1])

    def _mappings(self, subject: str) -> list[dict[str, Any]]:
        found = []
        ids = {entry.iri: entry.id for entry in self._known.entries.values()}
        for note in [s for s, said in self._said.items() if Term("iri", _NOTE) in said.get(_TYPE, ())]:
            target = self._one(note, "owl:annotatedTarget")
            relation = _MATCH.get(self._one(note, "owl:annotatedProperty"), "")
            scheme = self._one(note, "sssom:object_source").rpartition("/")[2]
            if self._one(note, "owl:annotatedSource") != subject or not scheme:
                continue
            said = {"to": ids.get(target, target) if relation else NOTHING, "catalogue": "" if relation else scheme,
                    "relation": relation, "confidence": self._text(note, "sssom:confidence"),
                    "why": self._text(note, "rdfs:comment")}  # fmt: skip
            found.append({name: value for name, value in said.items() if value})
        return sorted(found, key=lambda m: (str(m["to"]), str(m.get("catalogue"))))

    def _fields(self, form: Form, subject: str) -> dict[str, Any]:
        return {
            field.name: value
            for field in form.fields
            if field.term and field.type not in ("groups", "parts") and (value := self._value(field, subject))
        }

    def _value(self, field: Field, subject: str) -> Any:
        values = self._said.get(subject, {}).get(_full(field.term), [])
        if field.name == "status":
            return values[0].value.rpartition("/")[2] if values else ""
        several = len(field.kinds) > 1
        shown = sorted(
            (terms.compact(v.value) if several else v.value.rpartition("/")[2]) if v.kind == "iri" else v.value
            for v in values
        )
        return shown if field.several else shown[0] if shown else ""

    def _pointing(self, predicate: str, target: str) -> list[str]:
        return sorted(s for s, said in self._said.items() if Term("iri", target) in said.get(predicate, ()))

    def _of_class(self, name: str) -> list[str]:
        return self._pointing(_TYPE, _P["praxis"] + name)

    def _ends_iris(self, subject: str, name: str) -> list[str]:
        return sorted(v.value for v in self._said.get(subject, {}).get(_P["praxis"] + name, ()))

    def _ends(self, subject: str, prefixed: str) -> list[str]:
        return [v.value.rpartition("/")[2] for v in self._said.get(subject, {}).get(_full(prefixed), ())]

    def _one(self, subject: str, prefixed: str) -> str:
        return self._text(subject, prefixed)

    def _text(self, subject: str, prefixed: str) -> str:
        values = self._said.get(subject, {}).get(_full(prefixed), [])
        return values[0].value if values else ""


def given_again(engine: Engine, module: str, known: Known) -> tuple[Form, dict[str, Any]]:
    """The form and the values of an addition that stands in a module.

    :raises ParameterError: where the module holds none that a form could show
    """
    rows = engine.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{module}> {{ ?s ?p ?o }} }}", row_limit=100_000)
    kind = module.rpartition("/")[2].partition("-")[0]
    subject = terms.individual(kind, module.rpartition("/")[2].removeprefix(f"{kind}-")) if kind in _ORDER else ""
    if not rows or not subject or not any(t.subject.value == subject for t in rows):
        remedy = "Edit the file by hand, and run 'threatpraxis check' then."
        raise ParameterError(f"{module} is no addition that was made by a form.", remedy=remedy)
    return _ORDER[kind], Reversal(rows, known).of(_ORDER[kind], subject)


def _needs_form() -> Form:
    form = ATTACK.field("needs").form
    assert form is not None, "needs have a form"
    return form


def _full(prefixed: str) -> str:
    found = terms.expand(prefixed)
    assert found is not None, "fields name known properties"
    return found

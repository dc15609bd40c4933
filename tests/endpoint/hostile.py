"""Queries that mean harm, as many as wanted, always the same ones for a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

Make = Callable[[random.Random, int], str]


def cartesian(r: random.Random, _: int) -> str:
    patterns = " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(r.randint(3, 8)))
    return f"SELECT (COUNT(*) AS ?n) {{ {patterns} FILTER(?a0 != ?a1 && ?c1 != ?c2) }}"


def deep_path(r: random.Random, _: int) -> str:
    step = r.choice(["(!<x:y>)", "(^!<x:y>|!<x:y>)", "(skos:broader|^skos:broader|!a)"])
    long = "/".join([step + "*"] * r.randint(1, 6))
    return f"SELECT (COUNT(*) AS ?n) {{ ?a {step}* ?b . ?b {step}+ ?c . ?c {long} ?d }}"


def huge_sort(r: random.Random, _: int) -> str:
    return (
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY "
        + " ".join(f"DESC(STR(?{v}))" for v in r.sample("abcdefghi", 5))
    )  # fmt: skip


def giant_literal(r: random.Random, _: int) -> str:
    doubled = 'BIND("0123456789" AS ?x0) ' + " ".join(
        f"BIND(CONCAT(?x{i}, ?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(r.randint(15, 28))
    )
    return f"SELECT (STRLEN(?x12) AS ?n) * {{ {doubled} }}".replace("(STRLEN(?x12) AS ?n) *", "*")


def collector(r: random.Random, _: int) -> str:
    return "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f), STR(?i))) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def service(r: random.Random, canary: int) -> str:
    word = r.choice(["SERVICE", "service", "SERVICE SILENT", "\\u0053ERVICE", "S\\u0045RVICE", "SeRvIcE"])
    address = r.choice([f"<http://127.0.0.1:{canary}/>", f"<http://localhost:{canary}/sparql>", "?where"])
    return f"SELECT * {{ VALUES ?where {{ <http://127.0.0.1:{canary}/> }} {word} {address} {{ ?s ?p ?o }} }}"


def dataset(r: random.Random, canary: int) -> str:
    where = r.choice([f"http://127.0.0.1:{canary}/data.ttl", "file:///etc/passwd", "file:///proc/self/environ"])
    clause = r.choice(["FROM", "FROM NAMED", "from", "FR\\u004FM"])
    return f"SELECT * {clause} <{where}> {{ ?s ?p ?o }}"


def update(r: random.Random, canary: int) -> str:
    return r.choice([
        f"LOAD <http://127.0.0.1:{canary}/x>", "LOAD <file:///etc/passwd>", "DROP ALL", "CLEAR GRAPH <x:y>",
        "INSERT DATA { <x:a> <x:b> <x:c> }", "DELETE WHERE { ?s ?p ?o }", "ASK {} ; DROP ALL",
        "# hello\nINSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", "SELECT * {} \\u0044ROP ALL",
    ])  # fmt: skip


def megabyte(r: random.Random, _: int) -> str:
    filler = r.choice(["#", " ", "(", "{", "'", '"', "?a ", "<", "FILTER ", "\\u0041", "é", "\U0001f600"])
    return "SELECT * { " + filler * (1_000_000 // len(filler.encode()))


def nesting(r: random.Random, _: int) -> str:
    opening, closing = r.choice([("{", "}"), ("(", ")"), ("[", "]"), ("!", ""), ("-", ""), ("OPTIONAL {", "}")])
    depth = r.choice([50, 61, 500, 5_000])
    inner = opening * depth + closing * depth
    return r.choice([f"SELECT * {inner}", f"SELECT * {{ FILTER({inner}1) }}", f"SELECT * {{ ?s ?p {inner} }}"])


def unicode_trick(r: random.Random, canary: int) -> str:
    mark = r.choice(
        ["\u202e", "\u200b", "\ufeff", "\x00", "\x1b[2J", "\u2028", "\ud7ff", "\U0010ffff", "\x85", "\u0130"]
    )
    return r.choice([
        f"SELECT * {{ ?s{mark} ?p ?o }} LIMIT 1", f"ASK {{ ?s ?p '{mark}' }}", f"{mark}SELECT * {{ ?s ?p ?o }} LIMIT 1",
        f"SELECT * {{ SER{mark}VICE <http://127.0.0.1:{canary}/> {{ }} }}", f"SELECT ('{mark}' AS ?x) {{}}",
        f"ASK {{ <http://a/{mark}> ?p ?o }}",
    ])  # fmt: skip


def regex_bomb(r: random.Random, _: int) -> str:
    bomb = r.choice(
        ["(a+)+$", "(a|a)*$", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x{1,500}){1,500}", "((((a*)*)*)*)*b"]
    )
    return f"SELECT * {{ ?s ?p ?o FILTER(REGEX(CONCAT(STR(?o), '{'a' * r.randint(50, 5000)}!'), '{bomb}')) }}"


def many_terms(r: random.Random, _: int) -> str:
    values = " ".join(f"<x:{r.random()}>" for _ in range(2_000))
    fewer = values[:20_000].rpartition(" ")[0]
    return f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {fewer} }} ?s ?p ?o . ?x ?y ?z }}"


def negation(r: random.Random, _: int) -> str:
    inner = "FILTER NOT EXISTS { ?d ?e ?f . FILTER(?d != ?a) " * r.randint(2, 6)
    return f"SELECT * {{ ?a ?b ?c . {inner} " + "}" * (inner.count("{") + 1)


def noise(r: random.Random, _: int) -> str:
    words = [
        "SELECT",
        "*",
        "{",
        "}",
        "?s",
        "a",
        "FILTER",
        "(",
        ")",
        ".",
        ";",
        "'x'",
        "<a:b>",
        "GROUP BY",
        "1e999999",
        "^",
    ]
    return " ".join(r.choice(words) for _ in range(r.randint(1, 200)))


KINDS: tuple[Make, ...] = (
    cartesian, deep_path, huge_sort, giant_literal, collector, service, dataset, update, megabyte, nesting,
    unicode_trick, regex_bomb, many_terms, negation, noise,
)  # fmt: skip


def queries(number: int, canary: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Kind and text of hostile queries.

    :param canary: a port of this machine that must never be called
    """
    r = random.Random(seed)  # noqa: S311  # it has to be the same each time
    for i in range(number):
        make = KINDS[i % len(KINDS)]
        yield make.__name__, make(r, canary)

"""``/query?q=|id=``: SPARQL, or a question of the library with its parameters."""

from __future__ import annotations

from typing import Any

import streamlit as st

from app import charts, links, session
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.gapview import download
from app.widgets import empty, error_box, heading, table_node
from kg.errors import ThreatPraxisError
from kg.library import Parameter, Query
from kg.results import Table, Term, Triple, turtle

EXAMPLES = {
    "Attacks and their phases": "SELECT ?attack ?label ?phase WHERE {\n  ?attack praxis:strikesAt ?s ; skos:prefLabel ?label .\n"
    "  ?s skos:prefLabel ?phase .\n} ORDER BY ?phase ?label",
    "Every number of Table 3": "SELECT ?what ?printed ?status WHERE {\n  ?o a praxis:Observation ; praxis:locator ?where ; "
    'skos:prefLabel ?what ;\n     praxis:printedAs ?printed ; praxis:status ?status .\n  FILTER(STRSTARTS(?where, "Table 3"))\n} ORDER BY ?what',
    "How many of each class": "SELECT ?class (COUNT(?thing) AS ?number) WHERE {\n  ?thing a ?class .\n"
    "  FILTER(STRSTARTS(STR(?class), STR(praxis:)))\n} GROUP BY ?class ORDER BY DESC(?number)",
    "All that is said of evasion": "CONSTRUCT { attack:evasion ?p ?o } WHERE { attack:evasion ?p ?o }",
}

"""The same question asked from elsewhere: curl, Python and R."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from urllib.parse import urlencode


def of_text(server: str, sparql: str, *, rows: bool = True) -> dict[str, str]:
    """Snippets that send a query to the endpoint of a server and read its answer.

    :param server: its address, such as ``http://127.0.0.1:8501``
    :param rows: whether the answer is a table; otherwise it is fetched as Turtle
    """
    endpoint = f"{server.rstrip('/')}/sparql"
    media = "text/csv" if rows else "text/turtle"
    python_read = (
        "table = pandas.read_csv(io.StringIO(answer.text))\nprint(table)\n" if rows else "print(answer.text)\n"
    )
    r_read = (
        "table <- read.csv(text = resp_body_string(answer))\nprint(table)\n"
        if rows
        else "cat(resp_body_string(answer))\n"
    )
    return {
        "curl": f"curl -sS {shlex.quote(endpoint)} -H 'Accept: {media}' \\\n"
        f"  --data-urlencode {shlex.quote('query=' + sparql)}\n",
        "Python": ("import io\n\nimport pandas\n" if rows else "") + "import requests\n\n"
        f"query = {python_text(sparql)}\n"
        f'answer = requests.post("{endpoint}", data={{"query": query}}, headers={{"Accept": "{media}"}}, timeout=60)\n'
        f"answer.raise_for_status()\n{python_read}",
        "R": "library(httr2)\n\n"
        f"query <- {r_text(sparql)}\n"
        f'answer <- request("{endpoint}") |>\n'
        f'  req_headers(Accept = "{media}") |>\n  req_body_form(query = query) |>\n  req_perform()\n{r_read}',
    }


def of_question(server: str, query_id: str, values: Mapping[str, str]) -> dict[str, str]:
    """Snippets that fetch the answer to a question of the library."""
    address = f"{server.rstrip('/')}/api/queries/{query_id}?{urlencode({**values, 'format': 'csv'})}"
    return {
        "curl": f"curl -sS {shlex.quote(address)}\n",
        "Python": f"import pandas\n\ntable = pandas.read_csv({json.dumps(address)})\nprint(table)\n",
        "R": f"table <- read.csv({json.dumps(address)})\nprint(table)\n",
    }


def python_text(text: str) -> str:
    """A text as a Python literal over several lines."""
    # Neither three quotes in a row nor one at the end may end the literal early.
    body = re.sub(r'"(?="")|"\Z', r"\\\g<0>", text.replace("\\", "\\\\"))
    return f'"""{body}"""'


def r_text(text: str) -> str:
    """A text as a raw string of R 4, with as many dashes as it takes."""
    dashes = "-"
    while f'){dashes}"' in text:
        dashes += "-"
    return f'r"{dashes}({text}){dashes}"'

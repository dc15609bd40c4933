"""``/about``: versions, what is loaded, where files lie, how to use the same knowledge elsewhere."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import streamlit as st

from app import session
from app.components.dom import Node, el
from app.components.dom import draw as put
from app.widgets import heading
from kg import __version__, shipped
from kg.store.engine import LoadedModule
from kg.terms import compact

_PARTS = ("pyoxigraph", "streamlit", "rdflib", "pyshacl")


def draw() -> None:
    """The page."""
    graph = session.graph()
    report = graph.engine.report
    heading("About", "What runs here, what it has loaded, and how to ask the same questions without a browser.")
    workspaces = graph.workspaces or shipped.workspace_dirs()
    facts = [
        ("ThreatPraxis", __version__),
        ("Python", f"{platform.python_version()} on {platform.system()}"),
        *((name, _version(name)) for name in _PARTS),
        (
            "Knowledge",
            f"{len(report.modules)} modules, {report.triples:,} triples, loaded in {report.milliseconds:.0f} ms",
        ),
        ("Engine", graph.engine.name),
        ("Questions", f"{len(graph.library.ids())} in the query library"),
        *(("Workspace", f"{own}" + ("" if own.is_dir() else " (does not exist yet)")) for own in workspaces),
    ]
    put(el("dl.facts", [[el("dt", k), el("dd", v)] for k, v in facts]), key="facts")
    put(el("h2", "Modules"), _modules(report.modules), key="modules")
    put(el("h2", "The same without a browser"), [_snippet(*s) for s in _snippets()], key="snippets")
    put(el("h2", "Keyboard"), _keys(), el("h2", "Licences"), _licences(), key="rest")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _modules(modules: tuple[LoadedModule, ...]) -> Node:
    names = ("File", "Named graph", "Origin")
    head = el("tr", [el("th", n, scope="col") for n in names], el("th.num", "Triples", scope="col"))
    body = [
        el(
            "tr",
            el("td", el("code", _short(m))),
            el("td", el("code", m.iri)),
            el("td", m.origin),
            el("td.num", f"{m.triples:,}"),
        )
        for m in modules
    ]
    table = el("table.table", el("thead", head), el("tbody", body))
    return el("div.scroll", table, tabindex="0", role="region", aria_label="Modules")


def _short(module: LoadedModule) -> str:
    if module.origin == "endpoint":
        return compact(module.iri)
    path = Path(module.path)
    for folder in (shipped.ontology_dir(), *(own / "ontology" for own in shipped.workspace_dirs())):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.name


def _snippets() -> list[tuple[str, str]]:
    base = (st.context.url or "http://127.0.0.1:8501/").split("/about")[0].rstrip("/")
    return [
        ("Command line", "threatpraxis queries\nthreatpraxis query gaps/query-budget attack=evasion --format csv"),
        ("Python", 'from kg import open_graph\n\nwith open_graph() as graph:\n'
                   '    print(graph.query("gaps/query-budget", attack="evasion").to_pandas())'),
        ("pandas, from this server",
         f'import pandas\n\npandas.read_csv("{base}/api/queries/gaps/query-budget?attack=evasion&format=csv")'),
        ("curl", f"curl -L -H 'Accept: text/turtle' {base}/id/attack/evasion\ncurl {base}/api/health"),
    ]  # fmt: skip


def _snippet(title: str, text: str) -> Node:
    return el(
        "section",
        el("h3", title, " ", el("button.small", "Copy", type="button", data_copy=text)),
        el("pre", text, tabindex="0", aria_label=title),
    )


def _keys() -> Node:
    return el(
        "ul",
        el("li", "Tab and Shift+Tab reach every link, button and table; Enter follows or opens."),
        el("li", "Every view has an address: copy it from the address bar to share exactly what is seen."),
        el("li", "On the query page Ctrl+Enter (or ⌘+Enter) in the text runs the query."),
        el("li", "Light or dark: the menu at the upper right, under the theme, or as the system has it."),
    )


def _licences() -> Node:
    return el(
        "p",
        "Code: Apache-2.0. Knowledge files (ontology and queries): CC BY 4.0. Numbers and bibliographic data are facts "
        "from the sources named beside each; definitions and notes are our own words. Nothing is sent to or fetched "
        "from the network, unless you name an endpoint to ask.",
    )

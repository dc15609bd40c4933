"""The forms in which an assessment leaves the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from kg.errors import UnknownNameError
from kg.exposure.model import Assessment


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an assessment.

    :param suffix: of a file that holds it
    :param media_type: as HTTP names it
    :param renderer: module and function that make it; imported only when it is used
    """

    label: str
    suffix: str
    media_type: str
    renderer: str

    def render(self, assessment: Assessment) -> str:
        """The assessment in this form, ending in a newline."""
        module, _, name = self.renderer.partition(":")
        function: Callable[[Assessment], str] = getattr(import_module(module), name)
        return function(assessment)


FORMS = {
    "table": Form("Table for a terminal", ".txt", "text/plain", "kg.exporters.assessment_table:render"),
    "md": Form("Report as Markdown", ".md", "text/markdown", "kg.exporters.report:as_markdown"),
    "html": Form("Report as a web page", ".html", "text/html", "kg.exporters.report:as_html"),
    "json": Form("Everything as JSON", ".json", "application/json", "kg.exporters.assessment_json:render"),
    "stix": Form("STIX 2.1 bundle", ".stix.json", "application/stix+json", "kg.exporters.stix:bundle"),
    "navigator": Form(
        "ATT&CK Navigator layer for MITRE ATLAS", ".layer.json", "application/json", "kg.exporters.navigator:layer"
    ),
}


def render(assessment: Assessment, form: str) -> str:
    """The assessment in one of :data:`FORMS`, ending in a newline.

    :raises UnknownNameError: for a form that does not exist
    """
    if form not in FORMS:
        raise UnknownNameError("format", form, FORMS, remedy=f"Formats: {', '.join(FORMS)}.")
    return FORMS[form].render(assessment)

"""Crosswalks: SSSOM TSV files, the checks they must pass, and the Turtle that is derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.importers.files import read_source
from kg.importers.sssom.check import LABELS, faults
from kg.importers.sssom.model import Fault, MappingSet
from kg.importers.sssom.reader import parse

__all__ = ["LABELS", "Fault", "MappingSet", "read"]


def read(path: Path, labels: Mapping[str, str] | None = None) -> tuple[MappingSet, list[Fault]]:
    """Read a mapping file and find everything that is wrong with it.

    :param labels: the preferred labels of all things that a row may name, by IRI; None leaves out the check of ids
    :returns: the mapping set, of use only where there are no faults, and the faults in the order of the file
    :raises SourceFileError: where the file cannot be read as SSSOM TSV at all
    """
    mapping_set, found = parse(read_source(path))
    found = [*found, *faults(mapping_set, labels)]
    return mapping_set, sorted(found, key=lambda f: (f.line, f.column))

"""MITRE ATLAS: the official YAML of every release and the STIX bundle, read as facts and written as one module."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kg.importers.atlas import check
from kg.importers.atlas.model import Irregularity, Release
from kg.importers.files import Source, read_source

_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)*")


def read(path: Path) -> Release:
    """Read a release from its YAML file or its STIX bundle, whichever it is. Nothing is fetched.

    :raises SourceFileError: where the file cannot be read; what can be read but is irregular is in the release
    """
    source = read_source(path)
    release = _read_format(source)
    if not release.techniques:
        raise source.fault(
            1, "no technique could be read from it",
            "Give ATLAS.yaml of a release from 3.0 to 5.6, or its STIX bundle; later formats are not read.",
        )  # fmt: skip
    return check.finish(replace(release, irregularities=(*release.irregularities, *_version(release))))


def _read_format(source: Source) -> Release:
    if source.text.lstrip().startswith("{"):
        from kg.importers.atlas import stix_reader

        return stix_reader.read(source)
    from kg.importers.atlas import yaml_reader

    return yaml_reader.read(source)


def _version(release: Release) -> list[Irregularity]:
    named = _VERSION.search(release.file)
    if release.version and named and _numbers(named[0]) != _numbers(release.version):
        message = f"the file is named {named[0]} and states version {release.version}"
        return [Irregularity("version-disagrees", "version", 0, message)]
    return []


def _numbers(version: str) -> list[str]:
    """The parts of a version without zeros at the end, so that 4.2 is 4.2.0."""
    parts = version.split(".")
    while len(parts) > 1 and parts[-1] == "0":
        parts.pop()
    return parts

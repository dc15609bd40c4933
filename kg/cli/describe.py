"""``threatpraxis describe``: the shipped modules as data sets, in VoID and DCAT."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from pathlib import Path

from kg import modules
from kg.errors import ParameterError


def add_arguments(sub: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    sub.add_argument("--write", metavar="FILE", help="write the description to a file instead of printing it")


def run(options: Namespace) -> int:
    """Print the description as Turtle, or write it."""
    from kg.describe import turtle

    text = turtle(modules.shipped_inventory())
    if not options.write:
        sys.stdout.write(text)
        return 0
    try:
        Path(options.write).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        remedy = "Give another file."
        raise ParameterError(f"{options.write} cannot be written: {error.strerror}.", remedy=remedy) from error
    print(f"threatpraxis: {options.write} written", file=sys.stderr)
    return 0

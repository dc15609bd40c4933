"""Arguments, the way to the commands, and the one door at which errors become messages and exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Sequence
from importlib import import_module
from typing import NoReturn

from kg import __version__
from kg.errors import ThreatPraxisError, UnknownNameError
from kg.results import FORMATS

COMMANDS = {
    "app": "open the browser app",
    "query": "answer a question of the library, or SPARQL",
    "queries": "list the questions of the library, or show one",
    "assess": "tell which attacks find their assumptions met by one system",
    "show": "show what is known of one thing",
    "search": "find things by label, synonym or id",
    "gaps": "set what research assumes against what practice grants, with intervals",
    "add": "add an attack, a threat model, a work, a study … of your own",
    "edit": "change an addition of your own",
    "deprecate": "withdraw a thing and say what takes its place",
    "export": "write an attack as STIX, SSSOM, JSON-LD or Turtle",
    "import": "turn a release of MITRE ATLAS, a crosswalk or a survey of your own into a module",
    "diff": "compare two states of the knowledge, or two releases of MITRE ATLAS",
    "lint": "check ids of MITRE ATLAS, NIST AI 100-2 and OWASP in any file",
    "reason": "tell whether the taxonomy is consistent, what follows, and why",
    "describe": "describe the modules as data sets, in VoID and DCAT",
    "serve": "serve the SPARQL endpoint and the questions over HTTP, without pages",
    "publish": "put the knowledge into a SPARQL store elsewhere, one named graph per module",
    "log": "tell who changed what in the workspace, and when",
    "undo": "take a change to the workspace back",
    "check": "check knowledge files and query files",
    "fmt": "bring Turtle files into canonical form",
    "where": "tell where files lie, and which engine is asked",
}

#: Commands that ask the graph, and so can ask another engine.
_ASK = ("app", "query", "assess", "show", "search", "gaps", "import", "export", "diff", "serve")

EPILOG = """\
exit codes:
  0  done                          3  SPARQL refused or not understood
  1  faults or differences found   4  query stopped or engine busy
  2  wrong name, value or option   5  a knowledge, query or profile file is broken
                                   6  an endpoint cannot be reached or refuses
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def build_parser(wanted: Collection[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The parser of all commands; the modules behind them are imported only when they run.

    :param wanted: the commands whose arguments will be read; without the others', it is made in half the time
    """
    parser = _Parser(
        prog="threatpraxis", formatter_class=argparse.RawDescriptionHelpFormatter, epilog=EPILOG,
        description="Attacks on machine-learning systems: what research assumes and what practice grants.",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"threatpraxis {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, text in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        if name not in wanted:
            continue
        sub.add_argument(
            "--workspace", metavar="DIR", action="append",
            help="a folder with knowledge and queries of your own; of several, the first wins and takes what is added",
        )  # fmt: skip
        if name in _ASK:
            _endpoint(sub)
            _store(sub)
        globals()[f"_add_{name}"](sub)
    return parser


def _endpoint(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--endpoint", metavar="URL",
        help="ask this SPARQL endpoint instead of the engine inside (default: the variable THREATPRAXIS_ENDPOINT)",
    )  # fmt: skip
    sub.add_argument(
        "--login", action="store_true",
        help="ask for user and password of the endpoint (default: the variables THREATPRAXIS_ENDPOINT_USER and "
        "THREATPRAXIS_ENDPOINT_PASSWORD)",
    )  # fmt: skip


def _store(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--store", metavar="DIR",
        help="keep the triples on disk in this folder, for large knowledge (default: the variable THREATPRAXIS_STORE)",
    )  # fmt: skip


def _format(sub: argparse.ArgumentParser, *more: str) -> None:
    sub.add_argument("--format", choices=[*FORMATS, *more], default="table", help="form of the answer (default: table)")


def _add_app(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--port", type=int, default=8501, help="port on this machine (default: 8501)")
    sub.add_argument("--no-browser", action="store_true", help="do not open a browser window")


def _add_query(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "query", nargs="?", help="a question such as gaps/query-budget, SPARQL text, or - for standard input"
    )
    sub.add_argument("parameters", nargs="*", metavar="NAME=VALUE", help="parameters such as attack=evasion")
    sub.add_argument("--file", metavar="FILE", help="read the query from a file")
    sub.add_argument("--limit", type=int, default=10_000, metavar="N", help="rows at the most (default: 10000)")
    sub.add_argument(
        "--without-inferred", action="store_true", help="ask only what is stated, not what the reasoner infers"
    )
    sub.add_argument(
        "--print", action="store_true", dest="print_query", help="print the SPARQL text instead of running it"
    )
    _format(sub, "ttl")


def _add_queries(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("query", nargs="?", help="show this question with its parameters and its text")
    _format(sub)


def _add_show(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("thing", help="an id such as attack:evasion, or a full IRI")
    _format(sub, "ttl")


def _add_search(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("text", nargs="+", help="words to look for")
    sub.add_argument("--kind", help="only things of this kind, such as attack or claim")
    sub.add_argument("--limit", type=int, default=20, metavar="N", help="results at the most (default: 20)")
    _format(sub)


def _add_check(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("files", nargs="*", metavar="FILE", help="Turtle files to check beside the shipped knowledge")
    sub.add_argument("--no-shapes", action="store_true", help="leave out the SHACL shapes (quicker)")
    sub.add_argument(
        "--strict", action="store_true",
        help="let warnings fail too, and files given or of the workspace that are not in canonical form (see fmt)",
    )  # fmt: skip
    _format(sub)


def _add_fmt(sub: argparse.ArgumentParser) -> None:
    import_module(_module("fmt")).add_arguments(sub)


def _add_where(sub: argparse.ArgumentParser) -> None:
    _format(sub)


def _add_add(sub: argparse.ArgumentParser) -> None:
    import_module(_module("add")).add_arguments(sub)


def _add_edit(sub: argparse.ArgumentParser) -> None:
    import_module(_module("edit")).add_arguments(sub)


def _add_deprecate(sub: argparse.ArgumentParser) -> None:
    import_module(_module("deprecate")).add_arguments(sub)


def _add_export(sub: argparse.ArgumentParser) -> None:
    import_module(_module("export")).add_arguments(sub)


def _add_import(sub: argparse.ArgumentParser) -> None:
    import_module(_module("import")).add_arguments(sub)


def _add_diff(sub: argparse.ArgumentParser) -> None:
    import_module(_module("diff")).add_arguments(sub)


def _add_gaps(sub: argparse.ArgumentParser) -> None:
    import_module(_module("gaps")).add_arguments(sub)


def _add_lint(sub: argparse.ArgumentParser) -> None:
    import_module(_module("lint")).add_arguments(sub)


def _add_assess(sub: argparse.ArgumentParser) -> None:
    import_module(_module("assess")).add_arguments(sub)


def _add_publish(sub: argparse.ArgumentParser) -> None:
    import_module(_module("publish")).add_arguments(sub)


def _add_serve(sub: argparse.ArgumentParser) -> None:
    import_module(_module("serve")).add_arguments(sub)


def _add_describe(sub: argparse.ArgumentParser) -> None:
    import_module(_module("describe")).add_arguments(sub)


def _add_log(sub: argparse.ArgumentParser) -> None:
    import_module(_module("log")).add_arguments(sub)


def _add_undo(sub: argparse.ArgumentParser) -> None:
    import_module(_module("undo")).add_arguments(sub)


def _add_reason(sub: argparse.ArgumentParser) -> None:
    import_module(_module("reason")).add_arguments(sub)


def _module(command: str) -> str:
    # 'import' is a word of Python and cannot name a module that others import.
    return f"kg.cli.{command}_" if command == "import" else f"kg.cli.{command}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _refuse_unknown_command(given)
        parser = build_parser(_wanted(given))
        options = parser.parse_args(given)
        if options.command is None:
            parser.print_help()
            return 0
        code: int = import_module(_module(options.command)).run(options)
        sys.stdout.flush()
        return code
    except ThreatPraxisError as error:
        print(f"threatpraxis: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _wanted(given: Sequence[str]) -> Collection[str]:
    """The commands that these arguments can be meant for."""
    if not given or given[0] in ("-h", "--help", "--version"):
        return ()
    return given[:1] if given[0] in COMMANDS else tuple(COMMANDS)


def _refuse_unknown_command(given: Sequence[str]) -> None:
    if given and not given[0].startswith("-") and given[0] not in COMMANDS:
        raise UnknownNameError("command", given[0], COMMANDS, remedy=f"Commands: {', '.join(COMMANDS)}.")

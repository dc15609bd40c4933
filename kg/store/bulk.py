"""A large Turtle file into a store on disk, in pieces that several threads load at once.

The engine loads one file with one thread, and that thread, not the disk, is what a large file waits for. It gives up
Python's lock meanwhile, so that threads are enough.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

#: Triples of one piece; a thread needs about 1 KB of memory for each.
PIECE = 250_000
#: Threads at the most: more of them need more memory.
_THREADS = 4


def load(
    store: ox.Store, path: str, graph: ox.NamedNode, *, lenient: bool = False, told: Callable[[int], object] = id
) -> None:
    """Read a Turtle file into a graph. What breaks off leaves a part of it there.

    :param lenient: do not check each IRI
    :param told: called now and then with the number of bytes that were read
    :raises SyntaxError: with the place, where it is no Turtle
    """
    threads = min(_THREADS, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        running: set[Future[None]] = set()
        for piece in _pieces(path, told, lenient=lenient):
            running.add(pool.submit(_add, store, piece, graph))
            if len(running) > threads:  # one waits so that no thread has to
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for one in done:
                    one.result()
        for one in running:
            one.result()


def _add(store: ox.Store, lines: bytes, graph: ox.NamedNode) -> None:
    # Checked when they were read.
    store.bulk_load(input=lines, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)


def _pieces(path: str, told: Callable[[int], object], *, lenient: bool) -> Iterator[bytes]:
    """The triples as N-Triples. Those with a blank node are the last piece: the engine renames them in each anew."""
    unnamed: list[bytes] = []
    with Path(path).open("rb", buffering=0) as file:
        triples = ox.parse(file, format=ox.RdfFormat.TURTLE, lenient=lenient)
        while text := ox.serialize(islice(triples, PIECE), format=ox.RdfFormat.N_TRIPLES):
            lines = text.splitlines(keepends=True)
            # A line with these two characters elsewhere, such as in a text, may go to the last piece as well.
            unnamed += (line for line in lines if b"_:" in line)
            yield b"".join(line for line in lines if b"_:" not in line)
            told(file.tell())
    if unnamed:
        yield b"".join(unnamed)

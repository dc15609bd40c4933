"""Readers of other people's files, each a package that turns them into a module of this graph."""

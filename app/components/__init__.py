"""Pieces of pages: each takes plain data and returns nodes for :mod:`app.components.dom`."""

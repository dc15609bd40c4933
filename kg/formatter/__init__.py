"""Canonical Turtle that keeps comments: ``tokens`` cuts, ``reading`` builds the ``tree``, ``layout`` writes it.

:func:`kg.formatter.text.format_text` joins them and makes sure that the triples stay the same.
"""

"""Engines elsewhere, asked by the SPARQL 1.1 Protocol."""

"""Putting modules into a SPARQL store elsewhere: one named graph per module, switched over as a whole."""

from kg.publish.publisher import Publisher, Step

__all__ = ["Publisher", "Step"]

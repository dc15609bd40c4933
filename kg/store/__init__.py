"""The one door to triples: an engine answers select, ask, construct and describe over named graphs."""

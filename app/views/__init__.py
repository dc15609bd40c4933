"""One module per page, each with a function ``draw``. Views ask the library and draw; they hold no SPARQL."""

"""The face for programs: the SPARQL 1.1 Protocol and the questions of the library over HTTP."""

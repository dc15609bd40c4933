"""The pages: address and name. Kept apart from all that draws, for the server needs only this."""

PAGES = {
    "": "Overview",
    "matrix": "Matrix",
    "attack": "Attacks",
    "taxonomy": "Taxonomy",
    "gaps": "Gaps",
    "assess": "Assess",
    "query": "Query",
    "extend": "Extend",
    "sources": "Sources",
    "about": "About",
}

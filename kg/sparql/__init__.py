"""What an editor of SPARQL needs: a check of the text, ways to mend it, its layout, and the terms to complete."""

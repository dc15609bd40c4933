"""Pieces of ``/extend``: the draft, the form, what stands beside it, saving, uploads and the history."""

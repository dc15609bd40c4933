"""Sections of the card of an attack."""

"""What the graph knows in the forms that other programs read."""

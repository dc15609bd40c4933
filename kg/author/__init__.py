"""Additions by users: what one consists of, how it is read, tried, told and put into the workspace."""

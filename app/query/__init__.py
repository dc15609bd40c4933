"""The query page: the editor and what it asks the server, questions as forms, answers in all their shapes."""

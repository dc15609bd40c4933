"""What changed between two states of the knowledge, told of things rather than of lines.

``sources`` reads a state from files, folders, archives and git revisions, ``blank`` names blank nodes by what is said
of them, ``compare`` finds the changes, ``words`` says each in a sentence.
"""

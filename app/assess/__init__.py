"""The page on which an engineer describes a system and reads which attacks find their assumptions met."""

"""Whose work it is, told: credit, points and grades, groups instead of ranks."""

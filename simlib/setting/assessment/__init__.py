"""Points, grades, ranks and groups at the end of the year."""

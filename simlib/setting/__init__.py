"""Target setting: what can be promised, with what chance, on which budget, and by whose work."""

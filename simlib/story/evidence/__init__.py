"""What the model stands on, told: theory, patterns, held-out years, what was learnt, imported ledgers."""

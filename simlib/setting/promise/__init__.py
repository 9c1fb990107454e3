"""What can be promised, why it may be missed, what gives easy sampling away, and the table to adopt."""

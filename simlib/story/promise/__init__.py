"""What can be promised, told: steps, wording, why it may be missed, the table to adopt."""

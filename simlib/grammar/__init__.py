"""How a scenario file is read: from text to checked parts. Nothing here knows the model."""

"""Why the model may be believed: exact theory, published patterns and held-out years beside what the engine says."""

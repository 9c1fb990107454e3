"""The engine. It knows nothing of files, plots or notebooks; docs/model.md holds its numbered equations."""

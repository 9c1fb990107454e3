"""The bench of the engine's stages, as tests know it; it lives in simlib.validation, for the figures use it too."""

from __future__ import annotations

from simlib.validation.bench import bench, central_assumptions, default_levers, now, play_react, unit_streams

__all__ = ["bench", "central_assumptions", "default_levers", "now", "play_react", "unit_streams"]

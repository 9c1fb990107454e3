"""Where compiled kernels are kept: one folder a version of the model, old ones forgotten."""

from __future__ import annotations

import os

from simlib.model import jit


def test_old_kernels_are_forgotten_and_the_current_ones_kept(tmp_path, monkeypatch):
    """The three newest versions stay, and the one in use however old it is."""
    monkeypatch.setenv("SIMLIB_CACHE", str(tmp_path))
    names = [f"kernels-{n}" for n in range(5)] + [f"kernels-{jit.source_hash()}"]
    for age, name in enumerate(names):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    (tmp_path / "other").mkdir()
    jit.forget_old_kernels()
    assert {path.name for path in tmp_path.iterdir()} == {*names[:3], names[-1], "other"}


def test_the_cache_folder_follows_the_model_s_sources(monkeypatch, tmp_path):
    """Any change in a file that kernels are made of gives another folder."""
    before = jit.source_hash()
    changed = tmp_path / "stage.py"
    changed.write_text("x = 1\n", "utf-8")
    monkeypatch.setattr(jit, "_SOURCES", (*jit._SOURCES, changed))
    assert jit.source_hash() != before

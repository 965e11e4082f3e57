"""Watching: the folder as it is at first, then each edit, once it has settled."""

from __future__ import annotations

from pathlib import Path

from bot.watching import edits


def test_each_edit_is_noticed_once_it_has_settled(documents: Path) -> None:
    """Two saves in a row are one edit; a folder that is away for a moment is none."""
    steps = iter(["save", "save", "", "away", "back", ""])
    done: list[str] = []

    def pause() -> None:
        step = next(steps)
        done.append(step)
        if step == "save":
            (documents / "new.md").write_text(f"# New\n\nText {len(done)}.\n", encoding="utf-8")
        elif step == "away":
            documents.rename(documents.with_name("elsewhere"))
        elif step == "back":
            documents.with_name("elsewhere").rename(documents)
            (documents / "new.md").write_text("# New\n\nOther words.\n", encoding="utf-8")

    seen = edits(documents, pause=pause)
    states = [next(seen), next(seen), next(seen)]
    assert len(set(states)) == 3
    assert done == ["save", "save", "", "away", "back", ""]

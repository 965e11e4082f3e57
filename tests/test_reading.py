"""A folder is read as far as it can be; what cannot be read is named in one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.reading import LARGEST_FILE, UnreadableDocument, read_folder


def problem(folder: Path) -> str:
    reading = read_folder(folder)
    assert [source.id for source in reading.sources] == ["good"]
    (found,) = reading.problems
    assert "\n" not in str(found)
    return str(found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.md").write_text("It helps.", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "bad.md:1: is empty"),
        (b" \r\n\t", "bad.md:1: is empty"),
        (b"# Only a heading", "bad.md:1: holds no text"),
        (b"one\ntwo\0", "bad.md:2: is not text: it holds a zero byte"),
        (b"one\n\ncaf\xe9", "bad.md:3: is not UTF-8: byte 0xe9; save it as UTF-8"),
        (b"---\ntitle: T\n", "bad.md:1: its front matter is opened with --- and never closed"),
        (b"x" * (LARGEST_FILE + 1), "bad.md:1: is larger than 20 MB"),
    ],
    ids=["empty", "white", "heading", "binary", "latin-1", "front matter", "huge"],
)
def test_what_cannot_be_read_is_named(folder: Path, content: bytes, why: str) -> None:
    """The rest of the folder is read."""
    (folder / "bad.md").write_bytes(content)
    assert problem(folder) == why


def test_links_in_a_circle(folder: Path) -> None:
    """A file that links to itself is named; a folder that does is not entered."""
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "inner").symlink_to(folder)
    assert problem(folder).startswith("loop.md:1: cannot be opened")


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    """What is no file is named."""
    os.mkfifo(folder / "pipe.txt")
    assert problem(folder) == "pipe.txt:1: is not a file"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may open everything")
def test_no_permission(folder: Path) -> None:
    """A folder and a file that may not be opened are named."""
    (folder / "shut").mkdir(mode=0)
    assert problem(folder) == "shut:1: cannot be opened: Permission denied"


def test_a_name_that_cannot_be_printed(folder: Path) -> None:
    """The line that names it stays one line."""
    (folder / "bad\nname.md").write_text("Text.", encoding="utf-8")
    assert problem(folder) == "bad?name.md:1: has a name that cannot be printed; rename it"


def test_hidden_files_and_other_formats_are_passed_over(folder: Path) -> None:
    """Neither is a problem."""
    for name in (".hidden.md", "picture.png", ".git/a.md", "README"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("Text.", encoding="utf-8")
    assert len(read_folder(folder).sources) == 1


def test_the_same_name_twice(folder: Path) -> None:
    """Of a.md and a.txt, the second goes by its whole name."""
    (folder / "good.txt").write_text("It hurts.", encoding="utf-8")
    reading = read_folder(folder)
    assert [passage.id for passage in reading.passages] == ["good#top.1", "good.txt#top.1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, newline: str) -> None:
    """With or without a byte order mark and from any system: the same words at the same lines."""
    (tmp_path / "a.md").write_bytes(newline.join(["# A", "", "It\u00a0hel\u00adps."]).encode(encoding))
    (passage,) = read_folder(tmp_path).passages
    assert (passage.text, passage.lines) == ("It helps.", (3, 3))


def test_folders_are_part_of_the_id(tmp_path: Path) -> None:
    """Documents come in the order of their paths."""
    for name in ("b.md", "a/c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text.", encoding="utf-8")
    assert [source.id for source in read_folder(tmp_path).sources] == ["a/c", "b"]


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is an error of its own."""
    with pytest.raises(NotADirectoryError, match="there is no such folder"):
        read_folder(tmp_path / "none")


def test_an_unreadable_document_is_one_line() -> None:
    """Path, line and reason."""
    assert str(UnreadableDocument("a.md", 3, "is bad")) == "a.md:3: is bad"

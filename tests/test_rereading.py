"""After any edits, the index of the edited documents alone is the index of all of them, byte for byte."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library import reindex
from corpus import rereading
from index import kept, verifying
from index.storage import open_index
from index.verifying import read_header
from index.versions import version_name
from tests.conftest import examples

WORDS = (
    "tea Tea TEA green greens greener EGFR egfr HER2 her2 HER-2/neu don't können koennen der die größer the über not "
    "running runs ran Σίσυφος 2.5 naïve kidney kidneys zzz x-ray X"
).split()
NAMES = ("a.md", "a.txt", "b.md", "c/a.md", "c.md", "d.txt")
HEADS = ("", "# A title\n\n", "---\ntitle: T\nlanguage: de\n---\n", "---\nlanguage: es\n---\n", "---\nbroken: [\n---\n")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), max_size=4)


@st.composite
def documents(draw: Callable[..., object]) -> str:
    """A document: headings, a table now and then, sometimes broken or empty."""
    head, paragraphs = draw(st.sampled_from(HEADS)), draw(TEXTS)
    table = draw(st.sampled_from(("", "\n\n| A | B |\n|---|---|\n| tea | EGFR |\n")))
    asked = draw(st.sampled_from(("", "\n\n<!-- people also ask: Why TEA? -->\n\n## Tea\n\ntea")))
    assert isinstance(head, str)
    assert isinstance(paragraphs, list)
    return head + "\n\n## More\n\n".join(paragraphs) + str(table) + str(asked)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(("write", "write", "delete", "rename", "touch", "thesaurus")),
        *(st.sampled_from(NAMES), st.sampled_from(NAMES), documents()),
    ),
    min_size=1,
    max_size=4,
)


def apply(folder: Path, edit: tuple[str, str, str, str]) -> None:
    """Do one edit, where it can be done."""
    kind, name, other, text = edit
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    (folder / other).parent.mkdir(exist_ok=True)
    if kind == "thesaurus":
        (folder / "thesaurus.txt").write_text("tea, kidney\n" if name < other else "tea, running\n", encoding="utf-8")
    elif kind == "write":
        path.write_text(text, encoding="utf-8")
    elif not path.exists():
        return
    elif kind == "delete":
        path.unlink()
    elif kind == "rename":
        path.rename(folder / other)
    else:
        os.utime(path, ns=(1, 1))


def files(directory: Path) -> dict[str, bytes]:
    """The bytes of the files of the current version, by name."""
    folder = directory / version_name(directory)
    return {name: (folder / name).read_bytes() for name in ("header.json", *read_header(folder)["files"])}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own; nothing here is about what survives a power cut."""
    monkeypatch.setattr(verifying, "flush", lambda file: file.flush())
    return tmp_path


@given(st.lists(EDITS, min_size=2, max_size=4))
@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_is_that_of_a_full_build(folder: Path, rounds: list[list[tuple[str, str, str, str]]]) -> None:
    """Documents are written, deleted, renamed, touched and broken, in several languages, and thesauri with them."""
    shutil.rmtree(folder)
    book = folder / "documents"
    book.mkdir(parents=True)
    for number, edits in enumerate(rounds):
        for edit in edits:
            apply(book, edit)
        reindex(book, folder / "index")
        reindex(book, folder / f"full-{number}")
        assert files(folder / "index") == files(folder / f"full-{number}")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the documents that are read."""
    names: list[str] = []
    whole = rereading.read_document

    def noted(path: Path, folder: Path) -> object:
        names.append(path.name)
        return whole(path, folder)

    monkeypatch.setattr(rereading, "read_document", noted)
    return names


@pytest.fixture
def shelf(folder: Path) -> Path:
    """Ten documents."""
    (folder / "documents").mkdir()
    for number in range(10):
        (folder / "documents" / f"{number}.md").write_text(f"# Tea {number}\n\nIt grows at {number} metres.\n")
    return folder / "documents"


@pytest.mark.parametrize("settled", [-1, 10**18])
def test_only_edited_documents_are_read(
    shelf: Path, read: list[str], settled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their files' times, or where those are too young to be trusted, by their bytes."""
    monkeypatch.setattr(rereading, "SETTLED", settled)
    reindex(shelf, shelf.parent / "index")
    assert len(read) == 10
    read.clear()
    (shelf / "3.md").write_text("# Tea 3\n\nIt grows at sea level.\n")
    os.utime(shelf / "4.md", ns=(1, 1))
    (shelf / "5.md").rename(shelf / "55.md")
    (shelf / "6.md").unlink()
    report = reindex(shelf, shelf.parent / "index")
    assert read == ["3.md", "55.md"]
    assert (report.changed, report.added, report.removed) == (("3",), ("55",), ("5", "6"))
    assert report.documents == report.passages == 9
    index = open_index(shelf.parent / "index")
    assert [passage.document.id for passage in index.passages] == ["0", "1", "2", "3", "4", "55", "7", "8", "9"]


def test_what_was_kept_by_another_program_or_is_broken_is_not_used(
    shelf: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything is then read again, the index is the same, and what is kept is whole again."""
    monkeypatch.setattr(rereading, "SETTLED", 10**18)  # that files grow old meanwhile is kept, too
    reindex(shelf, shelf.parent / "index")
    before = files(shelf.parent / "index")
    for path in sorted((shelf.parent / "index").glob("*/kept/*")):
        read.clear()
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        assert reindex(shelf, shelf.parent / "index").outcome == "unchanged"
        assert len(read) == 10
        assert path.read_bytes() == whole
    read.clear()
    monkeypatch.setattr(kept, "program", lambda: "another")
    (shelf / "3.md").write_text("# Tea 3\n\nIt grows at sea level.\n")
    reindex(shelf, shelf.parent / "index")
    assert len(read) == 10
    assert files(shelf.parent / "index").keys() == before.keys()


def test_without_room_for_it_the_index_is_published_all_the_same(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk costs the next rebuild its short cut, and says so."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "write", full)
    assert reindex(shelf, shelf.parent / "index").outcome == "published"
    assert not list((shelf.parent / "index").glob("*/kept*"))
    assert "the next rebuild reads every document again" in caplog.text

"""Whatever happens to the files of an index, it is refused in one line or answers as before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import main
from index import verifying
from index.searching import Index
from index.storage import open_index
from index.verifying import verify
from index.versions import UnusableIndex, version_name
from tests.conftest import examples

FOREIGN = (b"", b"{}", b"[]", b"null", b"\x93NUMPY", b"PK\x03\x04", b"\x80\x04N.", b"\xff" * 64)


@pytest.fixture
def copy(tea_folder: Path, tmp_path: Path) -> Path:
    """An index of its own, to be damaged."""
    return Path(shutil.copytree(tea_folder, tmp_path / "index"))


def answers(index: Index) -> list[tuple[str, float]]:
    """What it finds for a question with a slip in it."""
    return [(hit.passage.text, hit.score) for hit in index.search("how is grren tea brewd").hits]


def refused(directory: Path) -> str:
    """Why an index is refused, "" where it is not."""
    try:
        open_index(directory)
    except UnusableIndex as error:
        return str(error)
    return ""


@given(data=st.data())
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_refused_in_one_line(tea: Index, copy: Path, data: st.DataObject) -> None:
    """Bits flipped, ends cut off, bytes added, other files put in place, in any file."""
    folder = copy / version_name(copy)
    path = data.draw(st.sampled_from(sorted(p for p in folder.iterdir() if p.is_file() and p.name != "record.json")))
    whole = path.read_bytes()
    damaged = bytearray(whole)
    kind = data.draw(st.sampled_from(("flip", "cut", "add", "foreign")))
    if kind == "flip" and whole:
        damaged[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    elif kind == "cut":
        del damaged[data.draw(st.integers(0, max(0, len(whole) - 1))) :]
    elif kind == "add":
        damaged += data.draw(st.binary(min_size=1, max_size=9))
    else:
        damaged = bytearray(data.draw(st.sampled_from(FOREIGN)))
    path.write_bytes(damaged)
    refusal = refused(copy) if damaged != whole else ""
    if refusal:
        assert "\n" not in refusal
        assert path.name in refusal or "there is no index here" in refusal or "another version" in refusal
    else:
        assert answers(open_index(copy)) == answers(tea)
    path.write_bytes(whole)


@pytest.mark.parametrize("name", ["", "nothing", "../elsewhere", "000001-0123456789abcdef", "\x00", "../" * 9 + "etc"])
def test_a_current_file_that_names_no_version_is_refused(copy: Path, name: str) -> None:
    """Nothing outside the folder is ever opened."""
    (copy / "current").write_text(name)
    with pytest.raises(UnusableIndex, match="there is no index here"):
        open_index(copy)


def test_the_bytes_of_large_files_are_compared_on_demand(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With every file counted as large, opening looks at sizes, and --verify at bytes."""
    monkeypatch.setattr(verifying, "CHECKED_WHOLE", 0)
    verify(copy)
    path = copy / version_name(copy) / "passages.txt"
    path.write_bytes(path.read_bytes().replace(b"tea", b"TEA", 1))
    open_index(copy)
    assert main(["index", "--verify", "--index", str(copy)]) == 2
    assert capsys.readouterr().err.endswith("passages.txt: is damaged; `pullquote index` makes a new index\n")


def test_a_whole_index_is_said_to_be_whole(tea_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line names the version."""
    assert main(["index", "--verify", "--index", str(tea_folder)]) == 0
    assert version_name(tea_folder) in capsys.readouterr().out

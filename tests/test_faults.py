"""Whatever happens to a builder, readers have the last good version. `make soak` goes on for longer."""

from __future__ import annotations

import errno
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import pytest

from bot.library import Library, reindex
from index import verifying, versions
from index.searching import Index
from index.storage import open_index
from index.verifying import verify
from index.versions import BusyIndex, version_name
from tests.conftest import SOAK, examples
from tests.dying_builder import PARAGRAPHS, write_edition
from tests.test_rereading import files


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder with edition 1 of a book, whose index stands beside it."""
    (tmp_path / "documents").mkdir()
    write_edition(tmp_path / "documents", 1)
    reindex(tmp_path / "documents", tmp_path / "index")
    return tmp_path / "documents"


def edition(index: Index) -> int:
    """The edition of an index, which all of its passages are of, those that are found as well."""
    found = {hit.passage.text for hit in index.search("which edition is the book in", top_k=PARAGRAPHS).hits}
    found |= {passage.text for passage in index.passages}
    (number,) = {int(re.findall(r"\d+", text)[-1]) for text in found}
    assert len(found) == PARAGRAPHS
    return number


@pytest.fixture
def killer(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that starts builders and kills them."""
    (tmp_path / "documents").mkdir()
    command = [sys.executable, "-m", "tests.dying_builder", str(tmp_path / "documents"), str(tmp_path / "index")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        assert process.stdin
        process.stdin.close()
        process.wait(timeout=60)


def test_a_killed_builder_leaves_the_last_good_version(killer: subprocess.Popen[str], tmp_path: Path) -> None:
    """Killed at any moment, alone or beside another one; what was kept of it never misleads the next one."""
    assert killer.stdin
    assert killer.stdout
    last = 0
    for number in range(examples(10)):
        killer.stdin.write(f"{random.random() * 4} {1 + number % 3 // 2}\n")
        killer.stdin.flush()
        assert killer.stdout.readline() == "dead\n"
        verify(tmp_path / "index")
        now = edition(open_index(tmp_path / "index"))
        assert now >= last
        last = now
    assert last > 3
    write_edition(tmp_path / "documents", last + 1)
    reindex(tmp_path / "documents", tmp_path / "index")
    reindex(tmp_path / "documents", tmp_path / "whole")
    assert files(tmp_path / "index") == files(tmp_path / "whole")
    assert not list((tmp_path / "index").glob("building-*"))


def test_a_write_that_fails_leaves_the_version_before(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the writes in turn finds no room; once there is room again, the edit is published."""
    directory = book.parent / "index"
    writes = 0

    def full(file: IO[bytes]) -> None:
        nonlocal writes
        writes += 1
        if writes == failing:
            raise OSError(errno.ENOSPC, "No space left on device")
        file.flush()

    monkeypatch.setattr(verifying, "flush", full)
    monkeypatch.setattr(versions, "flush", full)
    refused = 0
    for failing in range(1, 200, 1 if SOAK > 1 else 5):
        before = edition(open_index(directory))
        write_edition(book, before + 1)
        writes = 0
        try:
            reindex(book, directory)
        except OSError:
            refused += 1
            assert edition(open_index(directory)) == before
            failing = 0
            reindex(book, directory)
        assert edition(open_index(directory)) == before + 1
        assert not list(directory.glob("building-*"))
        if writes < failing:
            break
    assert refused > (20 if SOAK > 1 else 5)  # the files of the index, the record and the switch


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9])
def test_a_file_that_may_not_grow_leaves_the_version_before(book: Path, share: float) -> None:
    """The kernel refuses the write, as it does on a full disk."""
    directory = book.parent / "index"
    largest = max(path.stat().st_size for path in (directory / version_name(directory)).iterdir())
    write_edition(book, 2)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest * share), hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            reindex(book, directory)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    verify(directory)
    assert edition(open_index(directory)) == 1
    reindex(book, directory)
    assert edition(open_index(directory)) == 2


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where the superuser may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(command, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_leaves_the_version_before(book: Path, disk: Path) -> None:
    """However much room is left, and with room again the edit is published."""
    reindex(book, disk)
    for number in range(2, 2 + examples(6)):
        write_edition(book, number)
        filler = disk / "filler"
        filler.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - random.randrange(200_000))))
        before = edition(open_index(disk))
        try:
            reindex(book, disk)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            assert edition(open_index(disk)) == before
        verify(disk)
        filler.unlink()
    reindex(book, disk)
    assert edition(open_index(disk)) == number


def test_an_index_that_cannot_be_written_serves_on(book: Path, disk: Path, caplog: pytest.LogCaptureFixture) -> None:
    """On a disk that was made read-only, an edit is complained of and the version there is answers."""
    reindex(book, disk)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    library = Library(book, disk, rebuild=lambda: reindex(book, disk))
    assert edition(library.current()) == 1
    write_edition(book, 2)
    again = Library(book, disk, rebuild=lambda: reindex(book, disk))
    assert edition(again.current()) == 1
    assert again.stale
    assert "Read-only file system" in caplog.text


def test_answers_go_on_while_versions_come_and_go(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three threads ask without a pause while versions are published; each answer is of one version, none fails."""
    monkeypatch.setattr("bot.library.CHECK_EVERY", 0.0)
    directory = book.parent / "index"
    library = Library(book, directory, rebuild=None)
    slow_reader = library.current()  # asks its first question when its version is long gone
    over = threading.Event()
    seen: set[int] = set()

    def ask() -> int:
        asked = 0
        while not over.is_set():
            seen.add(edition(library.current()))
            asked += 1
        return asked

    with ThreadPoolExecutor(3) as threads:
        counts = [threads.submit(ask) for _ in range(3)]
        for number in range(2, 2 + examples(6)):
            started = time.monotonic()
            write_edition(book, number)
            reindex(book, directory)
            time.sleep(max(0.0, (1.0 if SOAK > 1 else 0.2) - (time.monotonic() - started)))
        over.set()
        assert all(count.result() > 1 for count in counts)
    assert seen <= set(range(1, number + 1))
    assert len(seen) > 2
    assert edition(library.current()) == number
    assert edition(slow_reader) == 1
    assert slow_reader.search("wich edtion").query.corrections


def test_one_of_two_builders_is_told_to_wait(book: Path) -> None:
    """Two at the same moment: one publishes, the other says why not, and the index is one of theirs."""
    write_edition(book, 2)
    start = threading.Barrier(2)

    def publish() -> str:
        start.wait()
        try:
            return reindex(book, book.parent / "index").outcome
        except BusyIndex as error:
            return str(error)

    with ThreadPoolExecutor(2) as threads:
        said = [future.result() for future in [threads.submit(publish), threads.submit(publish)]]
    assert "published" in said
    assert all(one in ("published", "unchanged") or "another `pullquote index` is at work" in one for one in said)
    assert edition(open_index(book.parent / "index")) == 2

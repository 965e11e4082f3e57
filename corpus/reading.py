"""A folder of documents -> passages. What cannot be read is named, and the rest is read."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document
from corpus.formats import READERS, BrokenFormat
from corpus.passage import Passage, Source
from corpus.splitting import split

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # hyphenation points and joints that web pages leave in a paste
NOT_DOCUMENTS = frozenset({"thesaurus.txt", "questions.txt"})  # files beside the documents that help to find them
LARGEST_FILE = 20_000_000  # bytes; a text of ten thousand printed pages


class UnreadableDocument(Exception):
    """A document that could not be read; its text is one line, "path:line: why"."""

    def __init__(self, path: str, line: int, why: str) -> None:
        """Name the file below the documents folder, the line (counted from 1) and the reason."""
        super().__init__(f"{''.join(c if c.isprintable() else '?' for c in path)}:{line}: {why}")
        self.path = path
        self.line = line
        self.why = why


class UndecodableText(ValueError):
    """Bytes that are no text from a certain line on."""

    def __init__(self, before: bytes, why: str) -> None:
        """Name what could be decoded and the reason."""
        super().__init__(why)
        self.line = before.count(b"\n") + 1
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a folder holds.

    Attributes:
        passages: All passages, in the order of the documents' paths.
        problems: The documents that could not be read.
        sources: The documents that were read, in the order of their paths.
    """

    passages: tuple[Passage, ...]
    problems: tuple[UnreadableDocument, ...]
    sources: tuple[Source, ...]


def read_folder(folder: Path) -> Reading:
    """Read every document under `folder`; hidden files and files of unknown formats are passed over.

    Raises:
        NotADirectoryError: If there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: there is no such folder of documents")
    passages: list[Passage] = []
    problems: list[UnreadableDocument] = []
    sources: dict[str, Source] = {}
    for path in document_paths(folder, problems):
        try:
            document = read_document(path, folder)
        except UnreadableDocument as problem:
            problems.append(problem)
            continue
        document = with_own_id(document, sources)
        sources[document.source.id] = document.source
        passages.extend(split(document))
    return Reading(passages=tuple(passages), problems=tuple(problems), sources=tuple(sources.values()))


def with_own_id(document: Document, taken: Container[str]) -> Document:
    """A document whose id is not `taken`: of a.md and a.txt, the second goes by its whole name."""
    if document.source.id not in taken:
        return document
    return replace(document, source=replace(document.source, id=document.source.path))


def document_paths(folder: Path, problems: list[UnreadableDocument] | None = None) -> Iterator[Path]:
    """The files under `folder` in a known format, sorted by path; links to folders are not followed.

    Folders that cannot be opened are added to `problems`.
    """

    def refused(error: OSError) -> None:
        if problems is not None:
            name = Path(error.filename).relative_to(folder).as_posix()
            problems.append(UnreadableDocument(name, 1, f"cannot be opened: {error.strerror}"))

    found: dict[str, Path] = {}
    for directory, folders, files in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".")]
        above, here = Path(directory), Path(directory).relative_to(folder).as_posix()
        prefix = "" if here == "." else f"{here}/"
        for name in files:
            if Path(name).suffix.lower() in READERS and not name.startswith(".") and name not in NOT_DOCUMENTS:
                found[prefix + name] = above / name
    return iter(path for _, path in sorted(found.items()))


def read_document(path: Path, folder: Path) -> Document:
    """Read one document of `folder`.

    Raises:
        UnreadableDocument: If it cannot be opened or decoded, is empty, too large or broken.
    """
    name = path.relative_to(folder).as_posix()
    if not name.isprintable():
        raise UnreadableDocument(name, 1, "has a name that cannot be printed; rename it")
    identity = Source(id=name[: -len(path.suffix)] if path.suffix else name, path=name, title=path.stem)
    text = text_of(path, name)
    try:
        document = READERS[path.suffix.lower()](text, identity)
    except BrokenFormat as error:
        raise UnreadableDocument(name, error.line, error.why) from error
    if not any(section.blocks for section in document.sections):
        raise UnreadableDocument(name, 1, "holds no text")
    return document


def text_of(path: Path, name: str) -> str:
    """The text of a file that goes by `name`.

    Raises:
        UnreadableDocument: If it cannot be opened or decoded, is empty or too large.
    """
    try:
        if not path.is_file() and path.exists():
            raise UnreadableDocument(name, 1, "is not a file")
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableDocument(name, 1, f"is larger than {LARGEST_FILE // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(name, 1, f"cannot be opened: {error.strerror}") from error
    try:
        text = decode(content)
    except UndecodableText as error:
        raise UnreadableDocument(name, error.line, error.why) from error
    if not text.strip():
        raise UnreadableDocument(name, 1, "is empty")
    return text


def decode(content: bytes) -> str:
    """UTF-8, or UTF-16 that says so, as text with "\\n" at the line ends and without invisible characters.

    Raises:
        UndecodableText: If it is neither.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", errors="replace").encode()
    if b"\0" in content:
        raise UndecodableText(content[: content.index(b"\0")], "is not text: it holds a zero byte")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = f"is not UTF-8: byte 0x{content[error.start]:02x}; save it as UTF-8"
        raise UndecodableText(content[: error.start], why) from error
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))

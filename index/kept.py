"""What a build has worked out, kept beside its version so that the next build analyses only what was edited.

It stands in the folder `kept` of the newest version, refers to the records in `passages.txt` above it, and is used by
the program that wrote it alone: another program may divide or analyse documents in another way. Nothing needs it; where
it is missing or broken, everything is analysed anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import corpus
from index.analysing import Columns, Kept, KnownSource
from index.building import FORMAT, BuiltIndex
from index.groups import Groups
from index.postings import narrowed
from index.stemming import Stems
from index.tables import mapped_text
from index.tokenizing import Tokenizer
from index.verifying import check, mapped, read_header, write
from index.versions import UnusableIndex, version_folders
from index.word_list import Heard

FOLDER = "kept"
_LIBRARIES = ("markdown-it-py", "nltk", "pyyaml")  # that decide what becomes of a document


def keep(built: BuiltIndex, version_folder: Path, note: object) -> None:
    """Keep what `built` took, and a `note` that is JSON; what was kept of other versions is removed.

    Raises:
        OSError: If it cannot be written; nothing is left of it then.
    """
    aside = version_folder / f"{FOLDER}.new"
    shutil.rmtree(aside, ignore_errors=True)  # what a killed builder left
    try:
        aside.mkdir()
        write(aside, {"format": FORMAT, "program": program()}, _arrays(built), _texts(built, note))
        shutil.rmtree(version_folder / FOLDER, ignore_errors=True)
        aside.rename(version_folder / FOLDER)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    for other in version_folders(version_folder.parent):
        if other != version_folder:
            shutil.rmtree(other / FOLDER, ignore_errors=True)


def open_kept(directory: Path) -> tuple[Kept | None, Any]:
    """What was kept by the last build in `directory` and its note; None and None where nothing can be used."""
    for folder in reversed(version_folders(directory)):
        if (folder / FOLDER).is_dir():
            try:
                return _open(folder)
            except (UnusableIndex, OSError, ValueError, KeyError):
                return None, None
    return None, None


@cache
def program() -> str:
    """A digest of all that decides what becomes of a document: the code and data of corpus and index, and libraries."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for package in (Path(str(corpus.__file__)).parent, Path(__file__).parent):
        for path in sorted([*package.glob("*.py"), *package.glob("data/*")]):
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
    digest.update("".join(map(version, _LIBRARIES)).encode())
    return digest.hexdigest()


def _arrays(built: BuiltIndex) -> dict[str, NDArray[Any]]:
    columns = {field.name: getattr(built.columns, field.name) for field in fields(Columns)}
    forms = np.concatenate([np.zeros(0, np.uint32), *built.columns.forms], dtype=np.uint32, casting="unsafe")
    heard = np.fromiter(built.analysis.heard.known.values(), np.uint32)
    return columns | {"forms": narrowed(forms), "heard": heard} | built.analysis.tokenizer.arrays()


def _texts(built: BuiltIndex, note: object) -> dict[str, tuple[bytes, ...]]:
    sources = [(source.id, source.record, source.language) for source in built.analysis.sources.values()]
    texts = {"note": json.dumps(note).encode(), "sources": json.dumps(sources).encode()}
    texts |= built.analysis.tokenizer.texts()
    texts["heard"] = "\n".join(built.analysis.heard.known).encode()
    if groups := built.analysis.groups:
        texts |= {"given": groups.given.encode(), "thesaurus": groups.thesaurus, "slips": groups.slips}
    for code, known in built.analysis.stems.known.items():
        texts[f"stems-{code}"] = "\n".join([*known, *known.values()]).encode()
    return {name: (text,) for name, text in texts.items()}


def _open(folder: Path) -> tuple[Kept, Any]:
    held = folder / FOLDER
    header = read_header(held)
    if header["format"] != FORMAT or header["program"] != program():
        raise UnusableIndex(f"{held}: made by another version of pullquote")
    check(held, header)
    arrays = {Path(name).stem: mapped(held / name) for name in header["files"] if name.endswith(".npy")}
    texts = {Path(name).stem: (held / name).read_bytes() for name in header["files"] if name.endswith(".txt")}
    of_passages = {field.name: arrays[field.name] for field in fields(Columns) if field.name != "forms"}
    columns = Columns(**of_passages, forms=(arrays["forms"],))
    passages = mapped_text(folder / "passages.txt")
    if int(columns.record_sizes.sum(dtype=np.int64)) != len(passages):
        raise UnusableIndex(f"{folder}: its passages are not those that were kept")
    sources = [
        KnownSource(id=identity, record=record, language=language)
        for identity, record, language in json.loads(texts["sources"])
    ]
    kept = Kept(
        columns=columns,
        records=memoryview(passages),
        sources=sources,
        tokenizer=Tokenizer.restored(arrays, texts),
        stems=Stems(_stems(texts)),
        heard=Heard(dict(zip(texts["heard"].decode().split("\n"), arrays["heard"].tolist(), strict=False))),
        groups=Groups(texts["given"].decode(), texts["thesaurus"], texts["slips"]),
    )
    return kept, json.loads(texts["note"])


def _stems(texts: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """By language, the stem of each word."""
    found: dict[str, dict[str, str]] = {}
    for name, text in texts.items():
        if name.startswith("stems-"):
            lines = text.decode().split("\n")
            found[name.removeprefix("stems-")] = dict(
                zip(lines[: len(lines) // 2], lines[len(lines) // 2 :], strict=True)
            )
    return found

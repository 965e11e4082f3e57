"""A file in a foreign format -> our Markdown, for an editor to review, with a report of what was uncertain.

The formats' libraries are not part of the plain installation: pip install "pullquote[import]".
To add a format, write one importer and one line in IMPORTERS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from corpus.document import TableRow
from corpus.draft import BrokenFile, Draft, Imported
from corpus.import_docx import import_docx
from corpus.import_html import import_html
from corpus.import_pdf import import_pdf
from corpus.passage import Source
from corpus.plain_text import read_plain_text
from corpus.reading import LARGEST_FILE, UndecodableText, UnreadableDocument, decode
from corpus.splitting import slug


def import_text(content: bytes, source: Source) -> Draft:
    """Pasted text: its headings and tables are told by their looks, so each of them is a doubt."""
    title, sections = read_plain_text(decode(content))
    draft = Draft(source=replace(source, title=title or source.title))
    if not title:
        draft.doubt("the first line does not look like a title; the file's name was taken")
    for section in sections:
        for heading in section.headings[-1:]:
            draft.heading(2 + len(section.headings[:-1]), heading, "this line was taken for a heading")
        for block in section.blocks:
            doubt = ""
            if isinstance(block, TableRow) and len(block.cells) == 1:
                doubt = "the cells of this row could not be told apart; divide it with | by hand"
            elif isinstance(block, TableRow) and block.first:
                doubt = "this table was rebuilt from text; compare its cells and headers with the original"
            draft.add(block, doubt)
    return draft


Importer = Callable[[bytes, Source], Draft]

IMPORTERS: Mapping[str, Importer] = {
    ".html": import_html,
    ".htm": import_html,
    ".docx": import_docx,
    ".pdf": import_pdf,
    ".txt": import_text,
}


def import_file(path: Path) -> Imported:
    """Make Markdown of one file.

    Raises:
        UnreadableDocument: If the format is unknown, its library missing, or the file broken or without text.
    """
    importer = IMPORTERS.get(path.suffix.lower())
    if importer is None:
        raise UnreadableDocument(str(path), 1, f"is in no format that can be imported: {' '.join(IMPORTERS)}")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableDocument(str(path), 1, f"is larger than {LARGEST_FILE // 1_000_000} MB")
        draft = importer(path.read_bytes(), Source(id=path.stem, path=path.name, title=path.stem, language=""))
    except OSError as error:
        raise UnreadableDocument(str(path), 1, f"cannot be opened: {error.strerror}") from error
    except ModuleNotFoundError as error:
        why = f'needs {error.name}: pip install "pullquote[import]"'
        raise UnreadableDocument(str(path), 1, why) from error
    except UndecodableText as error:
        raise UnreadableDocument(str(path), error.line, error.why) from error
    except BrokenFile as error:
        raise UnreadableDocument(str(path), 1, str(error)) from error
    if not draft.blocks:
        raise UnreadableDocument(str(path), 1, "holds no text")
    return draft.finished(f"{slug(path.stem)}.md")

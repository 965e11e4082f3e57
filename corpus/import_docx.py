"""A Word file (DOCX) -> a draft: its styles become headings, lists and tables, read by mammoth."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

from corpus.draft import BrokenFile, Draft
from corpus.import_html import read_html
from corpus.passage import Source

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LARGEST_PART = 200_000_000  # bytes unpacked; a zip file of a few kilobytes may claim to hold more


def import_docx(content: bytes, source: Source) -> Draft:
    """The text of a Word file.

    Raises:
        ModuleNotFoundError: If mammoth or beautifulsoup4 is not installed.
        BrokenFile: If it is not a Word file.
    """
    import mammoth
    from bs4 import BeautifulSoup

    draft = Draft(source=replace(source, title=_title(content) or source.title))
    try:
        result = mammoth.convert_to_html(io.BytesIO(content), style_map=_STYLES)
    except (zipfile.BadZipFile, KeyError, ValueError, ElementTree.ParseError, OSError) as error:
        raise BrokenFile("is not a Word file that can be read") from error
    for message in dict.fromkeys(message.message for message in result.messages):
        draft.doubt(f"Word: {message[0].lower()}{message[1:]}")
    read_html(BeautifulSoup(result.value, "html.parser"), draft)
    return draft


def _title(content: bytes) -> str:
    """The title in the file's properties."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _LARGEST_PART:
                raise BrokenFile("unpacks to more than 200 MB")
            title = ElementTree.fromstring(parts.read("docProps/core.xml")).findtext(_TITLE)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return ""
    return " ".join((title or "").split())

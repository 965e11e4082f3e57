"""An editor's day, with the real commands: import, mend, publish, break a table, be refused, roll back.

All the while readers ask a bot, a process of its own on a Bot API server on loopback, and each of them is answered.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import docx
from fpdf import FPDF
from telegram_stage import TOKEN, Server, Stage, running_server, settings_for

PROGRAM = Path(__file__).parent.parent / "bot" / "__main__.py"
PAGE = """<html lang="en"><head><title>Rooibos</title><link rel="canonical" href="https://tea.example/rooibos">
<meta property="og:site_name" content="Tea House"></head><body><nav>Menu</nav><main><h1>Rooibos</h1>
<h2>Caffeine in rooibos</h2><p>Rooibos holds no caffeine at all.</p>
</main><footer><h3>Disclaimer</h3><p>Ask a tea master.</p></footer></body></html>"""
QUESTIONS = """how hot is the water for white tea? -> White tea
does rooibos contain caffeine? -> "no caffeine at all"
how long do oolong leaves keep? -> "for two years"
who won the cup? -> not answered
"""
STEADY = "does rooibos contain caffeine?"
EDITED = "how long do oolong leaves keep?"
MENDED = {"publisher": "Tea House", "url": "https://tea.example", "reviewed": "2026-01-02"}


def write_files(folder: Path) -> None:
    """A Word file with a table, a PDF and a web page, as their usual writers make them."""
    word = docx.Document()
    word.add_heading("Brewing Tea", level=1)
    word.add_heading("Temperatures", level=2)
    word.add_paragraph("Each tea has its own temperature.")
    table = word.add_table(rows=0, cols=3)
    for row in (
        ("Kind", "Water", "Time"),
        ("White tea", "75 degrees", "5 minutes"),
        ("Black tea", "95 degrees", "4 minutes"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    word.add_heading("Disclaimer", level=2)
    word.add_paragraph("Ask a tea master.")
    word.save(str(folder / "brewing.docx"))
    pdf = FPDF()
    pdf.add_page()
    for size, text in (
        (24, "Keeping Tea"),
        (16, "Storing oolong leaves"),
        (11, "Oolong leaves keep for two years in a dark tin."),
        (16, "Disclaimer"),
        (11, "Ask a tea master."),
    ):
        pdf.set_font("Helvetica", size=size)
        pdf.multi_cell(0, size * 0.6, text, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    pdf.output(str(folder / "keeping.pdf"))
    (folder / "rooibos.html").write_text(PAGE, encoding="utf-8")


class Desk:
    """Where the editor types commands."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.documents = folder, folder / "documents"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PULLQUOTE_")},
            "PULLQUOTE_DOCUMENTS": str(self.documents),
            "PULLQUOTE_INDEX": str(folder / "index"),
            "PULLQUOTE_STATE": str(folder / "state"),
            "PULLQUOTE_TELEGRAM_URL": f"http://127.0.0.1:{server.port}",
            "PULLQUOTE_FLOOD_LIMIT": "0",
        }

    async def run(self, *command: str) -> tuple[int, str]:
        """A command's exit status and all that it printed."""
        process = await self._start(*command)
        try:
            async with asyncio.timeout(60):
                printed, _ = await process.communicate()
        except TimeoutError:
            process.kill()
            raise
        assert process.returncode is not None
        return process.returncode, printed.decode()

    async def _start(self, *command: str, token: str = "") -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            str(PROGRAM),
            *command,
            cwd=self.folder,
            env={**self._environment, "PULLQUOTE_TELEGRAM_TOKEN": token},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    @contextlib.asynccontextmanager
    async def bot(self) -> AsyncIterator[None]:
        """`pullquote telegram`, stopped at the end as a service is."""
        process = await self._start("telegram", token=TOKEN)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(20):
                    printed, _ = await process.communicate()
            except TimeoutError:
                process.kill()
                raise
            assert process.returncode == 0, printed.decode()

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words of a document."""
        path = self.documents / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


def mend(documents: Path, report: str) -> None:
    """Fill in each key that the report of an import names, at the line that it names."""
    for name, line, key in re.findall(r"(\S+\.md):(\d+): (\w+) is not stated in the file; fill it in", report):
        path = documents / Path(name).name
        lines = path.read_text(encoding="utf-8").split("\n")
        assert lines[int(line) - 1] == f"{key}:"
        lines[int(line) - 1] = f"{key}: {MENDED[key]}"
        path.write_text("\n".join(lines), encoding="utf-8")


async def ask(stage: Stage, question: str, user: int) -> str:
    """What a person is answered; several people may be asking."""

    def answers() -> list[str]:
        return [str(sent["text"]) for sent in stage.server.sent() if sent["chat_id"] == user]

    before = len(answers())
    await stage.push(message=stage.message(question, user=user))
    async with asyncio.timeout(10), stage.server.arrived:
        await stage.server.arrived.wait_for(lambda: len(answers()) > before)
    return answers()[before]


async def read_on(stage: Stage, question: str, replies: list[str]) -> None:
    """A reader who asks the same again and again; each question waits for the answer to the one before."""
    while True:
        replies.append(await ask(stage, question, 5))
        await asyncio.sleep(0.05)


async def until(stage: Stage, question: str, words: str) -> None:
    """Ask until the answer has `words`: a running bot looks for a new version every few seconds."""
    async with asyncio.timeout(30):
        while words not in await ask(stage, question, 8):
            await asyncio.sleep(0.2)


async def test_an_editors_day(tmp_path: Path) -> None:
    """What is broken is refused, what is published is answered, and no reader waits or is turned away."""
    async with running_server() as server:
        desk, stage = Desk(tmp_path, server), Stage(server, settings_for(server, tmp_path))
        write_files(tmp_path)
        files = ("brewing.docx", "keeping.pdf", "rooibos.html")
        status, report = await desk.run("import", *files, "--out", "documents")
        assert status == 0
        (desk.documents / "questions.txt").write_text(QUESTIONS, encoding="utf-8")

        assert "missing-review" in (await desk.run("check"))[1]
        mend(desk.documents, report)
        status, checked = await desk.run("check")
        assert (status, checked.splitlines()[-1]) == (0, "0 errors, 0 warnings, 0 notes; 4 of 4 questions pass")
        assert (await desk.run("index"))[0] == 0

        async with desk.bot():
            replies: list[str] = []
            await until(stage, STEADY, "no caffeine")
            reader = asyncio.create_task(read_on(stage, STEADY, replies))

            desk.edit("keeping.md", "for two years", "for two years and a half")
            status, printed = await desk.run("index")
            assert status == 0
            if "Nothing has changed" not in printed:  # the bot looks at the documents as well, and may have been faster
                assert "4 of 4 questions pass; 1 answer changed." in printed
            await until(stage, EDITED, "and a half")

            desk.edit("brewing.md", "| White tea | 75 degrees | 5 minutes |", "| White tea | 75 degrees |")
            status, printed = await desk.run("index")
            assert status == 1
            assert re.search(r"brewing\.md:\d+: error: .*\[broken-table\]", printed)
            await until(stage, "how hot is the water for white tea?", "5 minutes")

            status, printed = await desk.run("index", "--rollback")
            while "is at work here" in printed:  # the bot itself
                status, printed = await desk.run("index", "--rollback")
            assert status == 0
            await until(stage, EDITED, "two years in a dark tin")

            assert not reader.done()
            reader.cancel()
            assert len(replies) >= 5  # one a second is what a chat is sent
            assert all("Rooibos holds no caffeine at all." in reply for reply in replies)

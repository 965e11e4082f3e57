"""The commands, run as a person or a program runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands import main
from bot.telegram_chat import TRY_LATER

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str, documents: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """`pullquote` in a process of its own, with an index beside the documents."""
    environment = {
        **os.environ,
        "PULLQUOTE_DOCUMENTS": str(documents),
        "PULLQUOTE_INDEX": str(documents.parent / "index"),
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )


def test_ask_indexes_what_was_never_indexed_and_answers(documents: Path) -> None:
    """One command from a folder to an answer with its source and disclaimer."""
    ran = run("ask", "How", "is", "green", "tea", "brewed?", documents=documents)
    assert ran.returncode == 0
    assert "eighty degrees" in ran.stdout
    assert "Source: A short book of tea \u203a Brewing \u00b7 The Tea House \u00b7 reviewed 1 March 2026" in ran.stdout
    assert "Disclaimer: This book is for pleasure only" in ran.stdout


def test_an_edit_is_answered_without_another_word(documents: Path) -> None:
    """The index is rebuilt when a file was touched; nobody reads the old text."""
    run("index", documents=documents)
    book = documents / "tea.md"
    book.write_text(book.read_text().replace("eighty degrees", "seventy degrees"))
    ran = run("ask", "How is green tea brewed?", documents=documents)
    assert "seventy degrees" in ran.stdout
    assert "eighty" not in ran.stdout
    assert "Indexing" in ran.stderr


def test_a_thesaurus_beside_the_documents_is_used(documents: Path) -> None:
    """Words that the editor calls the same find the same; a broken line is named."""
    (documents / "thesaurus.txt").write_text("# ours\nmocha, leaves\n")
    assert "dark and dry" in run("ask", "how long does mocha keep", documents=documents).stdout
    (documents / "thesaurus.txt").write_text("lonely\n")
    ran = run("index", documents=documents)
    assert ran.returncode == 2
    assert "thesaurus.txt:1: a group needs at least two entries" in ran.stderr


def test_index_says_what_changed(documents: Path) -> None:
    """A new document is added, the old one is not mentioned; a broken one is named with its line."""
    run("index", documents=documents)
    (documents / "coffee.txt").write_text("Coffee\n\nCoffee is roasted.\n")
    (documents / "broken.md").write_bytes(b"# Good\n\nbad \xff byte\n")
    ran = run("index", documents=documents)
    assert "1 added: coffee" in ran.stdout
    assert "not read: broken.md:3: is not UTF-8" in ran.stdout
    assert ran.returncode == 0


def test_a_batch_answers_in_order_and_keeps_conversations_apart(documents: Path) -> None:
    """Lines of one chat are one conversation; a line without a chat is a fresh one."""
    asked = [
        {"id": 1, "q": "What colour is black tea?", "chat": "a"},
        {"id": 2, "q": "and where does it come from?", "chat": "a"},
        {"id": 3, "q": "and where does it come from?"},
    ]
    ran = run("ask", "--batch", "-", documents=documents, stdin="\n".join(map(json.dumps, asked)))
    replies = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [reply["id"] for reply in replies] == [1, 2, 3]
    assert replies[1]["assumed"] == "About Black tea:"
    assert replies[2]["assumed"] == ""
    assert "India" in replies[1]["passages"][0]["text"]


def test_the_json_of_a_reply_has_the_promised_fields(documents: Path) -> None:
    """Programs rely on these names."""
    reply = json.loads(run("ask", "--json", "What colour is rooibos?", documents=documents).stdout)
    assert {
        "id",
        "q",
        "kind",
        "passages",
        "disclaimer",
        "text",
        "confidence",
        "assumed",
        "suggestions",
        "took_ms",
    } <= reply.keys()
    assert {"id", "document", "heading", "text", "kind", "lines", "url", "score"} == reply["passages"][0].keys()
    assert reply["passages"][0]["kind"] == "row"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "x", "--documents", "nowhere"], "nowhere: there is no such folder of documents"),
        (["ask"], "ask needs a question, or --batch FILE"),
        (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl"),
        (["eval", "nowhere"], "nowhere"),
    ],
)
def test_bad_input_is_one_line_and_status_two(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The line names what is wrong."""
    assert main([*arguments, *(["--index", str(tmp_path)] if arguments[0] != "eval" else [])]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("pullquote: ")
    assert message in error


def test_a_broken_batch_line_is_named(documents: Path) -> None:
    """File and line number."""
    ran = run("ask", "--batch", "-", documents=documents, stdin='{"id": 1, "q": "tea"}\nnot json\n')
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1] == 'pullquote: -:2: not a JSON object with "id" and "q"'


def test_the_token_is_asked_for_by_name(
    documents: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a token the Telegram bot says where to put it."""
    monkeypatch.delenv("PULLQUOTE_TELEGRAM_TOKEN", raising=False)
    assert main(["telegram", "--documents", str(documents), "--index", str(documents.parent / "index")]) == 2
    assert "PULLQUOTE_TELEGRAM_TOKEN is not set" in capsys.readouterr().err


def test_documents_that_are_not_there_yet_are_tried_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is mounted late after a power cut is no refused setting: a supervisor starts the bot again."""
    monkeypatch.setenv("PULLQUOTE_TELEGRAM_TOKEN", "7:TESTING-TOKEN")
    assert main(["telegram", "--documents", str(tmp_path / "late"), "--index", str(tmp_path / "index")]) == TRY_LATER
    assert str(tmp_path / "late") in capsys.readouterr().err


def test_the_command_starts_without_what_it_does_not_need(documents: Path) -> None:
    """Asking imports neither scikit-learn, nor nltk, nor Telegram, nor rich."""
    run("index", documents=documents)
    program = (
        "import sys; from bot.commands import main; main(sys.argv[1:])\n"
        "print(sorted({'sklearn', 'nltk', 'scipy', 'telegram', 'rich', 'prompt_toolkit'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "ask",
            "brewing",
            "--documents",
            str(documents),
            "--index",
            str(documents.parent / "index"),
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert ran.stdout.splitlines()[-1] == "[]"


def test_import_writes_markdown_and_never_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first time it writes and says what to look at; the second time it refuses."""
    page, out = tmp_path / "Tea.html", tmp_path / "out"
    page.write_text("<h1>Tea</h1><p>Tea is brewed.</p>", encoding="utf-8")
    assert main(["import", str(page), "--out", str(out)]) == 0
    assert f"{out / 'tea.md'}:3: url is not stated in the file; fill it in" in capsys.readouterr().out
    assert main(["import", str(page), "--out", str(out)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_check_fails_where_something_must_be_mended(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table without its rule is an error in one line, also as JSON."""
    (documents / "broken.md").write_text("Text.\n\n| A | B |\n| 1 | 2 |\n", encoding="utf-8")
    assert main(["check", "--documents", str(documents)]) == 1
    assert "broken.md:3: error: " in capsys.readouterr().out
    assert main(["check", "--documents", str(documents), "--json"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"broken-table"} == {finding["code"] for finding in found if finding["severity"] == "error"}

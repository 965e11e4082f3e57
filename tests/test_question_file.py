"""The question file: what a line may look like, what is said of one that cannot be used, and when a question passes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import main
from bot.question_file import BUDGET, line_for, parse, read_question_file
from bot.question_results import ask_all, findings, wrong_share
from bot.settings import SHIPPED_DOCUMENTS, Settings
from index.searching import Index


def outcomes(text: str, index: Index, settings: Settings) -> list[str]:
    """The outcome of each line of a question file over the short book of tea."""
    return [result.outcome for result in ask_all(parse(text), index, settings)]


@pytest.mark.parametrize(
    ("line", "path", "quotations"),
    [
        ("Is it? -> Brewing", ("brewing",), ()),
        ("Is it? => Kinds of tea > Green  Tea", ("kinds of tea", "green tea"), ()),
        ("Is it? \u2192 \u201cRed brown\u201d", (), ("red brown",)),
        ('Is it? -> "red" and "brown"', (), ("red", "brown")),
        ("Is it? -> \u201erot\u201c, \u00abbraun\u00bb", (), ("rot", "braun")),
        ('Is it? -> The "new" kinds', ('the "new" kinds',), ()),
        ("Is it? -> Not answered", (), ()),
    ],
)
def test_what_may_stand_behind_the_arrow(line: str, path: tuple[str, ...], quotations: tuple[str, ...]) -> None:
    """A heading or several, quotations in any marks, or nothing that answers; comments and blank lines are no lines."""
    file = parse(f"# a comment -> of no use\n\n{line}\n")
    assert [(one.line, one.question, one.path, one.quotations) for one in file.expected] == [
        (3, "Is it?", path, quotations)
    ]
    assert file.problems == ()


@pytest.mark.parametrize(
    "line", ["Is it?", "-> Brewing", "Is it? ->", 'Is it? -> "open', 'Is it? -> "a" or "b"', 'A -> ""']
)
def test_a_line_that_cannot_be_used_is_named(line: str) -> None:
    """With file and line; the lines around it are read."""
    file = parse(f"One? -> Brewing\n{line}\nTwo? -> Storing")
    assert [one.question for one in file.expected] == ["One?", "Two?"]
    assert [str(one).partition(": error: ")[0] for one in file.problems] == ["questions.txt:2"]


def test_a_question_stands_once_and_the_budget_is_read() -> None:
    """Small letters or capitals are the same question; without a budget a twentieth may be wrong."""
    file = parse("Is it tea? -> Brewing\nis it  TEA? -> Storing\nWrong answers allowed: 2.5 %")
    assert [one.message for one in file.problems] == ["is asked in line 1 already"]
    assert (file.budget, parse("").budget) == (0.025, BUDGET)


@given(st.text(), st.text())
def test_any_text_is_read_and_a_line_reads_back(text: str, question: str) -> None:
    """No text raises; a line that we write for an editor is the question that it was made of."""
    parse(text)
    written = line_for(question, "not answered")
    if question.split() and not any(mark in question for mark in ("#", "->", "=>", "\u2192")):
        assert [one.question for one in parse(written).expected] == [" ".join(question.split())]


def test_headings_rows_titles_and_quotations_answer(tea: Index, settings: Settings) -> None:
    """Each names what it means without naming a passage."""
    asked = [
        "How is green tea brewed? -> Brewing",
        "How is  green tea brewed? -> A short book of tea > Brewing",
        'How is green tea brewed?? -> "eighty degrees" and "bitter"',
        "Where does rooibos come from? -> Kinds of tea > Rooibos",
        "What colour is rooibos? -> Deep Red",
    ]
    assert outcomes("\n".join(asked[::2]), tea, settings) == ["passed", "passed", "wrong-passage"]
    assert outcomes("\n".join(asked[1::2]), tea, settings) == ["passed", "passed"]


def test_not_answered_means_so(tea: Index, settings: Settings) -> None:
    """An answer where none may be is as wrong as another passage; silence is not a wrong answer."""
    asked = ["How is green tea brewed? -> not answered", "What does the moon weigh? -> Brewing"]
    results = ask_all(parse("\n".join([*asked, "Who won the cup? -> not answered"])), tea, settings)
    assert [one.outcome for one in results] == ["answered", "unanswered", "passed"]
    assert wrong_share(results) == pytest.approx(1 / 3)


def test_a_quotation_may_run_over_the_end_of_a_passage(tea: Index, settings: Settings) -> None:
    """Cutting a document in other places breaks no line: most of the quotation is enough."""
    most = "Hotter water makes it bitter. And then"
    least = "makes it bitter. And then there is a great deal more to be said"
    lines = f'How is green tea brewed? -> "{most}"\nHow is the green tea brewed? -> "{least}"'
    assert outcomes(lines, tea, settings) == ["passed", "wrong-passage"]


def test_a_target_that_stands_nowhere_is_named_with_what_is_near(tea: Index, settings: Settings) -> None:
    """The editor has renamed a heading or rewritten a sentence."""
    file = parse('How is green tea brewed? -> Brewin\nHow long does it keep? -> "ten years"')
    found = [(one.line, one.code, one.message) for one in findings(file, ask_all(file, tea, settings), tea)]
    assert found == [
        (1, "unknown-target", "no document has the heading 'Brewin'; did you mean \u201cbrewing\u201d?"),
        (2, "unknown-target", "stands in no document: \u201cten years\u201d"),
    ]


def test_check_asks_the_question_file(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 0 where all pass, 1 where one fails, and the finding as JSON."""
    questions = documents / "questions.txt"
    questions.write_text("How is green tea brewed? -> Brewing\n", encoding="utf-8")
    assert main(["check", "--documents", str(documents)]) == 0
    assert "1 of 1 questions pass" in capsys.readouterr().err
    questions.write_text("How is green tea brewed? -> Storing\n", encoding="utf-8")
    assert main(["check", "--json", "--documents", str(documents)]) == 1
    failed = [json.loads(line) for line in capsys.readouterr().out.splitlines()][-1]
    assert (failed["path"], failed["line"], failed["code"]) == ("questions.txt", 1, "wrong-passage")
    assert "is answered with tea.md:13 Brewing, not with Storing" in failed["message"]


def test_a_question_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """One finding and no question."""
    (tmp_path / "questions.txt").write_bytes(b"What? -> Brewing\n\xff\n")
    assert [one.line for one in read_question_file(tmp_path).problems] == [2]


def test_the_shipped_questions_all_pass() -> None:
    """The shipped documents answer what their question file promises."""
    assert main(["check", "--documents", str(SHIPPED_DOCUMENTS)]) == 0

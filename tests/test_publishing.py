"""The gate: an edit that takes an answer away from readers is shown, refused, forced, and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answering import Responder
from bot.commands import main
from bot.library import Library, reindex
from bot.publishing import QuestionGate
from bot.publishing_text import describe
from bot.settings import Settings
from index.storage import open_index
from index.versions import UnusableIndex, versions, withdraw

QUESTIONS = """How is green tea brewed? -> Brewing
What colour is rooibos? -> "Deep red"
How long do the leaves keep? -> Storing
Who won the cup? -> not answered
"""


@pytest.fixture
def house(documents: Path, tmp_path: Path) -> Settings:
    """The short book of tea with a question file, published once."""
    (documents / "questions.txt").write_text(QUESTIONS, encoding="utf-8")
    settings = Settings(documents=documents, index=tmp_path / "index", state=tmp_path / "state")
    publish(settings)
    return settings


def publish(settings: Settings, *, force: bool = False) -> list[str]:
    """Publish through the gate; the lines that an editor reads."""
    gate = QuestionGate(settings, force=force)
    return describe(reindex(settings.documents, settings.index, gate=gate), gate.inspection, settings).splitlines()


def edit(settings: Settings, old: str, new: str) -> None:
    """Replace words of the book."""
    book = settings.documents / "tea.md"
    text = book.read_text(encoding="utf-8")
    assert old in text
    book.write_text(text.replace(old, new), encoding="utf-8")


def temperature(settings: Settings) -> str:
    """What a reader is told of green tea now."""
    index = open_index(settings.index)
    return Responder(lambda: index, settings).reply("How is green tea brewed?").passages[0].passage.text


def test_the_difference_is_shown_with_both_passages(house: Settings) -> None:
    """One answer has other words; it is published."""
    edit(house, "eighty degrees", "seventy degrees")
    lines = publish(house)
    assert "4 of 4 questions pass; 1 answer changed." in lines
    place = lines.index("changed: How is green tea brewed?")
    assert lines[place + 1].startswith("  before: tea.md:13 Brewing: Green tea is brewed at eighty")
    assert lines[place + 2].startswith("  now:    tea.md:13 Brewing: Green tea is brewed at seventy")
    assert lines[-1].startswith("Index published in ")
    assert "seventy" in temperature(house)


def test_a_lost_answer_is_refused_and_forced(house: Settings) -> None:
    """Without --force readers keep the version before; with it, the record of the version says so."""
    edit(house, "Green tea is brewed at eighty degrees for two minutes. Hotter water makes it bitter.", "To come.")
    lines = publish(house)
    assert any(line.startswith("lost: How is green tea brewed?") for line in lines)
    assert any("questions.txt:1: lost: " in line and "Brewing answered it before" in line for line in lines)
    assert lines[-1].startswith("Index not published")
    assert "eighty" in temperature(house)
    assert publish(house, force=True)[-1].startswith("Index published")
    assert [one.record["forced"] for one in versions(house.index)] == [True, False]


def test_a_broken_table_is_refused_once(house: Settings) -> None:
    """The edit that breaks it is stopped; once it was forced, later edits elsewhere are not."""
    edit(house, "| Black tea | Red brown | India |", "| Black tea | Red brown |")
    assert any("tea.md:28: error: this row has 2 cells" in line for line in publish(house))
    publish(house, force=True)
    edit(house, "eighty degrees", "seventy degrees")
    assert publish(house)[-1].startswith("Index published")


def test_a_document_that_breaks_is_refused_and_a_new_broken_one_is_not(house: Settings) -> None:
    """What readers had is kept; what they never had costs them nothing."""
    (house.documents / "new.md").write_bytes(b"bad \xff byte")
    (house.documents / "coffee.txt").write_text("Coffee\n\nCoffee is roasted.\n", encoding="utf-8")
    assert publish(house)[-1].startswith("Index published")
    (house.documents / "coffee.txt").write_bytes(b"bad \xff byte")
    lines = publish(house)
    assert any("coffee.txt:1: is not UTF-8" in line and "it was published before" in line for line in lines)


def test_too_many_wrong_answers_are_refused_even_at_first(documents: Path, tmp_path: Path) -> None:
    """Two of four answered with another passage are more than a twentieth; a bot without an index takes it anyway."""
    (documents / "questions.txt").write_text(QUESTIONS.replace("-> Brewing", "-> Storing").replace("red", "blue"))
    settings = Settings(documents=documents, index=tmp_path / "index", state=tmp_path / "state")
    assert any("answered wrongly: 2 of 4 questions, 50%; allowed are 5 %" in line for line in publish(settings))
    with pytest.raises(UnusableIndex):
        open_index(settings.index)
    assert reindex(documents, settings.index, gate=QuestionGate(settings, must_answer=True)).outcome == "published"


def test_an_unreadable_question_file_is_refused(house: Settings) -> None:
    """A line that cannot be asked guards nothing."""
    edit(house, "eighty", "seventy")
    (house.documents / "questions.txt").write_text("What?\n", encoding="utf-8")
    assert any("questions.txt:1: error: not of the form" in line for line in publish(house))


def test_the_same_documents_make_no_new_version(house: Settings) -> None:
    """A touched file changes nothing for readers."""
    (house.documents / "tea.md").touch()
    assert publish(house)[-1].startswith("Index left as it is")
    assert len(versions(house.index)) == 1


def test_rollback_lasts_until_the_next_edit(house: Settings) -> None:
    """A running bot takes the version back at its next look, and does not publish the same documents again."""
    library = Library(house.documents, house.index, rebuild=lambda: publish(house))
    edit(house, "eighty", "seventy")
    assert "seventy" in library.current().passages[0].text
    options = ["--documents", str(house.documents), "--index", str(house.index)]
    assert main(["index", "--rollback", *options]) == 0
    library._checked = float("-inf")
    assert "eighty" in library.current().passages[0].text
    assert [(one.is_current, one.is_withdrawn) for one in versions(house.index)] == [(False, True), (True, False)]
    edit(house, "seventy", "ninety")
    library._checked = float("-inf")
    assert "ninety" in library.current().passages[0].text
    with pytest.raises(UnusableIndex, match="there is no index"):
        withdraw(house.documents / "nowhere")


def test_going_back_never_ends_at_a_version_that_was_taken_back(house: Settings) -> None:
    """After 1, 2 taken back, 3: back is 1; and before 1 there is nothing."""
    for word in ("seventy", "sixty"):
        edit(house, "eighty", word)
        publish(house)
        withdraw(house.index)
        edit(house, word, "eighty")
    assert "eighty" in temperature(house)
    with pytest.raises(UnusableIndex, match="there is no version before 000001-"):
        withdraw(house.index)


def test_a_bot_keeps_answering_when_a_rebuild_is_refused_or_fails(
    house: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """The index there is answers on; a failure is said once and tried again only after the next edit."""
    tries: list[int] = []

    def rebuild() -> None:
        tries.append(1)
        publish(house)

    library = Library(house.documents, house.index, rebuild=rebuild)
    (house.documents / "thesaurus.txt").write_text("lonely\n", encoding="utf-8")
    for _ in range(3):
        library._checked = float("-inf")
        assert "eighty" in library.current().passages[0].text
    assert len(tries) == 1
    (complaint,) = [record.getMessage() for record in caplog.records]
    assert complaint.startswith(f"the index is not rebuilt: {house.documents / 'thesaurus.txt'}:1: a group needs")


def test_the_commands(house: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1 where publishing is refused; the versions are listed, the one that answers with a star."""
    options = ["--documents", str(house.documents), "--index", str(house.index)]
    edit(house, "## Brewing", "## Making")
    assert main(["index", *options]) == 1
    assert "no document has the heading 'Brewing'" in capsys.readouterr().out
    assert main(["index", "--force", *options]) == 0
    capsys.readouterr()
    assert main(["index", "--versions", *options]) == 0
    newest, before = capsys.readouterr().out.splitlines()
    assert newest.startswith("* 000002-")
    assert newest.endswith("3 of 4 questions pass, published with --force")
    assert before.startswith("  000001-")


def test_a_record_holds_no_question(house: Settings) -> None:
    """Counts and digests only."""
    record = json.loads((house.index / versions(house.index)[0].name / "record.json").read_text())
    assert record["questions"] == record["questions_passed"] == 4
    assert "rooibos" not in json.dumps(record)

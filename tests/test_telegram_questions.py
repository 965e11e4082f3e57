"""Who is answered where: private chats, groups, edits, and what is no text at all."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from bot import telegram_service
from bot.answer import Answer
from bot.answering import Responder
from bot.settings import Settings
from bot.telegram_service import THREADS
from tests.telegram_stage import Stage, TeaIndex, running_bot, running_server

pytestmark = pytest.mark.usefixtures("both_modes")

GROUP = {"id": -100777, "type": "supergroup", "title": "Tea club"}
FORUM = {"message_thread_id": 9, "is_topic_message": True, "chat": {**GROUP, "is_forum": True}}


def mention(text: str) -> dict[str, Any]:
    """The fields of a message in the group that names the bot."""
    entity = {"type": "mention", "offset": text.index("@"), "length": len("@tea_bot")}
    return {"chat": GROUP, "entities": [entity]}


async def test_group_is_answered_when_it_speaks_to_the_bot(tmp_path: Path) -> None:
    """/ask, the bot's name, a reply to the bot; each answer is a reply to its question."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.push(message=stage.message("green tea", chat=GROUP))
        first = await stage.ask("/ask@tea_bot green tea", chat=GROUP)
        assert "eighty" in first["text"]
        assert "message_id" in str(first["reply_parameters"])
        assert "eighty" in (await stage.ask("@TEA_bot: green tea", **mention("@TEA_bot: green tea")))["text"]
        bot = {"id": 7, "is_bot": True, "first_name": "Tea", "username": "tea_bot"}
        answered = {**stage.message("x", chat=GROUP), "from": bot}
        assert "dark" in (await stage.ask("how are leaves kept?", chat=GROUP, reply_to_message=answered))["text"]
        assert len(server.sent()) == 3


async def test_naming_the_bot_under_a_question_asks_that_question(tmp_path: Path) -> None:
    """A reply "@tea_bot" to somebody's message answers that message."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        asked = stage.message("green tea", chat=GROUP)
        assert "eighty" in (await stage.ask("@tea_bot", **mention("@tea_bot"), reply_to_message=asked))["text"]
        assert "question" in (await stage.ask("/ask", chat=GROUP))["text"]


async def test_topic_of_a_forum_is_kept(tmp_path: Path) -> None:
    """A question in topic 9 is answered in topic 9."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        assert (await stage.ask("/ask green tea", **FORUM))["message_thread_id"] == 9


@pytest.mark.parametrize(
    "noise",
    [
        {"from": {"id": 8, "is_bot": True, "first_name": "Other"}},
        {"sender_chat": GROUP},
        {"is_automatic_forward": True},
        {"via_bot": {"id": 8, "is_bot": True, "first_name": "Other"}},
        {"forward_origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1}},
        {"text": None, "sticker": {"file_id": "x"}},
    ],
)
async def test_noise_in_groups_is_ignored(tmp_path: Path, noise: dict[str, Any]) -> None:
    """Other bots, anonymous admins, forwards and stickers get no answer, and are not even written down."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.push(message={**stage.message("/ask green tea", chat=GROUP), **noise})
        await stage.ask("green tea")
        assert len(server.sent()) == 1


async def test_voice_gets_one_hint_in_private(tmp_path: Path) -> None:
    """A voice message is answered by one line; what it tells of nobody hears, so the line says what to do in need."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        message = stage.message("")
        del message["text"]
        voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
        await stage.push(message={**message, "voice": voice})
        hint = (await server.wait_for(1))[0]["text"]
    assert "only read text" in hint
    assert "emergency number" in hint


def picture(stage: Stage, caption: str = "", **fields: Any) -> dict[str, Any]:
    """A photo in a private chat, with something written under it."""
    message = stage.message("", **fields, caption=caption)
    del message["text"]
    return {**message, "photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]}


async def test_what_stands_under_a_picture_is_asked(tmp_path: Path) -> None:
    """A photo with a question: the answer says first that the picture was not seen. An emergency has its card first."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.push(message=picture(stage, "How is green tea brewed?"))
        text = (await server.wait_for(1))[0]["text"]
        assert text.startswith("I cannot see pictures")
        assert "eighty" in text
        await stage.push(message=picture(stage, "he is unconscious and not breathing"))
        assert (await server.wait_for(2))[1]["text"].startswith("Call the emergency number now")


async def test_album_gets_one_hint(tmp_path: Path) -> None:
    """Three photos sent together are three messages, and one line comes back; the next album has its own."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        for album in ("1", "1", "1", "2"):
            await stage.push(message=picture(stage, media_group_id=album))
        await stage.push(message=stage.message("green tea"))
        sent = await server.wait_for(3)
    assert ["only read text" in each["text"] for each in sent] == [True, True, False]


async def test_edited_question_changes_its_answer(tmp_path: Path) -> None:
    """The earlier reply is edited, no new one is sent; an edit of an unknown message is nothing."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        question = stage.message("green tea")
        await stage.push(message=question)
        await server.wait_for(1)
        answer = server.next_id - 1
        await stage.push(edited_message={**question, "text": "dark leaves", "edit_date": 2})
        edited = (await server.wait_for(1, "editMessageText"))[0]
        await stage.push(edited_message={**question, "message_id": 9999, "text": "green tea", "edit_date": 2})
        await stage.ask("green tea")
        assert len(server.sent()) == 2
    assert edited["message_id"] == answer
    assert "dry and dark" in edited["text"]


async def test_long_message_is_cut_and_says_so(tmp_path: Path) -> None:
    """Of 3,000 characters the first 1,000 are read; the answer says so first."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        reply = await stage.ask("green tea " * 300)
    assert reply["text"].startswith("Your message is long. I read the first 1,000 characters.")
    assert "eighty" in reply["text"]


async def test_trouble_told_at_the_end_of_a_long_message_is_not_missed(tmp_path: Path) -> None:
    """What comes after the first 1,000 characters is read by the gate."""
    story = "Yesterday we had green tea with some friends of ours. " * 30
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        reply = await stage.ask(f"{story} He is unconscious and not breathing!")
    assert reply["text"].startswith("Call the emergency number now")


class Held(Responder):
    """Thinks until it is let go."""

    go = threading.Event()

    def reply(self, message: str, *, chat: str | None = None) -> Answer:
        """The answer, after `go`."""
        self.go.wait(10)
        return super().reply(message, chat=chat)


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Held:
    """A responder that thinks until it is let go."""
    monkeypatch.setattr(Held, "go", threading.Event())
    return Held(TeaIndex, Settings(documents=tmp_path, index=tmp_path, state=tmp_path))


async def test_typing_is_shown_while_an_answer_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: Held
) -> None:
    """From a moment on typing is shown; then the answer comes."""
    monkeypatch.setattr(telegram_service, "TYPING_AFTER", 0.01)
    async with running_server() as server, running_bot(server, tmp_path, responder=held) as stage:
        await stage.push(message=stage.message("green tea"))
        await server.wait_for(1, "sendChatAction")
        held.go.set()
        assert "eighty" in (await server.wait_for(1))[0]["text"]


async def test_fast_answer_shows_no_typing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer within the moment costs one call and no more."""
    monkeypatch.setattr(telegram_service, "TYPING_AFTER", 60.0)
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.ask("green tea")
        assert not server.sent("sendChatAction")


async def test_answer_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: Held
) -> None:
    """Past its time the bot says so and does not leave the person waiting."""
    monkeypatch.setattr(telegram_service, "ANSWER_SECONDS", 0.05)
    async with running_server() as server, running_bot(server, tmp_path, responder=held) as stage:
        assert "too long" in (await stage.ask("green tea"))["text"]
        held.go.set()


async def test_failing_answer_is_owned_up_to(tmp_path: Path) -> None:
    """An error in the middle: one generic line, no detail, and the next question is answered."""

    class Failing(Responder):
        def reply(self, message: str, *, chat: str | None = None) -> Answer:
            if "green" in message:
                raise RuntimeError("secret detail")
            return super().reply(message, chat=chat)

    responder = Failing(TeaIndex, Settings(documents=tmp_path, index=tmp_path, state=tmp_path))
    async with running_server() as server, running_bot(server, tmp_path, responder=responder) as stage:
        reply = await stage.ask("green tea")
        assert "went wrong" in reply["text"]
        assert "secret" not in reply["text"]
        assert "dark" in (await stage.ask("dark leaves"))["text"]


TROUBLE = "he is unconscious and not breathing"


async def test_emergency_waits_for_nobody_elses_answer(tmp_path: Path, held: Held) -> None:
    """Everything that thinks is busy with other people's questions: the card comes all the same."""
    async with running_server() as server, running_bot(server, tmp_path, responder=held) as stage:
        for person in range(10, 10 + THREADS):
            await stage.push(message=stage.message("green tea", user=person))
        assert (await stage.ask(TROUBLE))["text"].startswith("Call the emergency number now")
        held.go.set()
        await server.wait_for(THREADS + 1)


async def test_emergency_has_its_card_where_the_answer_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: Held
) -> None:
    """No "please ask again" for somebody in danger."""
    monkeypatch.setattr(telegram_service, "ANSWER_SECONDS", 0.05)
    async with running_server() as server, running_bot(server, tmp_path, responder=held) as stage:
        assert (await stage.ask(TROUBLE))["text"].startswith("Call the emergency number now")
        held.go.set()


async def test_emergency_has_its_card_where_the_answer_fails(tmp_path: Path) -> None:
    """An error on the way to the answer does not cost the card."""

    class Failing(Responder):
        def reply(self, message: str, *, chat: str | None = None) -> Answer:
            raise RuntimeError

    responder = Failing(TeaIndex, Settings(documents=tmp_path, index=tmp_path, state=tmp_path))
    async with running_server() as server, running_bot(server, tmp_path, responder=responder) as stage:
        assert (await stage.ask(TROUBLE))["text"].startswith("Call the emergency number now")


async def test_edit_into_an_emergency_is_answered_whatever_was_there_before(tmp_path: Path) -> None:
    """An unknown message becomes a cry for help: the card comes, as a message of its own."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        await stage.push(edited_message={**stage.message(TROUBLE), "edit_date": 2})
        assert (await server.wait_for(1))[0]["text"].startswith("Call the emergency number now")


@pytest.mark.parametrize("text", [f"/help {TROUBLE}", f"/more\n{TROUBLE}", "/heart_attack", f"/help@tea_bot {TROUBLE}"])
async def test_emergency_behind_a_command_is_heard(tmp_path: Path, text: str) -> None:
    """Whatever command somebody in trouble begins with, the card comes and not what the command says."""
    async with running_server() as server, running_bot(server, tmp_path) as stage:
        assert (await stage.ask(text))["text"].startswith("Call the emergency number now")
        assert "word for word" in (await stage.ask("/help me to brew tea"))["text"]


async def test_own_words_follow_the_language_of_the_app(tmp_path: Path) -> None:
    """/help to a German app is in German; the tag may name a country; an unknown language is English."""

    def speaker(stage: Stage, code: str) -> dict[str, Any]:
        return {**stage.message("/help"), "from": {"id": 5, "is_bot": False, "first_name": "A", "language_code": code}}

    async with running_server() as server, running_bot(server, tmp_path) as stage:
        for code in ("de-AT", "xx"):
            await stage.push(message=speaker(stage, code))
        german, english = await server.wait_for(2)
    assert "Fragen Sie" in german["text"]
    assert "Ask a question" in english["text"]

"""The cards for people in trouble: what to do first, and whom to call where the reader is.

The numbers are in `data/regions.toml`; the publisher confirms them before a release, and `pullquote check` warns
when that was not done. Where the region is not known, no one country's number stands alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.safety import Verdict
from bot.wording import say
from corpus.finding import Finding

_NUMBERS = Path(__file__).parent / "data" / "regions.toml"

NOW = (
    "Call the emergency number now: {emergency}.\n"
    "Do it straight away, or ask somebody near you to. Stay with the person, and say what happened and where you are.\n"
    "I am an automated program: I cannot call for you, and nobody reads this chat."
)
TODAY = (
    "Call your cancer or care team's 24-hour line now, day or night: do not wait for opening hours.\n"
    "A temperature of 38 \u00b0C (100.4 \u00b0F) or more, chills, or feeling suddenly unwell during treatment can be a "
    "serious infection. If you cannot reach the team, or it gets worse, call {emergency}.\n"
    "I am an automated program, and nobody reads this chat."
)
SELF_HARM = (
    "Please talk to somebody right now: {crisis}.\n"
    "I am sorry that it is this hard. You deserve help, and there are people who will listen, day and night. "
    "If life is in danger at this moment, yours or somebody else's, call {emergency}.\n"
    "I am an automated program, and nobody reads this chat, so please reach out to a person."
)
ADVICE = (
    "I cannot advise on your own case or on anybody else's: not on a dose, a result, a diagnosis, or a choice of "
    "treatment.\nPlease ask the care team, a doctor or a pharmacist, who know the whole story."
)
CAUTION = "If somebody is in danger now, call {emergency}."
CAUTION_CRISIS = "If somebody does not want to live any more: {crisis}."
IN_GROUP = "This may need help from a person. Please call your local emergency number, or write to me privately."
UNKNOWN_EMERGENCY = (
    "your local emergency number (112 in Europe, 999 in the UK, 911 in the US and Canada, 000 in Australia)"
)
UNKNOWN_CRISIS = (
    "a crisis line where you live (116 123 in the UK and Ireland, 988 in the US and Canada, 13 11 14 in Australia; "
    "https://findahelpline.com lists others)"
)


def card(verdict: Verdict, region: str, language: str = "en") -> str:
    """The text for an emergency, self-harm or a request for advice; its first line is what to do.

    Raises:
        ValueError: If the verdict is "normal".
    """
    if verdict.kind == "selfharm":
        return say("SELF_HARM", SELF_HARM, language).format(**_to_call(region, language))
    if verdict.kind == "advice":
        return say("ADVICE", ADVICE, language)
    if verdict.kind == "emergency":
        today = verdict.tier == "today"
        text = say("TODAY", TODAY, language) if today else say("NOW", NOW, language)
        poison = regions().get(region.upper(), {}).get("poison")
        added = f"\nFor poisoning advice: {poison}." if poison and "poison" in verdict.reasons else ""
        return text.format(**_to_call(region, language)) + added
    raise ValueError("a normal message needs no card")


def cautious(verdict: Verdict, region: str, language: str = "en") -> str:
    """The line above a passage that answers what may be an emergency or a crisis, and is more likely none."""
    crisis = verdict.kind == "selfharm"
    text = say("CAUTION_CRISIS", CAUTION_CRISIS, language) if crisis else say("CAUTION", CAUTION, language)
    return text.format(**_to_call(region, language))


def _to_call(region: str, language: str) -> Mapping[str, str]:
    """Whom to call in an emergency and in a crisis; several countries' numbers where the region is not known."""
    numbers = regions().get(region.upper(), {})
    return {
        "emergency": numbers.get("emergency") or say("UNKNOWN_EMERGENCY", UNKNOWN_EMERGENCY, language),
        "crisis": numbers.get("crisis") or say("UNKNOWN_CRISIS", UNKNOWN_CRISIS, language),
    }


def regions() -> Mapping[str, Mapping[str, str]]:
    """The numbers by region."""
    return {code: numbers for code, numbers in _data().items() if isinstance(numbers, dict)}


def check_numbers(today: date) -> list[Finding]:
    """A warning where somebody should have confirmed the numbers again before `today`; else nothing."""
    confirm_by: date = _data()["confirm_by"]
    if today <= confirm_by:
        return []
    line = next(at for at, text in enumerate(_text().splitlines(), start=1) if text.startswith("confirm_by"))
    message = f"the numbers to call should have been confirmed by {confirm_by}; do so, and set the next date"
    return [Finding(path=_NUMBERS.name, line=line, severity="warning", code="unconfirmed-numbers", message=message)]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_text())


def _text() -> str:
    return _NUMBERS.read_text(encoding="utf-8")

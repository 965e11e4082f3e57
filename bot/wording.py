"""Every sentence that the bot itself says, apart from the cards for emergencies (see regions.py)."""

from __future__ import annotations

import re

ABSTAIN = "The documents do not answer this."
ABSTAIN_NEAREST = "The documents do not answer this. The nearest sections are listed below."
GREETING = "Hello. Ask me a question about these documents, and I will show you the passage that answers it."
THANKS = "You are welcome. Ask again whenever you like."
GOODBYE = "Goodbye. Take care."
WHO = (
    "I am an automated program, not a person, and nobody reads along. I show passages from the documents, word for "
    "word; I do not write answers of my own and I cannot give medical advice."
)
HELP = (
    "Ask a question in your own words, such as “How does it work?”. I answer with the passage of the documents "
    "that answers it, word for word, with its source, or say that the documents do not answer it. "
    "I am automated: nobody reads along, and I am not for emergencies."
)
SOURCES = "These are the documents I answer from:"
EMPTY = "Please type a question."
MORE_NONE = "There is no further passage on this."
FORGOTTEN = "I have forgotten what we talked about."
INJECTION = "I can only show passages from the documents. Ask me something about them."
OUT_OF_DATE = "The documents have changed since the index was made; this passage may be out of date."
EMPTY_INDEX = "There are no documents to answer from yet."
REGION_SET = "Emergency numbers are now those of {region}."
REGION_UNKNOWN = "I do not know that region. Use a two-letter country code, such as GB, US or DE."
PARTLY = "The documents answer only a part of this."

_MORE = re.compile(r"^\W*(?:more|tell me more|go on|continue|next|anything else|what else)\W*$", re.I)


def asks_for_more(message: str) -> bool:
    """Whether a message asks for nothing but the next passage."""
    return bool(_MORE.match(message))


def assuming(subject: str) -> str:
    """What is shown above an answer that took its subject over from the conversation."""
    return f"About {subject}:"

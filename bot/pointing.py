"""Which words of a question point back to what was talked about, and which only look as if they did."""

from __future__ import annotations

import re

from bot.about_document import DOCUMENT

_CUE = re.compile(
    r"""^\W*(?:(?:and|so|but|ok|okay|also|then|now|well|hmm|oh|no|or|sorry|wait
          |not\ (?:that|this)(?:\ one)?
          |(?:(?:go|going|coming|returning)\ )?back\ to
            (?:\ (?:the|my|your|our)\ (?:article|topic|subject|text|page|question)\b)?
          |(?:an?\ |one\ )?(?:different|another|new|separate|unrelated)\ (?:thing|question|topic|subject)
          |what\ about|how\ about|what\ of
          |(?:the\ )?same(?:\ (?:question|thing|again|one))?(?:\ (?:for|with|about|goes\ for|but))?
          |(?:and\ )?(?:what|how)\ is\ it\ with|(?:i\ )?meant|i\ mean|rather|tell\ me\ (?:more\ )?about)\b
          [\s,:;.\u2013\u2014-]*)+""",
    re.I | re.X,
)
# "Different thing: how is it stored?"
_NEW_TOPIC = re.compile(
    r"""^\W*(?:(?:ok|okay|right|anyway|so|now|and|but|well|thanks|great|cool|got\ it|fine|ta|cheers|oh|hmm)\b\W*)*
        (?: (?:on\ )?an?(?:other|\ (?:completely\ |totally\ )?(?:different|new|separate|unrelated))
            \ (?:thing|question|topic|subject|matter|note|one)
          | (?:completely\ |totally\ |something\ )?(?:different|unrelated)(?:\ (?:thing|question|topic|subject))?
          | new\ (?:question|topic|subject) | something\ else | change\ of\ (?:topic|subject)
          | (?:switch(?:ing)?|chang(?:e|ing))\ (?:the\ )?(?:topics?|subjects?) | off[ -]topic | moving\ on
        )\b (?:\ (?:now|then|entirely|altogether))? \s* [,:;.!\u2013\u2014-]+ \s* (?=\w)""",
    re.I | re.X,
)
_STRONG_CUE = re.compile(
    r"^\W*(?:and|also|what about|how about|what of|(?:the )?same\b|or\b|then\b|no\b|not th(?:at|is)\b"
    r"|sorry,? (?:i )?mean"
    # What goes on with the sentence before: "in the fridge?", not "in which organ".
    r"|(?:of|for|with|in|on|against|at|during)\b(?!.*\b(?:what|which|who|whom|how|when|where|why)\b))",
    re.I,
)
_PRONOUN = re.compile(
    r"""\b(?: its? | it's | they | them | theirs? | those | these | this | that | ones? | both | either | there
        | he | she | his | her )\b""",
    re.I | re.X,
)
# What only looks as if it pointed back: the text at hand, "there is", and the "one" of "which one".
_NOTHING_BEFORE = re.compile(
    rf"\b(?:this|these) (?:{DOCUMENT}|sites?|courses?)\b"
    r"|\b(?:is|are|was|were) there\b|\bthere(?: i|['\u2019])s\b|\bthere are\b|\bwhich ones?\b",
    re.I,
)
# "Where can I read more about this?" asks for what there is besides, whatever was talked about.
_ELSEWHERE = re.compile(
    r"""\b(?:where|anywhere|somewhere|who|which|what|any|some)\b.*\b(?:read|look|learn|find|study|information|info)\b
        .*\b(?:more|further|elsewhere|else|up)\b
      | \b(?:further|more|other|good|reliable|trusted)\ (?:reading|information|sources|websites?|links)\b
      | \bread\b.*\b(?:besides|apart\ from|other\ than)\b""",
    re.I | re.X,
)
# "What is a polyp?" names all that it asks about; not "what is the dose" or "what is it like".
_WHAT_IS = re.compile(
    r"^\W*(?:wh?at['\u2019]?s|wh?at (?:is|are)|what does(?=.* mean\W*$))\s+(?:an?\s+)?"
    r"(?!(?:the|its?|their|this|that|these|those|they|your|my|his|her)\b)\w\S*(?:\s+\w\S*){0,2}\W*$",
    re.I,
)
_HOW_COME = re.compile(r"^\W*(?:and |but |so )?how (?:come|so)\W*$", re.I)
_AUXILIARY = (
    r"(?:is|are|was|were|do|does|dose|did|can|could|will|would|should|has|have|had|may|might|must"
    r"|(?:what|how|who|where|when|why)['\u2019]?s)"
)
_THING = r"(?:it|its|they|them|their|that|this|these|those)"
# "Scans found no cause, is that usual?", "avelumab, what kind is it": what is pointed to stands in front.
_NAMED_FIRST = re.compile(
    rf"""^\W*(?!(?:and|also|so|but|or|then|no|what|which|who|whom|whose|how|when|where|why|{_AUXILIARY})\b)
         (?P<first>(?:(?!\b{_THING}\b).)+?)
         (?: \s*[,;:.\u2013\u2014]\s+ | \s+-+\s+
           | \s+ (?=(?:(?:what|which|how|when|where|why|who)\b[^?]*?\s)?{_AUXILIARY}\s{_THING}\b) )
         [^?]*\b{_THING}\b""",
    re.I | re.X,
)


def without_cue(question: str) -> str:
    """A question without the words in front that only say that it goes on, or turns to something else."""
    return _CUE.sub("", _HOW_COME.sub("why?", question)).strip() or question


def on_new_topic(message: str) -> str:
    """A message without the words that announce another topic, "" where it begins with none."""
    announced = _NEW_TOPIC.match(message)
    return message[announced.end() :] if announced else ""


def has_cue(question: str) -> bool:
    """Whether a question begins as something that goes on with what was said."""
    return bool(_STRONG_CUE.match(question))


def points_back(question: str) -> bool:
    """Whether a pronoun of a question stands for something said before."""
    return bool(_PRONOUN.search(_NOTHING_BEFORE.sub("", question))) and not asks_elsewhere(question)


def asks_what_is(question: str) -> bool:
    """Whether a question asks what something is that it names."""
    return bool(_WHAT_IS.match(question))


def asks_elsewhere(question: str) -> bool:
    """Whether a question asks where there is more to read."""
    return bool(_ELSEWHERE.search(question))


def named_first(question: str) -> str:
    """What a question names before the pronoun that stands for it, "" where it names nothing so."""
    found = _NAMED_FIRST.match(question)
    return found["first"] if found else ""

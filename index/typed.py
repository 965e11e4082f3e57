"""How people type questions: for short, with slips that are words, and with words around what is asked."""

from __future__ import annotations

import re

# These match small letters: half the time that it takes to match any.
_SCAFFOLDING = re.compile(
    r"""\b(?: (?:(?:can|could|would|will)\ (?:you|u|someone|anyone|somebody|anybody)\ (?:please\ |kindly\ |maybe\ )?)?
              (?:tell|explain|show|describe|remind|give|list|name|help|teach|inform|enlighten)\ (?:to\ )?(?:me|us)
              (?:\ (?:a\ (?:bit|little)|more|some\ more|something|about|on|of|again|how|what|why|out))*
            | i(?:'d|\ would|\ should)?\ (?:just\ |really\ |also\ )?(?:like|love|want|need|wish|have)\ to
              \ (?:know|ask|understand|learn|hear)(?:\ (?:a\ (?:bit|little)|more|about))*
            | i(?:'m|\ am|\ was|\ have\ been)?\ (?:just\ )?
              (?:wondering|wonder|curious|asking|interested\ in|confused\ about|unsure)(?:\ (?:about|if|whether))?
            | (?:do|does|did)\ (?:you|anyone|anybody|somebody|someone)\ (?:happen\ to\ )?know
            | (?:any|no)\ (?:idea|clue)s? | (?:quick|one|another|simple|stupid|silly|dumb)\ question
            | what\ (?:can|could)\ you\ tell\ me\ about
            | i\ (?:keep|kept|have\ been)\ (?:hearing|reading|seeing)(?:\ (?:about|of))?
            | i(?:'ve)?\ (?:heard|read)\ (?:about|of)
            | fill\ me\ in(?:\ on)? | (?:run|walk|talk|take)\ me\ through | sum\ up | give\ me\ the\ gist(?:\ of)?
            | (?:out\ )?of\ (?:the|these|those)\ (?:two|three|four|five)
            | belongs?\ to | (?:comes?|falls?|listed|filed)\ under | go(?:es)?\ with | (?:meant|intended|listed)\ for
            | how\ come | (?:please|pls|plz|kindly)\b | thanks?(?:\ you)?(?:\ in\ advance)?
            | (?:according\ to|in)\ (?:the|this|your)\ (?:article|text|page|document|leaflet|guide|overview)
            | (?<=\w\ )(?<!waiting\ )(?<!word\ )list(?=\W*(?:(?:pls|plz|please)\b\W*)?$)
            | (?<=who\ )carr(?:y|ies|ied)\ out | tr(?:y|ies|ied|ying)\ to
            | in\ total | as\ a\ rule
            | (?:to\ me\ )?like\ i(?:'m|\ am|m|\ was|\ were)\ (?:an?\ )?(?:\d+|five|six|ten|child|kid|idiot)
            | (?<!n't\ )(?<!not\ )(?:allowed|permitted|okay|ok|alright)(?!\ (?:home|to|for)\b)
            | (?:in|for)\ (?:simple|plain|easy)\ (?:terms|words|english|language) | in\ other\ words | in\ short
            )\b""",
    re.X,
)


# Contractions as typed on a phone, and the verb of a request, which is not what is asked about.
_CONTRACTED = re.compile(r"\b(what|how|where|who|that|there|when|why|which)s\b")
_TO = re.compile(r"\b(how|where|when|want|need|have|able|ways?) 2 (?=[a-z])", re.I)
_FOR = re.compile(
    r"\b(used?|good|bad|best|meant|made|given|taken|works?|approved|licen[sc]ed|prescribed|suitable|safe|ok|needed|what|wait)"
    r" 4(?= (?:me|my|u|you|him|her|it|them|us|the|an?|what|which|who|this|that|people)\b|\W*$)",
    re.I,
)
# "How long dose it last": a verb where no dose is asked for.
_DOES = re.compile(
    r"\b(how|hw|when|wen|where|why|what|wat|wot|wht|wut|which|wich|witch|who|long|much|often|soon"
    r"|(?!(?:this|his|is|was|as|has|us|plus)\b)[a-z]{2,}s) dose "
    r"(?!(?:is|are|was|of|for|per|an? (?:day|night|week|month|year|time)|and|or"
    r"|do|should|will|would|can|calculations?|adjust\w*|chang\w*|reduc\w*)\b)"
    r"(?=[a-z])",
    re.I,
)
# "Different form chemo": swapped letters that make another word.
_FROM = re.compile(
    r"\b(diff\w*|apart|far|away|comes?|coming|benefit\w*|suffer\w*|made|taken|results?|protect\w*|recover\w*|derived|safe"
    r"|free|effects?) form\b(?! of)",
    re.I,
)
# "Were can I read more": no question begins with two verbs.
_WHERE = re.compile(
    r"^(\W*(?:(?:and|so|but|ok|hi|hello|please|pls)\W+)*)were (?=(?:can|could|do|does|is|are|should|would|will|to)\b)",
    re.I,
)
_NEGATED = re.compile(r"\b(do|does|did|is|are|was|were|ca|wo|would|should|could|has|have|had)nt\b", re.I)
_REQUEST = re.compile(
    r"""^\W*(?:(?:and|so|ok|please|pls|can\ you|could\ you)\W+)*
        (?:explain|describe|define|list|name|show|outline|summari[sz]e|sum\ up|tell|give)\b""",
    re.X,
)
# What is typed for short, or slips that are words: letters without which there is none, the pattern, and what is meant.
_SHORT = (
    (" form", _FROM, r"\1 from"),
    ("nt", _NEGATED, r"\1n't"),
    (" 2 ", _TO, r"\1 to "),
    (" 4", _FOR, r"\1 for"),
    (" dose ", _DOES, r"\1 does "),
    ("were ", _WHERE, r"\1where "),
)


def as_meant(typed: str) -> str:
    """A question with what is typed for short, or slips that are words, as it is meant."""
    small = typed.lower()
    for letters, pattern, meant in _SHORT:
        if letters in small:
            typed = pattern.sub(meant, typed)
    return typed


def without_contractions(question: str) -> str:
    """A question in small letters with "what" for "whats"."""
    return _CONTRACTED.sub(r"\1", question)


def without_scaffolding(question: str) -> str:
    """A question in small letters without the words that only ask for an answer: "can you tell me about"."""
    return _SCAFFOLDING.sub(" ", _REQUEST.sub("", question))

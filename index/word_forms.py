"""English words as one: forms that no rule of a stemmer derives (teeth), and British spellings beside American ones.

Only what is spelled otherwise by a rule is taken for the same: anaemia and anemia, not grey and gray.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FORMS = Path(__file__).parent / "data" / "word-forms.txt"
_VERB = (  # of which -ise is no ending: promise, exercise
    r"(?:prom|prec|prem|comprom|exerc|advert|expert|surpr|compr|superv|rev|adv|dev|disgu|franch|merchand|telev|enterpr"
    r"|treat|pract|improv|conc|chast|circumc|dem|desp|exc|exorc|impr|inc|pen|surm|repr|upr|sunr|appr|par|parad"
    r"|(?:clock|other|length|like|pair|counterclock|un)w|jeopard)is"
)
_SPELLED = (
    (r"aem(?!o\w*plane)", "em"),  # anaemia, haemoglobin, leukaemia
    (r"oede", "ede"),
    (r"^oes", "es"),  # oestrogen, oesophagus
    (r"(?<=rrh)oe", "e"),  # diarrhoea
    (r"(?<=pn)oe(?=[aic])", "e"),  # apnoea
    (r"^coel", "cel"),
    (r"paed", "ped"),
    (r"(?<=gyn)ae", "e"),
    (r"^(f|c)ae(?=c)", r"\1e"),  # faeces, caecum
    (r"foet", "fet"),
    (r"anaesth", "anesth"),
    (r"^aet", "et"),  # aetiology
    (r"^caesar", "cesar"),
    (r"manoeuvr(?:e(?=s?$))?", "maneuver"),
    (r"sulph", "sulf"),
    (r"^leuc(?=o|aem)", "leuk"),
    (r"^(tum|col|flav|fav|behavi|lab|od|vap|hum|hon|rum|harb|neighb|vig|rig|savi)our(?!ist)", r"\1or"),
    (r"^(fib|cent|lit|met|theat|goit|tit|calib|\w+met|\w+lit)re(s?|d)$", r"\1er\2"),
    (rf"^(?!{_VERB})(\w+[^\Waeiou])is(e|ed|er|ers|es|ing|ation|ations)$", r"\1iz\2"),
    (r"(?<=[aly])lys(e|ed|er|ers|es|ing)$", r"lyz\1"),  # analyse, paralyse
    (r"^(counse|trave|labe|mode|fue|cance|signa|channe|leve|tota|pane)ll(?=ed|ing|er|or)", r"\1l"),
    (r"^(enro|fulfi|insta|ski)l(?=s?$|ment|ful)", r"\1ll"),
    (r"^programme(?=s?$)", "program"),
    (r"^(de|of)fence", r"\1fense"),
    (r"^ageing$", "aging"),
)
# What one of the rules needs: most words have none of it, and need not be looked at by each.
_MAY_BE = re.compile(
    r"[ao]e|our|sulph|leuc|re[sd]?$|is[eia]|lys[ei]|ll[eio]|(?:enro|fulfi|insta|ski)l|gramme|fence|agein"
)


@cache
def _irregular() -> dict[str, str]:
    lines = (line.split() for line in _FORMS.read_text(encoding="ascii").splitlines() if not line.startswith("#"))
    return {form: word for word, *forms in lines for form in forms}


@cache
def _rules() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(british), american) for british, american in _SPELLED]


def regular(word: str) -> str:
    """An English word, in small letters, in the form and the spelling under which it is stemmed."""
    if word in (irregular := _irregular()):
        return irregular[word]
    if word.isascii() and _MAY_BE.search(word):
        for british, american in _rules():
            word = british.sub(american, word)
    return word

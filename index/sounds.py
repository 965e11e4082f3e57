"""How English words sound, roughly: those that may be said alike are written alike.

People who have only heard a word write "kemo", "farmacy" and "newmonia". What is made of a word here is no reading of
it, only a key: letters that may stand for the same sound become one, silent ones go. How near in spelling two words of
one key must be is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_Rules = tuple[tuple[bytes, bytes], ...]


def _rules(text: str) -> _Rules:
    pairs = (rule.encode().partition(b"=") for rule in text.split())
    return tuple((written, heard) for written, _, heard in pairs)


# What is written -> what stands for its sound, in this order; "<" and ">" are the borders of a word.
_CONSONANTS = _rules(
    """
    <kn=<n <gn=<n <pn=<n <mn=<n <ps=<s <pt=<t <wr=<r <who=<ho <wh=<w <x=<z
    tch=% sch=sk ph=f dge=je dgi=ji dj=j
    stle=sl scle=sl ssle=sl sten>=sn> sthm=sm mpt=mt mbn=mn mn>=m> mb>=m> bt=t ign>=in> alk=ok alm=am
    nough=nuf <rough=<ruf <tough=<tuf cough=cof augh=af ought=ot eigh=ai igh=i
    ctio=ktio tion=shn ssion=shn sion=shn tian=shn tien=shn cian=shn cien=shn cion=shn
    shun=shn shon=shn shin=shn shen=shn shan=shn tious=shs cious=shs shus=shs tial=shl cial=shl shal=shl shul=shl
    ssure=shr sure=shr shure=shr ture=chr chure=chr cher=chr chur=chr
    xc=x sce=se sci=si scy=si ce=se ci=si cy=si ge=je gi=ji gy=ji
    rh=r gh=g sh=$ th=& ch=k ck=k cq=k qu=kw que>=k> c=k q=k x=ks h>=> ahr=ar ohr=or exh=ex
    gue>=g> tre>=ter> bre>=ber> z=s y=i
    """
)
_VOWELS = _rules(
    """
    our=or oi=oj eau=o ough=o oa=o ow=o aw=o au=o ew=u eu=u oo=u ou=u ue=u ui=u ae=i oe=i ea=i ee=i ie=i ei=i ai=a
    or>=er> ar>=er> ir=er ur=er e>=> e=i
    """
)
_REPEATED = re.compile(r"([^<>])\1+")
_MORE_VOWELS = re.compile(r"([aiou])[aiou]+")


def sounds(words: Iterable[str]) -> list[str]:
    """The sound of each word of small letters, "" for one that has none."""
    text = _replaced(_joined(words), _CONSONANTS)
    return _parted(_REPEATED.sub(r"\1", _MORE_VOWELS.sub(r"\1", _replaced(text, _VOWELS))))


def with_vowels(words: Iterable[str]) -> list[str]:
    """The same, but with the vowels as they are written: where two words of one sound differ that is less sure."""
    return _parted(_REPEATED.sub(r"\1", _replaced(_joined(words), _CONSONANTS)))


def _replaced(text: str, rules: _Rules) -> str:
    encoded = text.encode("utf-8", "surrogatepass")  # in which replacing takes two thirds of the time
    for written, heard in rules:
        encoded = encoded.replace(written, heard)
    return encoded.decode("utf-8", "surrogatepass")


def _joined(words: Iterable[str]) -> str:
    """Many words as one text: replacing in it takes a fifth of the time that each word by itself takes."""
    return f"<{'><'.join(words)}>"


def _parted(text: str) -> list[str]:
    return text[1:-1].split("><")

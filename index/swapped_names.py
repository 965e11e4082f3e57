"""Names with a digit in which two letters were swapped: "hre2" is HER2.

Nothing else in such a name is ever corrected: HER2 and HER3 are two receptors, and a digit that is wrong cannot be told
from one that is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

_WITH_DIGIT = re.compile(r"([a-z]{3,})\d[a-z\d]*")
# Letters of names of genes, receptors and conditions that are another such name with two of them swapped.
_SWAPPED_NAMES = frozenset(
    "acp agt als apc asl atg bcl blc cdh cdk chd ckd clta cns cpr crp csn cst ctla cts ddr drd efg egf egr erg fap "
    "fgr flt fpa frg ftl glp gpl gpr grp hal hla hps hrt hsp htr idh ifg igf ihd mpr mrp nat nmp npm nta oap opa pak "
    "parp pas pck pcr pde pdh pdk pdl ped pgr phd pht pka pkc pkd pld ppt prap prc prg psa pth ptp rps rsp samd sch "
    "scl sdo shc slc smad sod spr srp tap tbx tcs tfg tgf thr ths tmp tpa tpm tpr trh trp trt tsc tsh ttr txb".split()
)


def swapped_in_name(word: str, names: Container[str], is_known: Callable[[str], bool]) -> str | None:
    """The only one of `names` that has two neighbouring letters behind the first in the other order: "hre2" is HER2.

    Not where it is known what was typed, or its letters; and never another digit.
    """
    found = _WITH_DIGIT.fullmatch(word)
    if found is None or found[1] in _SWAPPED_NAMES or is_known(found[1]) or is_known(word):
        return None
    others = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(found[1]) - 1)}
    meant = [other for other in others if other in names]
    return meant[0] if len(meant) == 1 else None

"""Passages that play the same part in every document, and how people ask for them.

A disclaimer says that it is no medical advice; who asks "can this replace my doctor?" uses none of its words. The
phrasings here stand in for those that an editor would otherwise have to write into every document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.passage import PassageKind

_DISCLAIMER = {
    "en": (
        "is this medical advice",
        "does this replace seeing my doctor or another professional",
        "can I rely on this for my own case",
        "may I change my treatment or prescription because of this page",
        "whom should I ask about my own health",
        "who is liable or responsible",
        "what is the information meant for, is it only general information",
    ),
    "de": (
        "ist das ein ärztlicher Rat",
        "ersetzt das den Besuch beim Arzt oder bei der Ärztin",
        "kann ich mich in meinem Fall darauf verlassen",
        "darf ich deswegen meine Behandlung ändern",
        "wen frage ich zu meiner eigenen Gesundheit",
        "wer haftet oder ist verantwortlich",
        "wozu dienen die Informationen, sind sie nur allgemein",
    ),
    "es": (
        "es esto un consejo médico",
        "sustituye esto a mi médico o a otro profesional",
        "puedo fiarme de esto en mi caso",
        "puedo cambiar mi tratamiento por lo que dice esta página",
        "a quién pregunto sobre mi propia salud",
        "quién es responsable",
        "para qué sirve la información, es solo general",
    ),
}
_MORE_INFORMATION = {
    "en": (
        "where can I read more about it",
        "where else can I find out more or look things up",
        "which other sources, websites or books are reliable and trusted",
        "which organisations, charities or institutes have more information",
        "is there somebody I can talk to, a support group or a phone line",
    ),
    "de": (
        "wo kann ich mehr darüber lesen oder erfahren",
        "welche anderen Quellen, Seiten oder Bücher sind verlässlich",
        "welche Vereine, Stellen oder Institute haben mehr Informationen",
        "gibt es eine Selbsthilfegruppe oder ein Telefon zum Reden",
    ),
    "es": (
        "dónde puedo leer o saber más",
        "qué otras fuentes, páginas o libros son fiables",
        "qué asociaciones u organizaciones tienen más información",
        "hay un grupo de apoyo o un teléfono para hablar con alguien",
    ),
}
_ABOUT = {
    "en": (
        "what is this article or page about",
        "what is in this text, which topics does it cover",
        "who is this guide written for",
        "who should read it, for whom is it meant",
    ),
    "de": (
        "worum geht es in diesem Artikel, Text oder Heft",
        "welche Themen behandelt der Text",
        "für wen ist das geschrieben, wer soll es lesen",
    ),
    "es": (
        "de qué trata este artículo, texto o guía",
        "qué temas trata el texto",
        "para quién está escrito, quién debe leerlo",
    ),
}
_MORE_HEADING = re.compile(
    r"""^\W*(?: (?:where|how)\ to\ (?:learn|find(?:\ out)?|read|get)\b.* | (?:learn|find\ out|read)\ more\b.*
        | (?:for\ )?(?:more|further|additional|other)\ (?:information|reading|resources|help|sources|links)\b.*
        | (?:useful|helpful)\ (?:contacts?|links|addresses|websites|resources)\b.*
        | resources | links | references | sources | (?:help\ and\ )?support(?:\ groups?)? | contacts?
        | wo\ (?:sie|du|man|ich)\ .*\b(?:mehr|weiteres)\b.* | (?:mehr|weitere|weiterführende)\ (?:informationen|hilfe|
            quellen|links|literatur|adressen)\b.* | (?:quellen|weiterlesen|adressen|hilfe|selbsthilfe)
        | (?:dónde|cómo)\ (?:saber|leer|encontrar|informarse|obtener)\b.* | (?:más|otra)\ información\b.*
        | (?:para\ saber\ más | fuentes | enlaces | recursos | referencias | ayuda) )\W*$""",
    re.I | re.X,
)
_OF_ITSELF = re.compile(
    r"\bthis (?:article|guide|page|leaflet|booklet|brochure|factsheet|text|website|course|book|handout)\b|"
    r"\bdiese[rsmn]? (?:artikel|ratgeber|seite|heft|broschüre|text|buch|merkblatt|kurs)\b|"
    r"\b(?:este|esta) (?:artículo|guía|página|folleto|texto|libro|curso)\b",
    re.I,
)


def phrasings(kind: PassageKind, headings: Sequence[str], text: str, language: str) -> tuple[str, ...]:
    """How people ask, in its language, for a disclaimer, for further sources, or for what a document is about."""
    if kind == "disclaimer":
        return _DISCLAIMER.get(language, ())
    if kind not in ("text", "list"):
        return ()
    if headings and _MORE_HEADING.match(headings[-1]):
        return _MORE_INFORMATION.get(language, ())
    return _ABOUT.get(language, ()) if _OF_ITSELF.search(text) else ()

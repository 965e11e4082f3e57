"""Squashed tables in German, where each noun has a capital, and in Spanish: no cell under a wrong header."""

from __future__ import annotations

import pytest

from corpus.plain_text import read_plain_text
from corpus.squashed_tables import Cells, rebuild_squashed
from tests.test_squashed_tables import is_true

GERMAN = (
    """Mittel | Wirkung | Nebenwirkungen
Antihistaminika | Blockieren das Histamin | Müdigkeit
Kortisonspray | Hemmt die Entzündung in der Nase | Nasenbluten
Abschwellende Tropfen | Verengen die Blutgefäße | Gewöhnung nach einer Woche""",
    """Wirkstoffgruppe | Wirkungsweise | Häufige Nebenwirkungen | Vorteil
ACE-Hemmer | Erweitern die Blutgefäße | Trockener Reizhusten | Schützen die Nieren
Betablocker | Verlangsamen den Herzschlag | Müdigkeit | Schützen nach einem Herzinfarkt
Diuretika | Schwemmen Wasser aus | Häufiger Harndrang | Senken den Druck schnell
Kalziumblocker | Entspannen die Gefäßwände | Geschwollene Knöchel | Wirken auch im Alter""",
    """Verfahren | Dauer | Geeignet für
Ultraschall | 15 Minuten | Schwangere und Kinder
Röntgen | 5 Minuten | Knochenbrüche
Kernspin | 30 Minuten | Gehirn und Gelenke""",
    """Insulinart | Beginn der Wirkung | Dauer der Wirkung
Schnelles Insulin | nach 15 Minuten | 4 Stunden
Normales Insulin | nach 30 Minuten | 7 Stunden
Langsames Insulin | nach 90 Minuten | 24 Stunden""",
    """Lebensmittel | Gehalt an Kalium | Bessere Wahl
Bananen | sehr hoch | Äpfel
Kartoffeln | hoch, wenn ungekocht | Reis oder Nudeln
Trockenfrüchte | sehr hoch | Frische Beeren""",
    """Impfung | Alter | Auffrischung
Tetanus | ab zwei Monaten | alle zehn Jahre
Masern | ab elf Monaten | keine
Grippe | ab sechzig Jahren | jedes Jahr im Herbst""",
)
SPANISH = (
    """Tratamiento | Acción | Efectos secundarios
Calor local | Relaja los músculos | Quemaduras leves
Ibuprofeno | Reduce la inflamación | Molestias de estómago
Masaje | Alivia la tensión | Dolor pasajero""",
    """Tratamiento | Mecanismo | Uso principal | Ventaja principal
Dieta | Reparte los hidratos de carbono | Todas las mujeres | No necesita medicamentos
Ejercicio | Aumenta la sensibilidad a la insulina | Embarazos sin riesgo | Mejora el descanso
Insulina | Baja el azúcar directamente | Cuando la dieta no basta | No atraviesa la placenta""",
    """Prueba | Duración | Preparación
Ecografía | 20 minutos | Vejiga llena
Análisis de sangre | 5 minutos | Ayuno de 8 horas
Radiografía | 10 minutos | Ninguna""",
    """Vacuna | Edad | Refuerzo
Tétanos | desde los dos meses | cada diez años
Gripe | desde los sesenta años | cada otoño
Sarampión | desde el primer año | a los cuatro años""",
)


def squashed(table: str, joint: str) -> tuple[list[str], list[Cells]]:
    """The lines of a table without its bars, the first two headers joined by `joint`, and its true cells."""
    head, *rows = [line.split(" | ") for line in table.split("\n")]
    lines = [head[0] + joint + " ".join(head[1:]), *(" ".join(row) for row in rows)]
    return lines, [tuple(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize(("tables", "least"), [(GERMAN, 1), (SPANISH, 2)], ids=["German", "Spanish"])
@pytest.mark.parametrize("joint", [" ", ""], ids=["spaces", "glued head"])
def test_tables_of_other_languages(tables: tuple[str, ...], least: int, joint: str) -> None:
    """None of their cells comes under a wrong header, and some tables are whole again; the others stay whole rows."""
    whole = 0
    for table in tables:
        lines, cells = squashed(table, joint)
        found = rebuild_squashed(lines)
        if found is not None:
            assert is_true(found, cells), lines
            whole += found == cells
    assert whole >= least


def test_a_glued_table_behind_its_sentence_is_no_list() -> None:
    """Where its cells cannot be told apart its rows stay rows, under the whole header line."""
    text = "Tee\n\nDie Tabelle zeigt drei Sorten.\nSorteHerkunft\nGrüner Tee\nRoter Tee\nWeißer Tee\n"
    (section,) = read_plain_text(text)[1]
    cells = [block.cells for block in section.blocks if hasattr(block, "cells")]
    assert cells[0][-1] in {("Sorte Herkunft", "Grüner Tee"), ("Herkunft", "Tee")}
    assert len(cells) == 3

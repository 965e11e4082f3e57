"""Derive the tables of common words that ship with the index, one for each language.

    python -m training.background

They list the most frequent words of the package wordfreq (Speer 2022; its data is under CC BY-SA 4.0, and so are these
tables) with how frequent each is, as ten times the Zipf value (log10 of occurrences in a billion words, van Heuven and
others 2014), and its stem. Words with accents stand there a second time as they are typed without.
"""

from __future__ import annotations

from wordfreq import top_n_list, zipf_frequency

from index.analyzer import stemmer
from index.background import table_path
from index.languages import without_accents

WORDS = {"en": 60_000, "de": 40_000, "es": 40_000}  # looked at, by language
HEADER = "# word, ten times its Zipf frequency, stem. Derived from wordfreq's data, (c) Robyn Speer, CC BY-SA 4.0.\n"


def main() -> None:
    """Write the tables, each sorted by word."""
    for language in WORDS:
        table_path(language).write_text(HEADER + "".join(lines(language)), encoding="utf-8")


def lines(language: str) -> list[str]:
    """The lines of a language's table."""
    stem = stemmer(language)
    plain = language == "en"
    words = [w for w in top_n_list(language, WORDS[language]) if w.isalpha() and (w.isascii() or not plain)]
    typed = {word: word for word in words}
    for word in reversed(words):  # of two words that are typed the same way, the more frequent one is meant
        for other in without_accents(word):
            if zipf_frequency(word, language) > zipf_frequency(other, language):
                typed[other] = word
    return [
        f"{word}\t{round(10 * zipf_frequency(meant, language))}\t{stem(meant)}\n"
        for word, meant in sorted(typed.items())
    ]


if __name__ == "__main__":
    main()

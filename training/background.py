"""Derive the table of common English words that ships with the index.

    python -m training.background

It lists the most frequent words of the package wordfreq (Speer 2022; its data is under CC BY-SA 4.0, and so is this
table) with how frequent each is, as ten times the Zipf value (log10 of occurrences in a billion words, van Heuven and
others 2014), and its stem.
"""

from __future__ import annotations

from pathlib import Path

from wordfreq import top_n_list, zipf_frequency

from index.analyzer import stemmer

WORDS = 48_000
DATA = Path(__file__).resolve().parents[1] / "index" / "data" / "background.txt"
HEADER = "# word, ten times its Zipf frequency, stem. Derived from wordfreq's data, (c) Robyn Speer, CC BY-SA 4.0.\n"


def main() -> None:
    """Write the table, sorted by word."""
    stem = stemmer("en")
    words = sorted(word for word in top_n_list("en", WORDS + 12_000) if word.isascii() and word.isalpha())[: WORDS * 2]
    lines = (f"{word}\t{round(10 * zipf_frequency(word, 'en'))}\t{stem(word)}\n" for word in words)
    DATA.write_text(HEADER + "".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()

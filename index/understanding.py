"""A question -> its terms: spelling corrected, names joined, synonyms added, each weighed.

Only this module decides what a word of a question is taken for. A word is, in this order: a word that the index knows;
two words typed apart that the index knows as one; a short form; a word of the index cut short; a word of general
English, unless a slip of what the documents are about is likelier; a slip of one of these; a word of the thesaurus; two
words typed as one; or a word that nobody knows, which keeps its full weight and speaks against every passage.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import analyzer
from index.common_slips import MOST_FREQUENT
from index.hit import UNKNOWN, Origin, Query, QueryTerm
from index.languages import short_forms, stop_words, substances
from index.lexicon import PRIOR_PASSAGES, rarity
from index.spelling import split_in_two
from index.swapped_names import swapped_in_name
from index.thesaurus import Thesaurus
from index.typed import as_meant, without_contractions, without_scaffolding
from index.vocabulary import Vocabulary

SYNONYM_WEIGHT = 0.4  # of the word it stands for
CONTEXT_WEIGHT = 0.5  # of a term taken over from the conversation
BACKGROUND_PASSAGES = 5000.0  # the same, to weigh how much a question hangs on a word whatever the corpus
ABOUT_DOCUMENTS = frozenset(
    "row rows table tables column columns cell cells entry article articles page pages text leaflet section "
    "paragraph passage passages document documents guide mention mentions mentioned listed stated".split()
)
# Words that a question may do without, whatever the documents hold of them.
_FILLER = frozenset(
    "actual actually exact exactly really basically normally usually generally typically simply apparently supposedly "
    "possibly probably currently nowadays anyway even maybe perhaps quite rather honestly literally roughly truly "
    "now altogether overall".split()
)
_WORD = re.compile(r"[^\W_]+")
REMEMBERED = 4096  # words whose idf is kept
ENTRIES = 500  # of the thesaurus whose other phrases are
COMMON_WORD = 2.7  # Zipf frequency from which a word of general English is taken for what was meant


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question: as typed, its term ("" for a word without weight), how it came to be that term.

    `read` is the right spelling of what was corrected, and `word` what to weigh it by, where that is something else: of
    a word cut in two, the first half has both halves to read, the second one nothing.
    """

    surface: str
    term: str
    origin: Origin = "exact"
    read: str = ""
    word: str = ""


class Understanding:
    """Analyses questions for one index."""

    def __init__(self, vocabulary: Vocabulary, thesaurus: Thesaurus) -> None:
        """Analyse with the words of `vocabulary`."""
        self._vocabulary = vocabulary
        self._thesaurus = thesaurus
        self._idf_of = lru_cache(REMEMBERED)(self._idf)
        self._others = lru_cache(ENTRIES)(self._others_held)
        self._languages = vocabulary.languages
        self._short_forms = short_forms() if "en" in vocabulary.languages.codes else {}
        self._lookup = analyzer.table_lookup(vocabulary.words)

    def query(self, typed: str, context: Sequence[str] = ()) -> Query:
        """Analyse a question as typed; `context` are terms taken over from the conversation."""
        meant = as_meant(typed)
        read = self._read(meant)
        words = [word for word in read if word.term]
        terms = [self._term(word, number) for number, word in enumerate(words)]
        terms += self._synonyms(read, terms)
        held = {word.term for word in words}
        terms += [
            self._term(_Word(term, term, "context"), len(words) + number)
            for number, term in enumerate(dict.fromkeys(context))
            if term not in held
        ]
        return Query(
            text=typed,
            spelled=_spelled(meant, {word.surface: word.read for word in read if word.read}),
            terms=tuple(terms),
            corrections=tuple((word.surface, word.read) for word in words if word.origin == "correction" and word.read),
        )

    def concepts(self, typed: str) -> int:
        """How many words of weight a question has."""
        return sum(bool(word.term) for word in self._read(as_meant(typed)))

    def idf(self, term: str) -> float:
        """The idf of a term of the documents, with general English beside them."""
        return self._idf_of(term)

    def term_of(self, token: str) -> str:
        """The term of a token that is spelt right."""
        term = self._vocabulary.words.get(token)
        if term is not None:
            return term
        found = self._languages.common(token)
        return found.stem if found else self._lookup(token)

    def _read(self, meant: str) -> list[_Word]:
        """The words of a question, those without weight among them where others have some."""
        question = without_contractions(meant.lower())
        read = list(self._words(analyzer.tokens(without_scaffolding(question))))
        return read if any(word.term for word in read) else list(self._words(analyzer.tokens(question)))

    def _words(self, tokens: Sequence[str]) -> Iterator[_Word]:
        position, stops = 0, stop_words(self._languages.of(tokens))
        while position < len(tokens):
            taken, words = self._take(tokens, position, stops)
            position += taken
            yield from words

    def _take(self, tokens: Sequence[str], position: int, stops: Collection[str]) -> tuple[int, list[_Word]]:
        """How many tokens the next words take up, and the words."""
        token = tokens[position]
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        if following and self._joins(token, following, stops):
            return 2, [_Word(f"{token} {following}", self._vocabulary.words[token + following])]
        if token in stops or token in _FILLER:
            return 1, [_Word(token, "")]
        term = self._vocabulary.words.get(token)
        return 1, [_Word(token, term)] if term is not None else list(self._read_of_unseen(token, stops))

    def _read_of_unseen(self, token: str, stops: Collection[str]) -> Iterable[_Word]:
        """What a token is taken for that does not stand in the documents as typed."""
        if token in ABOUT_DOCUMENTS:
            return [_Word(token, "")]
        if (full := self._short_forms.get(token)) is not None:
            return self._in_full(token, full, "exact", stops)
        if self._lookup(token) in self._vocabulary.rows:
            return [_Word(token, self.term_of(token))]
        found = self._languages.common(token)
        zipf = found.zipf if found else 0.0
        if clipped := self._clipped(token, zipf):
            return [_Word(token, self.term_of(clipped), "correction", clipped)]
        if zipf >= COMMON_WORD:
            slip_of = self._common_meant(token, zipf)
            return [_Word(token, self.term_of(slip_of or token), "correction" if slip_of else "exact", slip_of)]
        meant = self._meant(token)
        if meant == token:
            return [_Word(token, self.term_of(token))]
        if meant is not None:
            full = (meant,) if meant in self._vocabulary.words else self._short_forms.get(meant, (meant,))
            return self._in_full(token, full, "correction", stops)
        halves = split_in_two(token, lambda half: half in self._vocabulary.words) if len(token) >= 7 else None
        if halves:
            return [
                _Word(token, self.term_of(half), "correction", " ".join(halves) if number == 0 else "", half)
                for number, half in enumerate(halves)
            ]
        return [_Word(token, self.term_of(token))]

    def _meant(self, token: str) -> str | None:
        """What was meant by what is no word; itself where the thesaurus knows it, or where nothing in it may change."""
        if token in substances():
            return token
        if any(map(str.isdigit, token)):
            return swapped_in_name(token, self._vocabulary.words, self._is_known) or token
        return self._vocabulary.speller.correct(token)

    def _common_meant(self, token: str, zipf: float) -> str:
        """What common word of the documents was meant by a word that they lack; "" where it was meant itself."""
        if zipf > MOST_FREQUENT or token in substances():
            return ""
        slips = self._vocabulary.slips
        return slips.meant(token, zipf) if slips else ""

    def _clipped(self, token: str, zipf: float) -> str:
        """The word of the documents that a word which they lack is clipped from, "" where it is none."""
        if token in self._thesaurus or token in substances():
            return ""
        clippings = self._vocabulary.clippings
        return clippings.meant(token, zipf) if clippings else ""

    def _is_known(self, word: str) -> bool:
        found = self._languages.common(word)
        is_common = bool(found and found.zipf >= COMMON_WORD)
        is_held = word in self._vocabulary.words or self._lookup(word) in self._vocabulary.rows
        return is_common or is_held or word in self._thesaurus

    def _in_full(self, token: str, full: Sequence[str], origin: Origin, stops: Collection[str]) -> Iterator[_Word]:
        """The words that one token stands for; the first has all of them to read."""
        for number, word in enumerate(full):
            yield _Word(
                token, "" if word in stops else self.term_of(word), origin, "" if number else " ".join(full), word
            )

    def _joins(self, token: str, following: str, stops: Collection[str]) -> bool:
        """Whether two tokens are one word of the index typed apart: "her 2", "over expression".

        Not where the index holds each of them in more passages: one slip "breastcancer" does not make it one word.
        """
        joined = self._vocabulary.words.get(token + following)
        if joined is None or token.isdigit():
            return False
        if following.isdigit():
            return True
        if len(token) <= 2 or (token in stops and following in stops):
            return False
        holding = [self._vocabulary.share(term)[0] for term in (joined, self.term_of(token), self.term_of(following))]
        return holding[0] >= min(holding[1:])

    def _term(self, word: _Word, concept: int) -> QueryTerm:
        read = word.word or word.read or word.surface
        holding, general = self._vocabulary.share(word.term)[0], self._languages.passage_share(read)
        weight = self._weighed(holding, general, PRIOR_PASSAGES)
        return QueryTerm(
            surface=word.surface,
            read=read,
            term=word.term,
            rows=tuple(self._vocabulary.rows.get(part, UNKNOWN) for part in word.term.split(" ")),
            weight=weight * (CONTEXT_WEIGHT if word.origin == "context" else 1.0),
            origin=word.origin,
            known=word.term in self._vocabulary.rows,
            concept=concept,
            importance=self._weighed(holding, general, BACKGROUND_PASSAGES),
        )

    def _others_held(self, entry: str) -> Sequence[tuple[tuple[str, ...], tuple[int, ...], float]]:
        """The other phrases of an entry of the thesaurus that the index holds, each with its rows and its idf."""
        rows = self._vocabulary.rows
        held = (phrase for phrase in self._thesaurus.others(entry) if all(term in rows for term in phrase))
        return [(phrase, tuple(rows[term] for term in phrase), max(map(self.idf, phrase))) for phrase in held]

    def _idf(self, term: str) -> float:
        return self._weighed(self._vocabulary.share(term)[0], self._languages.passage_share(term), PRIOR_PASSAGES)

    def _weighed(self, holding: int, general: float, prior: float) -> float:
        return math.log(rarity(len(self._vocabulary), holding, general, prior))

    def _synonyms(self, read: Sequence[_Word], exact: Sequence[QueryTerm]) -> Iterator[QueryTerm]:
        """The other phrases of the thesaurus for what stands in the question, those that the index holds.

        Entries are looked for among the words of weight, and with the little words between them: "put in" is none else.
        """
        seen: set[tuple[int, str]] = set()
        weighty = [place for place, word in enumerate(read) if word.term]
        concepts = {place: number for number, place in enumerate(weighty)}
        for places in (weighty, range(len(read))) if len(weighty) < len(read) else (weighty,):
            terms = [read[place].term or read[place].read or read[place].surface for place in places]
            for start, end, entry in self._thesaurus.entries(terms):
                meant = [concepts[place] for place in places[start:end] if place in concepts]
                for phrase, rows, idf in self._others(entry) if meant else ():
                    joined = " ".join(phrase)
                    for concept in meant:
                        word = exact[concept]
                        if word.term in phrase or (concept, joined) in seen:
                            continue
                        seen.add((concept, joined))
                        yield QueryTerm(
                            surface=word.surface,
                            read=word.read,
                            term=joined,
                            rows=rows,
                            weight=SYNONYM_WEIGHT * min(word.weight, idf) / (len(meant) if len(phrase) == 1 else 1),
                            origin="synonym",
                            concept=concept,
                            importance=word.importance,
                        )


def _spelled(typed: str, read: Mapping[str, str]) -> str:
    return _WORD.sub(lambda found: read.get(found[0].lower(), found[0]), typed) if read else typed

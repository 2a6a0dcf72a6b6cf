"""From a phrase of the ontology to the patterns that stand for it.

A phrase is filled with names of the types that its relation takes, parsed by the same pipeline that parses articles,
and turned into a :class:`~kg.relations.graph.SentenceGraph`. The pattern is the smallest tree in that graph over both
slots and every content word: the path between the slots alone is too little ("signed a *deal* with Y" may hang
"with" on the verb, so that "deal" is off the path). Labels vary with the names filled in, so each reading is parsed
with several, and those trees are kept on which most agree. Query by example, after Shlain et al. (2020), "Syntactic
Search by Example".
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.model import Relation
from kg.ontology import expand_phrase, slot_types
from kg.relations.graph import LIGHT_VERBS, SentenceGraph

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

__all__ = ["COMPILER_VERSION", "Node", "Pattern", "compile_phrases", "phrase_key"]

#: Goes into the key of every cached phrase; raise it when the patterns of a phrase may change.
COMPILER_VERSION = 3

#: Names to parse phrases with, by type: public bodies, states and cities that the parser knows well, common first
#: names; the last three are invented, since the parser reads the words beside an unknown name differently. The first
#: type that a slot takes is used; all organizations parse alike.
FILLERS: dict[str, tuple[str, ...]] = {
    "Organization": ("NATO", "Interpol", "UNESCO", "Eurostat", "Norvane", "Tarsis", "Heliq"),
    "Person": ("John Miller", "Mary Smith", "Peter Brown", "Anna Jones", "Ida Brandt", "Olaf Holt", "Mira Voss"),
    "Country": ("Germany", "France", "Japan", "Canada", "Norway", "Qatar", "Ghana"),
    "Region": ("Bavaria", "Brittany", "Hokkaido", "Ontario", "Saxony", "Punjab", "Alberta"),
    "City": ("Berlin", "Paris", "Tokyo", "Ottawa", "Aarhus", "Tartu", "Kumasi"),
    "Place": ("Berlin", "Paris", "Tokyo", "Ottawa", "Aarhus", "Tartu", "Kumasi"),
    "Product": ("Windows", "Photoshop", "Android", "Excel", "Skylark", "Brontik", "Velora"),
    "Event": ("Expo", "Eurovision", "Olympia", "Davos", "Regatta", "Fairway", "Lumina"),
}
#: Sets of names that a phrase is parsed with, and how many must agree on a tree for it to be kept.
FILLINGS, AGREEING = 5, 2
ROLE_FILLER = "chairman"
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "NUM", "ADV", "INTJ", "X", "SCONJ"})
#: Words that a phrase needs to be English and that its pattern does not ask for; "something" stands for any object.
_EMPTY_WORDS = frozenset({"be", "have", "do", "not", "also", "new", "as", "'s", "something", "someone", "will"})
_PRESENT = re.compile(r"(?P<before>^\{\w+\}(?: and \{\w+\})?) (?P<verb>[a-z]+s)\b(?!')")
_NO_PRESENT = frozenset({"is", "was", "has", "as", "'s"})
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("oes", "o"), ("s", ""))
#: Sentences around a phrase that is none itself, by how it begins or ends.
_APPOSITION, _NOUN_FIRST, _NOUN = "{} spoke yesterday.", "{} was in the news.", "They discussed {} yesterday."


@dataclass(frozen=True, slots=True)
class Node:
    """A word (``lemma``) or a slot of a pattern, with what is reached from it by a labelled edge.

    A label that begins with ``^`` is followed upwards. ``mutual`` tells whether a noun says what two are to each other:
    "X and Y are rivals"; "Acme's rivals" are Acme's.
    """

    lemma: str = ""
    slot: str | None = None
    children: tuple[tuple[str, Node], ...] = ()
    mutual: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        both = sum(label == "is" and child.slot is not None for label, child in self.children) > 1
        object.__setattr__(self, "mutual", both)

    def as_json(self) -> list[Any]:
        """Return ``[word or {slot}, [label, child], …]``."""
        return [f"{{{self.slot}}}" if self.slot else self.lemma, *([label, c.as_json()] for label, c in self.children)]

    @classmethod
    def from_json(cls, value: Sequence[Any]) -> Node:
        """Read what :meth:`as_json` wrote."""
        head, *children = value
        kids = tuple((label, cls.from_json(child)) for label, child in children)
        return cls(slot=head[1:-1], children=kids) if head.startswith("{") else cls(lemma=head, children=kids)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One reading of a phrase: a tree of words and slots, or what stands between two adjacent names.

    ``root`` is the word from which matching starts. Where the phrase has no word of its own ("{subject}, {object}"),
    ``root`` is None, ``between`` the tokens between the names, and ``subject_first`` says which comes first.
    """

    root: Node | None
    between: tuple[str, ...] = ()
    subject_first: bool = True

    @property
    def word(self) -> str:
        """The word from which matching starts, ``{role}`` where that is any title, or nothing where there is none."""
        return "" if self.root is None else f"{{{self.root.slot}}}" if self.root.slot else self.root.lemma

    def as_json(self) -> Any:
        """Return the pattern in plain JSON types."""
        return (
            self.root.as_json() if self.root else {"between": list(self.between), "subject_first": self.subject_first}
        )

    @classmethod
    def from_json(cls, value: Any) -> Pattern:
        """Read what :meth:`as_json` wrote."""
        if isinstance(value, dict):
            return cls(None, tuple(value["between"]), value["subject_first"])
        return cls(Node.from_json(value))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way of spelling a phrase out, filled in and set in a sentence: offsets of the slots and of the phrase."""

    phrase: int
    text: str
    start: int
    end: int
    slots: tuple[tuple[str, int, int], ...]


def phrase_key(phrase: str, relation: Relation, model_digest: str, *, ends: int = 2) -> str:
    """Return the key under which a phrase's patterns are cached: all that they depend on.

    Of domain and range that is the names that are filled in, so that a type of a user's own leaves the keys of other
    relations as they are.
    """
    value = [COMPILER_VERSION, model_digest, phrase, ends, _fillers(phrase, relation)]
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:24]


def compile_phrases(
    nlp: Language, phrases: Sequence[tuple[str, Relation]], *, ends: int = 2
) -> list[tuple[Pattern, ...]]:
    """Return the patterns of each phrase, in the order of the phrases; each phrase's patterns are sorted.

    ``ends`` is 1 where they are continuations. Raises OntologyError where a phrase is not well formed.
    """
    bare = [
        _fill(n, tensed, relation, i)
        for n, (phrase, relation) in enumerate(phrases)
        for text in expand_phrase(phrase, ends=ends)
        for tensed in _tenses(text)
        for i in range(FILLINGS)
    ]
    found: list[list[Counter[str]]] = [[] for _ in phrases]
    votes: dict[tuple[int, str], Counter[str]] = {}
    retry: list[_Reading] = []
    for reading, doc in zip(bare, nlp.pipe(r.text for r in bare), strict=True):
        if _is_sentence(doc):
            _vote(votes, reading, doc)
        else:
            retry.append(_carry(reading))
    for reading, doc in zip(retry, nlp.pipe(r.text for r in retry), strict=True):
        _vote(votes, reading, doc)
    for (phrase, _), counter in votes.items():
        found[phrase].append(counter)
    return [_elect(counters) for counters in found]


def _tenses(text: str) -> Iterator[str]:
    """Yield the text and, where a verb in the present follows its subject, the text in the future.

    "Acme teams up with X" may be read as a noun; "Acme will team up with X" may not.
    """
    yield text
    match = _PRESENT.match(text)
    if match and match["verb"] not in _NO_PRESENT:
        yield f"{match['before']} will {_base_form(match['verb'])}{text[match.end() :]}"


def _base_form(verb: str) -> str:
    for ending, base in _ENDINGS:
        if verb.endswith(ending):
            return verb[: len(verb) - len(ending)] + base
    return verb


def _fill(phrase: int, text: str, relation: Relation, which: int) -> _Reading:
    subjects, objects = _fillers(text, relation)
    fillers = {"subject": subjects[which], "object": objects[which + 1], "role": ROLE_FILLER}
    filled, slots, rest = "", [], text
    while rest:
        before, brace, after = rest.partition("{")
        filled += before
        if not brace:
            break
        slot, _, rest = after.partition("}")
        slot = slot.partition(":")[0]
        slots.append((slot, len(filled), len(filled) + len(fillers[slot])))
        filled += fillers[slot]
    return _Reading(phrase, f"{filled}.", 0, len(filled), tuple(slots))


def _carry(reading: _Reading) -> _Reading:
    text = reading.text[: reading.end]
    first = min(start for _, start, _ in reading.slots)
    carrier = _APPOSITION if text.endswith(",") and first == 0 else _NOUN_FIRST if first == 0 else _NOUN
    shift = carrier.index("{")
    slots = tuple((slot, start + shift, end + shift) for slot, start, end in reading.slots)
    return _Reading(reading.phrase, carrier.format(text), shift, reading.end + shift, slots)


def _fillers(phrase: str, relation: Relation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that subject and object of a phrase are filled with."""
    held = slot_types(phrase)
    return (
        _names([held["subject"]] if "subject" in held else relation.domain),
        _names([held["object"]] if "object" in held else relation.range),
    )


def _names(types: Sequence[str]) -> tuple[str, ...]:
    return next((names for type_, names in FILLERS.items() if type_ in types), FILLERS["Organization"])


def _is_sentence(doc: Doc) -> bool:
    root = next(token for token in doc if token.head.i == token.i)
    return root.pos_ in ("VERB", "AUX") and any(
        t.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for t in root.children
    )


def _vote(votes: dict[tuple[int, str], Counter[str]], reading: _Reading, doc: Doc) -> None:
    """Count the reading's pattern under its words, so that the same words with other names vote together."""
    pattern = _pattern(doc, reading)
    if pattern is not None:
        words = " ".join(t.lower_ for t in doc if not any(s <= t.idx < e for _, s, e in reading.slots))
        votes.setdefault((reading.phrase, words), Counter())[json.dumps(pattern.as_json())] += 1


def _elect(counters: Iterable[Counter[str]]) -> tuple[Pattern, ...]:
    kept: set[str] = set()
    for counter in counters:
        most = max(counter.values())
        kept.update(text for text, count in counter.items() if count >= AGREEING or most < AGREEING)
    return tuple(Pattern.from_json(json.loads(text)) for text in sorted(kept))


def _pattern(doc: Doc, reading: _Reading) -> Pattern | None:
    spans = {slot: doc.char_span(start, end, alignment_mode="expand") for slot, start, end in reading.slots}
    if any(span is None for span in spans.values()):
        return None
    heads = {slot: span.root.i for slot, span in spans.items() if span is not None}
    filled = {t.i for span in spans.values() if span is not None for t in span}
    own = [t for t in doc if t.i not in filled and reading.start <= t.idx < reading.end]
    content = _content_words(own, light=len(heads) < 2)  # "joins the lawsuit" is more than "the lawsuit"
    if not content and len(heads) < 2:
        return None
    if not content and "role" not in heads:
        return _between(doc, spans["subject"], spans["object"])
    names = [(s.start, s.end) for slot, s in spans.items() if s is not None and slot != "role"]
    graph = SentenceGraph(doc, 0, len(doc), names)
    key = min(content, key=_commonness).i if content else heads["role"]
    tree = _smallest_tree(graph, key, [*heads.values(), *(t.i for t in content)])
    if tree is None or any(t not in filled and not reading.start <= doc[t].idx < reading.end for t in tree):
        return None  # the way leads through the sentence around the phrase
    slots = {token: slot for slot, token in heads.items()}
    return Pattern(_node(graph.doc, tree, slots, key))


def _commonness(token: Token) -> tuple[bool, bool, int, int]:
    """Order words by how often matching would start from them in vain: light verbs and short words last."""
    return token.dep_ == "prt", token.lemma_ in LIGHT_VERBS, -len(token.lemma_), token.i


def _content_words(own: Sequence[Token], *, light: bool) -> list[Token]:
    """Return the words that a pattern asks for; light verbs among them only where no noun says more, or if asked."""
    content = [t for t in own if (t.pos_ in _CONTENT or t.dep_ == "prt") and t.lemma_.lower() not in _EMPTY_WORDS]
    nouns = [t for t in content if t.pos_ in ("NOUN", "ADJ")]
    return [t for t in content if t.lemma_ not in LIGHT_VERBS] if nouns and not light else content


def _between(doc: Doc, subject: Any, obj: Any) -> Pattern | None:
    first, second = sorted((subject, obj), key=lambda span: int(span.start))
    between = tuple(t.lower_ for t in doc[first.end : second.start])
    return Pattern(None, between, subject_first=first is subject)


def _smallest_tree(graph: SentenceGraph, key: int, terminals: Sequence[int]) -> dict[int, list[tuple[str, int]]] | None:
    """Return a small tree over the terminals, rooted at ``key``, as token → (label, token) below it in the tree.

    Terminals are joined one by one, the nearest first, by a shortest path to the tree so far: at most twice the
    smallest there is (Takahashi and Matsuyama, 1980), and exactly it on graphs as small as a phrase's.
    """
    import networkx as nx

    steps = nx.Graph()
    labels: dict[tuple[int, int], str] = {}
    for upper, label, lower in graph.edges():
        steps.add_edge(upper, lower)
        labels.setdefault((upper, lower), label)
        labels.setdefault((lower, upper), label if label == "is" else f"^{label}")
    tree: dict[int, list[tuple[str, int]]] = {key: []}
    missing = sorted(set(terminals) - {key})
    while missing:
        if any(token not in steps for token in (key, *missing)):
            return None
        distances, paths = nx.multi_source_dijkstra(steps, set(tree))
        if any(token not in distances for token in missing):
            return None
        nearest = min(missing, key=lambda token: (distances[token], token))
        path = paths[nearest]
        for upper, lower in pairwise(path):
            tree[upper].append((labels[upper, lower], lower))
            tree[lower] = []
        missing = [token for token in missing if token not in tree]
    return tree


def _node(doc: Doc, tree: dict[int, list[tuple[str, int]]], slots: dict[int, str], token: int) -> Node:
    slot = slots.get(token)
    children = sorted(
        ((label, _node(doc, tree, slots, lower)) for label, lower in tree[token]),
        key=lambda child: json.dumps([child[0], child[1].as_json()]),
    )
    return Node("" if slot else doc[token].lemma_.lower(), slot, tuple(children))

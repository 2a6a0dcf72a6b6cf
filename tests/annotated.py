"""One annotated text, small enough to see what the networks learn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.encoder import MARKED_TYPES, marked_types, split_pieces
from kg.mentions.tokens import tokens
from kg.nlp import load_model
from kg.ontology import load_ontology
from kg.training.found import Found, align
from kg.training.pairs import pair_labels
from kg.training.windows import text_windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.encoder import Pieces
    from kg.model import Entity
    from kg.training.windows import Window

ONTOLOGY = load_ontology()
RELATIONS = ONTOLOGY.relations

TEXT = "Quillon has bought Skald Energy. It may sell the turbine maker to Brightwater. Ada Fenn met Skald."


def claim(subject: str, relation: str, object_: str, evidence: tuple[int, int], **more: Any) -> dict[str, Any]:
    return {
        "subject": subject,
        "relation": relation,
        "object": object_,
        "polarity": "positive",
        "certainty": "certain",
        "time": "current",
        "also": [],
        "optional": False,
        "evidence": {"start": evidence[0], "end": evidence[1], "text": TEXT[slice(*evidence)]},
        "ends": {"subject": None, "object": None},
        **more,
    }


def document() -> dict[str, Any]:
    at = TEXT.index("the turbine maker")
    nominal = {"start": at, "end": at + 17, "text": "the turbine maker"}
    buyer = {"start": TEXT.index("Brightwater"), "end": TEXT.index("Brightwater") + 11, "text": "Brightwater"}
    sale = claim(
        *("Brightwater", "acquires", "Skald Energy", (33, 78)),
        certainty="possible",
        time="future",
        ends={"subject": buyer, "object": nominal},
        also=["owns"],
    )
    return {
        "id": "note",
        "text": TEXT,
        "entities": [
            {"name": "Quillon", "type": "Company", "aliases": ["Quillon"]},
            {"name": "Skald Energy", "type": "Company", "aliases": ["Skald Energy", "Skald"]},
            {"name": "Brightwater", "type": "Company", "aliases": ["Brightwater"]},
            {"name": "Ada Fenn", "type": "Person", "aliases": ["Ada Fenn"]},
        ],
        "claims": [claim("Quillon", "acquires", "Skald Energy", (0, 32), optional=True), sale],
    }


def found(gold: dict[str, Any], *entities: Entity, sentences: Sequence[tuple[int, int]] = ()) -> Found:
    tok = tokens(load_model()(gold["text"]))
    return align(gold, tok, sentences or SENTENCES, entities, marked_types(ONTOLOGY))


SENTENCES = [(0, 32), (33, 78), (79, len(TEXT))]


def windows_of(one: Found, pieces: Pieces | None = None) -> list[Window]:
    pieces = pieces or split_pieces(TEXT)
    return list(text_windows(one, MARKED_TYPES, pieces, list(pair_labels(one, RELATIONS))))

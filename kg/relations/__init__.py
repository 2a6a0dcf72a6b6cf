"""From entities to relations: what proposes that a sentence says a relation of two entities.

A *reader* proposes; :mod:`kg.qualifiers` says how sure and when; :mod:`kg.pipeline` makes claims of both.
:class:`PhraseReader` matches the ontology's phrases over the sentence's grammar:

* :mod:`kg.relations.graph` turns a parsed sentence into a graph in which voice, coordination, apposition, relative
  clauses, control and light verbs no longer matter,
* :mod:`kg.relations.compiler` keeps, of a phrase's own graph, the smallest tree over slots and content words,
* :mod:`kg.relations.cache` keeps compiled phrases on disk,
* :mod:`kg.relations.rules` has the compiled phrases of an ontology by the word from which matching starts,
* :mod:`kg.relations.matcher` finds those trees in a sentence, which :mod:`kg.relations.scene` holds with its mentions,
* :mod:`kg.relations.continuing` joins ends that are said one after the other.

:class:`~kg.relations.combined.CombinedReader` makes one decision of these and of what the networks read
(:mod:`kg.relations.learned`, :mod:`kg.relations.paths`, :mod:`kg.relations.lists`).
"""

from __future__ import annotations

from kg.relations.proposal import Proposal, Reader
from kg.relations.reader import PhraseReader

__all__ = ["PhraseReader", "Proposal", "Reader"]

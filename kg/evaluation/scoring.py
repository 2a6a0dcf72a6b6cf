"""Scoring of predicted claims against gold claims.

A prediction is right where its relation is the gold one or one of its ``also`` (``^r``: r with the ends swapped), and
each end is the gold entity, in either order for a symmetric relation. An end is a gold entity where it shares more
normalised names with it than it has names that belong to other gold entities of the article alone, so that an entity
made of two earns nothing. One prediction matches one gold claim; a statement predicted twice in an article counts once;
one that matches an optional claim is not counted. Qualifiers are scored over the claims that were found, by the F1 of
the values that are not the usual ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.evaluation.gold import GoldClaim, GoldDocument

__all__ = ["QUALIFIERS", "DocumentScore", "Error", "figures", "judge", "normalise", "score_document"]

DETERMINERS = ("the ", "a ", "an ")
_POSSESSIVE = re.compile(r"['’]s?$")
_SUFFIX = re.compile(
    r"[ ,]+(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|plc|ag|gmbh|sa|nv|se|group)$"
)
#: Values of qualifiers that are scored by F1.
QUALIFIERS = ("negative", "not_certain", "past", "future", "attributed_to", "role")


def normalise(name: str) -> str:
    """Return a name casefolded, without accents, determiner, possessive, punctuation and legal form.

    >>> [normalise(n) for n in ("The Café Group", "Acme Inc.", "U.S.")]
    ['cafe', 'acme', 'us']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold().strip()
    plain = _POSSESSIVE.sub("", plain).replace(".", "")
    for determiner in DETERMINERS:
        plain = plain.removeprefix(determiner)
    return _SUFFIX.sub("", re.sub(r"\W+", " ", plain).strip())


def _forms(names: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(normalise, names)))


@dataclass(frozen=True, slots=True)
class Error:
    """A claim that was missed, or one that is wrong, with the sentence that says it (or is said to)."""

    kind: str
    article: str
    subject: str
    relation: str
    object: str
    sentence: str


@dataclass(slots=True)
class DocumentScore:
    """What was counted in one document; :func:`figures` makes figures of the sum over documents.

    ``judged`` has the confidence of each prediction that counts, and whether it is right.
    """

    tally: Counter[str] = field(default_factory=Counter)
    relations: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    errors: list[Error] = field(default_factory=list)
    judged: list[tuple[float, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Prediction:
    record: Mapping[str, Any]
    subject: frozenset[str]
    object: frozenset[str]


class _Judge:
    """Tells whether an end is an entity of one gold document, and a prediction one of its claims."""

    def __init__(self, document: GoldDocument, symmetric: frozenset[str]) -> None:
        self.symmetric = symmetric
        self._only, self._pairs = document.only, document.pairs
        self._forms = {e.name: _forms((e.name, *e.aliases)) for e in document.entities}
        owners = Counter(form for forms in self._forms.values() for form in forms)
        self._single = frozenset(form for form, n in owners.items() if n == 1)

    def is_entity(self, name: str, forms: frozenset[str]) -> bool:
        gold = self._forms.get(name) or frozenset((normalise(name),))
        return len(gold & forms) > len((forms & self._single) - gold)

    def counts(self, prediction: _Prediction) -> bool:
        """Tell whether the document would say so if this were right."""
        if self._only is not None and not any(self._annotated(prediction.record, *one) for one in self._only):
            return False
        return self._pairs is None or any(
            self.is_entity(one, prediction.subject) and self.is_entity(two, prediction.object)
            for pair in self._pairs
            for one in pair
            for two in pair - {one}
        )

    def _annotated(
        self, record: Mapping[str, Any], relation: str, subjects: frozenset[str], objects: frozenset[str]
    ) -> bool:
        """Tell whether a relation that the document annotates is this one, between entities of these types."""
        if record["relation"] != relation:
            return False
        ends = record["subject"].get("type", ""), record["object"].get("type", "")
        ways = [ends, ends[::-1]] if relation in self.symmetric else [ends]
        return any((not subjects or one in subjects) and (not objects or two in objects) for one, two in ways)

    def fits(self, claim: GoldClaim, one: frozenset[str], two: frozenset[str]) -> bool:
        return self.is_entity(claim.subject, one) and self.is_entity(claim.object, two)

    def right(self, claim: GoldClaim, prediction: _Prediction) -> bool:
        relation, one, two = prediction.record["relation"], prediction.subject, prediction.object
        if "^" + relation in claim.also and self.fits(claim, two, one):
            return True
        if relation != claim.relation and relation not in claim.also:
            return False
        return self.fits(claim, one, two) or (relation in self.symmetric and self.fits(claim, two, one))


def score_document(
    document: GoldDocument, predictions: Iterable[Mapping[str, Any]], symmetric: frozenset[str]
) -> DocumentScore:
    """Score the predictions for one document: records as ``kg extract --format jsonl`` prints them.

    ``symmetric`` names the relations whose ends may stand in either order.
    """
    judge, score = _Judge(document, symmetric), DocumentScore()
    found = _distinct(predictions, symmetric)
    matched = _match(document.claims, found, judge)
    for number, claim in enumerate(document.claims):
        if number in matched:
            if not claim.optional:
                _count_right(score, claim, found[matched[number]].record)
                score.judged.append((found[matched[number]].record.get("confidence", 1.0), True))
        elif not claim.optional:
            score.tally["missed"] += 1
            score.relations[claim.relation]["missed"] += 1
            score.errors.append(
                Error("missed", document.id, claim.subject, claim.relation, claim.object, claim.evidence)
            )
    used = set(matched.values())
    for number, prediction in enumerate(found):
        if number in used or any(judge.right(claim, prediction) for claim in document.claims):
            continue
        if judge.counts(prediction):
            _count_wrong(score, document.id, prediction.record)
            score.judged.append((prediction.record.get("confidence", 1.0), False))
    _count_pairs(score, document.claims, found, judge)
    return score


def judge(
    document: GoldDocument, predictions: Iterable[Mapping[str, Any]], symmetric: frozenset[str]
) -> list[bool | None]:
    """Tell of each prediction, by itself, whether it is right; None where only an optional claim says so."""
    judge_ = _Judge(document, symmetric)
    verdicts: list[bool | None] = []
    for prediction in predictions:
        one = _prediction(prediction)
        hits = [claim.optional for claim in document.claims if judge_.right(claim, one)]
        verdicts.append(None if hits and all(hits) else bool(hits))
    return verdicts


def _prediction(record: Mapping[str, Any]) -> _Prediction:
    ends = (record["subject"], record["object"])
    return _Prediction(record, *(_forms((e.get("name") or "", *e.get("aliases", ()))) for e in ends))


def _distinct(predictions: Iterable[Mapping[str, Any]], symmetric: frozenset[str]) -> list[_Prediction]:
    found: dict[tuple[str, str, str], _Prediction] = {}
    for record in predictions:
        one, two, relation = record["subject"], record["object"], record["relation"]
        ends = [normalise(one["name"]), normalise(two["name"])]
        if relation in symmetric:
            ends.sort()
        found.setdefault((ends[0], relation, ends[1]), _prediction(record))
    return list(found.values())


def _match(claims: Sequence[GoldClaim], found: Sequence[_Prediction], judge: _Judge) -> dict[int, int]:
    """Gold claim → prediction, by number: first those of the gold relation itself, then those of its ``also``."""
    matched: dict[int, int] = {}
    for exact in (True, False):
        for number, prediction in enumerate(found):
            if number in matched.values():
                continue
            for at, claim in enumerate(claims):
                if at in matched or (exact and prediction.record["relation"] != claim.relation):
                    continue
                if judge.right(claim, prediction):
                    matched[at] = number
                    break
    return matched


def _count_right(score: DocumentScore, claim: GoldClaim, record: Mapping[str, Any]) -> None:
    tally = score.tally
    tally["right"] += 1
    score.relations[claim.relation]["right"] += 1
    certainty = record.get("certainty", "certain")
    for name, gold, said in (
        ("polarity", claim.polarity, record.get("polarity")),
        ("certainty", claim.certainty, record.get("certainty")),
        ("time", claim.time, record.get("time")),
        ("hedged", claim.certainty != "certain", certainty != "certain"),
    ):
        tally[f"{name}:same"] += gold == said
    _count(tally, "negative", claim.polarity == "negative", record.get("polarity") == "negative")
    _count(tally, "not_certain", claim.certainty != "certain", certainty != "certain")
    for time in ("past", "future"):
        _count(tally, time, claim.time == time, record.get("time") == time)
    source, sources = normalise(claim.attributed_to or ""), {normalise(s) for s in _sources(record)} - {""}
    same = any(source in said or said in source for said in sources)
    _count(tally, "attributed_to", bool(source), bool(sources), same=same)
    role, said_role = normalise(claim.role or ""), normalise(record.get("role") or "")
    _count(tally, "role", bool(role), bool(said_role), same=role in said_role or said_role in role)


def _count(tally: Counter[str], name: str, gold: bool, said: bool, *, same: bool = True) -> None:
    tally[f"{name}:right"] += gold and said and same
    tally[f"{name}:said"] += said
    tally[f"{name}:gold"] += gold


def _sources(record: Mapping[str, Any]) -> list[str]:
    """Names under ``attributed_to``, which may be null, a name, an object with a name, or a list of these."""
    given = record.get("attributed_to")
    sources = given if isinstance(given, list) else [given]
    return [(s.get("name") or "") if isinstance(s, dict) else s for s in sources if s]


def _count_wrong(score: DocumentScore, article: str, record: Mapping[str, Any]) -> None:
    score.tally["wrong"] += 1
    score.relations[record["relation"]]["wrong"] += 1
    sentence = str((record.get("evidence") or {}).get("text", ""))
    ends = record["subject"]["name"], record["object"]["name"]
    score.errors.append(Error("wrong", article, ends[0], record["relation"], ends[1], sentence))


def _count_pairs(
    score: DocumentScore, claims: Sequence[GoldClaim], found: Sequence[_Prediction], judge: _Judge
) -> None:
    """Count pairs of entities that some required claim relates, and those that any prediction relates."""
    required = [claim for claim in claims if not claim.optional]
    hit = {
        frozenset((c.subject, c.object))
        for c in required
        if any(judge.fits(c, p.subject, p.object) or judge.fits(c, p.object, p.subject) for p in found)
    }
    score.tally["pairs:right"] += len(hit)
    score.tally["pairs:gold"] += len({frozenset((c.subject, c.object)) for c in required})


def figures(tally: Mapping[str, float]) -> dict[str, float | None]:
    """Return the figures of a sum of tallies; None where a figure has nothing to be counted over.

    Precision, recall and F1 are over required claims; ``pair_recall`` over pairs of entities; ``X_f1`` and
    ``X_gold`` of the qualifiers, and their accuracies, over the claims that were found.
    """
    right, wrong, missed = (tally.get(k, 0) for k in ("right", "wrong", "missed"))
    result: dict[str, float | None] = {
        "gold": right + missed,
        "predicted": right + wrong,
        "right": right,
        "precision": _share(right, right + wrong) or 0.0,
        "recall": _share(right, right + missed) or 0.0,
        "f1": _share(2 * right, 2 * right + wrong + missed) or 0.0,
        "pair_recall": _share(tally.get("pairs:right", 0), tally.get("pairs:gold", 0)) or 0.0,
    }
    for name in QUALIFIERS:
        hits, said, gold = (tally.get(f"{name}:{k}", 0) for k in ("right", "said", "gold"))
        result[f"{name}_f1"] = _share(2 * hits, said + gold)
        result[f"{name}_gold"] = gold
    for name in ("polarity", "certainty", "time", "hedged"):
        result[f"{name}_accuracy"] = _share(tally.get(f"{name}:same", 0), right)
    return result


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None

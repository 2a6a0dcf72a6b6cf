"""An evaluation as a value, as text and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kg.evaluation.scoring import QUALIFIERS, Error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Evaluation"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one evaluation.

    ``figures`` by name, None where there is nothing to count over; ``intervals`` (low, high) of 95 of 100 samples of
    articles; ``relations`` (right, wrong, missed) by name, sorted; ``early`` counts of ends found and words linked;
    ``spans`` the figures of mentions and clusters by how they are compared (:data:`kg.evaluation.clusters.WAYS`), where
    the gold tells all mentions; these two are empty for given predictions; ``stages`` the figures with the gold up to
    each stage; ``reliability`` (mean confidence, share right, claims) for each tenth of it; ``errors`` in order of the
    documents, missed claims first. It shows as text.
    """

    documents: int
    figures: Mapping[str, float | None]
    intervals: Mapping[str, tuple[float, float]]
    relations: Mapping[str, tuple[int, int, int]]
    early: Mapping[str, int]
    spans: Mapping[str, Mapping[str, float | None]]
    stages: Mapping[str, Mapping[str, float | None]]
    reliability: tuple[tuple[float, float, int], ...]
    errors: tuple[Error, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return all but the errors as plain values for JSON; ``documents`` stands among the figures."""
        return {
            **self.figures,
            "documents": self.documents,
            "intervals": {name: list(pair) for name, pair in self.intervals.items()},
            "relations": {name: {"right": r, "wrong": w, "missed": m} for name, (r, w, m) in self.relations.items()},
            "early": dict(self.early),
            "spans": {name: dict(values) for name, values in self.spans.items()},
            "reliability": [list(row) for row in self.reliability],
            "stages": {name: dict(values) for name, values in self.stages.items()},
        }

    def error_records(self) -> list[dict[str, str]]:
        """Return the errors as plain records."""
        return [asdict(error) for error in self.errors]

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        f = self.figures
        yield f"{self.documents} documents, {_whole(f['gold'])} claims, {_whole(f['predicted'])} found"
        if self.spans:
            yield ""
            yield from _spans(self.spans)
        if not f["gold"] and not f["predicted"]:
            return
        yield ""
        yield f"{'figure':<16}{'value':>8}   95 % interval"
        for name in ("precision", "recall", "f1", "pair_recall"):
            yield self._figure(name, name)
        for name in QUALIFIERS if any(f[f"{q}_gold"] for q in QUALIFIERS) else ():
            yield f"{self._figure(name, f'{name}_f1')}   of {_whole(f[f'{name}_gold'])}"
        if self.early:
            yield ""
            yield from _early(self.early)
        if self.stages:
            yield ""
            yield f"{'gold up to':<16}{'precision':>10}{'recall':>8}{'f1':>8}"
            for name, values in (("nothing", f), *self.stages.items()):
                yield f"{name:<16}{_text(values['precision']):>10}{_text(values['recall']):>8}{_text(values['f1']):>8}"
        yield ""
        yield f"{'relation':<20}{'right':>7}{'wrong':>7}{'missed':>7}{'precision':>11}{'recall':>8}{'f1':>8}"
        for name, (right, wrong, missed) in self.relations.items():
            shares = (_of(right, right + wrong), _of(right, right + missed), _of(2 * right, 2 * right + wrong + missed))
            yield f"{name:<20}{right:>7}{wrong:>7}{missed:>7}{shares[0]:>11}{shares[1]:>8}{shares[2]:>8}"

    def _figure(self, label: str, name: str) -> str:
        low, high = self.intervals.get(name, (None, None))
        interval = f"   {_text(low)}–{_text(high)}" if low is not None else "   –"
        return f"{label:<16}{_text(self.figures[name]):>8}{interval:<16}".rstrip()

    def errors_text(self) -> str:
        """Return the errors, one a line: kind, article, subject, relation, object and sentence, with tabs between."""
        return "\n".join(
            "\t".join((e.kind, e.article, e.subject, e.relation, e.object, " ".join(e.sentence.split())))
            for e in self.errors
        )


def _spans(spans: Mapping[str, Mapping[str, float | None]]) -> Iterator[str]:
    yield f"{'mentions':<26}{'precision':>10}{'recall':>8}{'f1':>8}{'typed f1':>10}{'B³ f1':>8}{'CEAFe f1':>10}"
    for way, v in spans.items():
        first = (
            f"{way:<26}{_text(v['mention_precision']):>10}{_text(v['mention_recall']):>8}{_text(v['mention_f1']):>8}"
        )
        yield f"{first}{_text(v['typed_mention_f1']):>10}{_text(v['b_cubed_f1']):>8}{_text(v['ceaf_e_f1']):>10}"


def _early(early: Mapping[str, int]) -> Iterator[str]:
    ends, words, made = (early.get(k, 0) for k in ("ends", "words", "words:made"))
    found, typed, linked = (early.get(k, 0) for k in ("ends:found", "ends:typed", "words:linked"))
    yield f"ends found      {_of(found, ends):>8}   {found} of {ends}"
    yield f"ends typed      {_of(typed, ends):>8}   {typed} of {ends}"
    yield f"words linked    {_of(linked, words):>8}   {linked} of {words}"
    yield f"links right     {_of(linked, made):>8}   {linked} of {made}"


def _text(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _of(part: float, whole: float) -> str:
    return _text(part / whole if whole else None)


def _whole(value: float | None) -> str:
    return f"{value or 0:.0f}"

"""Which claims a question is about: the filters of :meth:`kg.Store.claims` as SPARQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError, did_you_mean
from kg.model import CERTAINTIES
from kg.rdf.iris import XSD, Iris
from kg.store.names import Select, things_named

__all__ = ["ClaimFilter", "check_names", "limits", "period"]


#: A period of fewer days is asked for day by day.
LISTED_DAYS = 100


def period(day: date | str | None) -> tuple[date | None, date | None]:
    """Return the first and the last day of a day, an ISO month or an ISO year; (None, None) for None.

    Of a date with a time the day counts.

    >>> period("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))

    Raises QueryError where the text is no such date.
    """
    if isinstance(day, datetime):
        day = day.date()
    if day is None or isinstance(day, date):
        return day, day
    try:
        if not isinstance(day, str):
            raise TypeError(day)
        parts = [int(part) for part in day.split("-")]
        if not 1 <= len(parts) <= 3:
            raise ValueError(day)
        first = date(*[*parts, 1, 1][:3])
        after = {1: date(first.year + 1, 1, 1), 2: (first.replace(day=28) + timedelta(4)).replace(day=1)}
        return first, after[len(parts)] - timedelta(1) if len(parts) < 3 else first
    except (TypeError, ValueError) as error:
        raise QueryError(f"{day!r} is no date; write 2026-03-31, 2026-03 or 2026") from error


def limits(since: date | str | None, until: date | str | None) -> tuple[date | None, date | None]:
    """Return the first and the last day that lie within two periods; None where there is no limit.

    >>> limits("2026-02", "2026")
    (datetime.date(2026, 2, 1), datetime.date(2026, 12, 31))

    Raises QueryError where a text is no date, or none lies between the two.
    """
    first, last = period(since)[0], period(until)[1]
    if first and last and first > last:
        raise QueryError(f"since {str(since)!r} is later than until {str(until)!r}: no day lies between; swap them")
    return first, last


def check_names(relation: str | None, certainty: str | None, relations: Collection[str]) -> None:
    """Raise QueryError for a relation that is none of these, and for what is no certainty; None is none asked for."""
    if relation is not None and relation not in relations:
        cure = did_you_mean(relation, sorted(relations)) or "; see `kg ontology list`"
        raise QueryError(f"unknown relation {relation!r}{cure}")
    if certainty is not None and certainty not in CERTAINTIES:
        close = did_you_mean(certainty, list(CERTAINTIES))
        raise QueryError(f"unknown certainty {certainty!r}{close}; known: {', '.join(CERTAINTIES)}")


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What claims must have; None lets all pass.

    ``since`` and ``until`` compare the day of the article's publication, both inclusive; an undated article is
    outside any limit. ``around`` keeps the claims between things at most ``hops`` steps from it, steps being claims
    that the other filters let pass.
    """

    relation: str | None = None
    around: str | None = None
    hops: int = 1
    since: date | str | None = None
    until: date | str | None = None
    certainty: str | None = None
    article: str | None = None

    def claims(self, select: Select, iris: Iris, relations: Collection[str]) -> dict[str, set[str]]:
        """Return the IRIs of the claims that pass, by the IRI of their article.

        QueryError where no relation, certainty or thing has the name given.
        """
        if self.hops < 0:
            raise QueryError(f"hops is {self.hops}; give 0 or more")
        pattern = self._pattern(iris, relations)
        near: set[str] | None = None
        if self.around is not None:
            near = set(things_named(select, iris, self.around))
            for _ in range(self.hops):
                near |= set(self._steps(select, pattern, near))
        found: dict[str, set[str]] = {}
        if near is None:
            rows = select(f"SELECT ?claim ?article {{ ?claim a kg:Claim ; {pattern} }}")
        else:  # two lists of things in one query would be joined each with each before a claim is looked at
            rows = select(
                f"SELECT ?claim ?article ?o {{ VALUES ?s {{ {_terms(near)} }} "
                f"?claim rdf:subject ?s ; rdf:object ?o ; {pattern} }}"
            )
        for claim, article, *other in rows:
            if near is not None and not (isinstance(other[0], NamedNode) and other[0].value in near):
                continue
            if isinstance(claim, NamedNode) and isinstance(article, NamedNode):
                found.setdefault(article.value, set()).add(claim.value)
        return found

    def _pattern(self, iris: Iris, relations: Collection[str]) -> str:
        """Return what is asked of a claim, to follow a semicolon, and of its article."""
        parts = ["kg:article ?article ."]
        if self.article is not None:
            parts.append(f"VALUES ?article {{ {iris.article(self.article)} }}")  # a FILTER would look at all claims
        check_names(self.relation, self.certainty, relations)
        if self.relation is not None:
            parts.append(f"?claim rdf:predicate kg:{self.relation} .")
        if self.certainty is not None:
            parts.append(f"?claim kg:certainty {Literal(self.certainty)} .")
        first, last = limits(self.since, self.until)
        if first or last:
            parts.append("?article schema:datePublished ?published .")
        if first and last and (last - first).days < LISTED_DAYS:  # looked up day by day: no article is passed over
            days = (first + timedelta(day) for day in range((last - first).days + 1))
            parts.append(f"VALUES ?published {{ {' '.join(map(_day, days))} }}")
            return " ".join(parts)
        for bound, sign in ((first, ">="), (last, "<=")):
            if bound:
                parts.append(f"FILTER(?published {sign} {_day(bound)})")
        return " ".join(parts)

    @staticmethod
    def _steps(select: Select, pattern: str, near: Iterable[str]) -> Iterator[str]:
        rows = select(
            f"SELECT DISTINCT ?other {{ VALUES ?x {{ {_terms(near)} }} ?claim kg:party ?x, ?other ; {pattern} }}"
        )
        return (row[0].value for row in rows if isinstance(row[0], NamedNode))


def _day(day: date) -> str:
    return str(Literal(day.isoformat(), datatype=XSD.date))


def _terms(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in sorted(iris))

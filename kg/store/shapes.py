"""Whether quads have the shapes of the ontology: SHACL (https://www.w3.org/TR/shacl/) by pySHACL."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pyoxigraph import Quad, Triple
from rdflib import Graph
from rdflib.namespace import SH

__all__ = ["shape_faults"]


@cache
def _shapes() -> Graph:
    from kg.ontology import ontology_path

    return Graph().parse(ontology_path("shapes.ttl"))


def shape_faults(quads: Iterable[Quad | Triple]) -> tuple[str, ...]:
    """Return what is not as ``ontology/shapes.ttl`` wants it, a line a fault, sorted; empty where all is well.

    The graphs are taken together, as a query sees them; the ontology and what is derived have to be among them. The
    work is done in memory, by pySHACL: some hundred thousand triples are the most that is sensible.
    """
    import pyshacl

    lines = (f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
    data = Graph().parse(data="\n".join(lines), format="nt")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none")
    if conforms:
        return ()
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL gave no report: {report!r}")
    faults = set()
    for fault in report.subjects(SH.focusNode, None, unique=True):
        place, path = (report.value(fault, end) for end in (SH.focusNode, SH.resultPath))
        said = "; ".join(sorted(str(message) for message in report.objects(fault, SH.resultMessage)))
        faults.add(" ".join(f"{place.n3() if place else ''} {path.n3() if path else ''}: {said}".split()))
    return tuple(sorted(faults))

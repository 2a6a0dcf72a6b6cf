"""How fast a store of many quads is filled and asked, and how much memory it takes.

    python benchmarks/store.py [--quads 10000000] [--folder DIR] [--rdflib 720000] [--write FILE]

Articles are made up, of the shape that extraction gives: mentions, entities as read, claims with evidence. A few things
are in very many claims, most in few (Pareto). The store is filled through ``kg.Store.load``, and asked by another
process, so that its memory is that of a reader. The same questions go to rdflib's own store in memory, at a size that
it bears. The time that the made-up articles take to make is told apart.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import kg
from kg.model import Article, Claim, Entity, Extraction, Mention, Span

#: Quads of one article, about; the exact number is counted.
CLAIMS, ENTITIES, THINGS, DAYS = 8, 12, 60_000, 2_000
LIMITS = {"load": 50_000.0, "claims": 100.0, "hub": 100.0, "memory": 2.0, "ratio": 1.3}
ROUNDS = 40

#: Claims of one relation on one day, and in one month, with their sentences.
CLAIMS_QUERY = """
SELECT ?claim ?subject ?object ?certainty ?quote ?id WHERE {
  VALUES ?date { %s }
  ?article schema:datePublished ?date ; schema:identifier ?id .
  ?claim kg:article ?article ; rdf:predicate kg:%s ; kg:certainty ?certainty ;
         rdf:subject/rdfs:label ?subject ; rdf:object/rdfs:label ?object ;
         oa:hasTarget/oa:hasSelector/oa:exact ?quote .
}
"""
#: All that a thing has to do with others, and the fifty that it is told of with most.
NEIGHBOURS_QUERY = """
SELECT ?relation ?other ?name WHERE { GRAPH graph:statements { <%s> ?relation ?other } ?other rdfs:label ?name }
"""
MOST_QUERY = """
SELECT ?name ?claims WHERE {
  { SELECT ?other (COUNT(*) AS ?claims) WHERE { %s {
      { ?claim rdf:subject <%s> ; rdf:object ?other } UNION { ?claim rdf:object <%s> ; rdf:subject ?other }
    } } GROUP BY ?other ORDER BY DESC(?claims) LIMIT 50 }
  ?other rdfs:label ?name
}
"""


def claims_query(relation: str, first: date, days: int) -> str:
    """Return the query for claims of a relation on some days."""
    dates = (f'"{first + timedelta(day)}"^^xsd:date' for day in range(days))
    return CLAIMS_QUERY % (" ".join(dates), relation)


def extractions(number: int, seed: int = 1) -> Iterator[Extraction]:
    """Yield made-up extractions, the same for the same numbers."""
    chance = random.Random(seed)  # noqa: S311 - data, no secret
    relations = sorted(kg.load_ontology().relations.values(), key=lambda relation: relation.name)
    relations = [relation for relation in relations if relation.fits("Company", "Company")]
    for place in range(number):
        names = list(dict.fromkeys(f"Company {int(chance.paretovariate(0.1)) % THINGS}" for _ in range(ENTITIES)))
        while len(names) < ENTITIES:
            names = list(dict.fromkeys([*names, f"Company {chance.randrange(THINGS)}"]))
        day = date(2020, 1, 1) + timedelta(chance.randrange(DAYS))
        ends = [chance.sample(range(ENTITIES), 2) for _ in range(CLAIMS)]
        chosen = [chance.choice(relations) for _ in range(CLAIMS)]
        sentences = [
            f"{names[a]} is said by people familiar with it to be in a {relation.name} way with {names[b]} ({number})."
            for number, ((a, b), relation) in enumerate(zip(ends, chosen, strict=True))
        ]
        text = "\n".join(sentences)
        article = Article(f"news/{place:07}", text, f"Title {place}", f"https://news.example/{place}", day, "Example")
        mentions: list[tuple[int, Mention]] = []
        spans: list[tuple[Span, Span, Span]] = []
        start = 0
        for sentence, (a, b) in zip(sentences, ends, strict=True):
            last = start + sentence.rindex(names[b])
            pair = article.span(start, start + len(names[a])), article.span(last, last + len(names[b]))
            mentions += [(end, Mention(span, "Company")) for end, span in zip((a, b), pair, strict=True)]
            spans.append((article.span(start, start + len(sentence)), *pair))
            start += len(sentence) + 1
        used = sorted({end for end, _ in mentions})
        entities = {
            end: Entity(
                *(f"organization/company-{names[end].split()[1]}", names[end], "Company", (names[end],)),
                tuple(mention for other, mention in mentions if other == end),
            )
            for end in used
        }
        claims = tuple(
            Claim(
                *(article.id, entities[a], relation, entities[b], *three),
                certainty=("certain", "probable", "possible")[chance.randrange(3)],
                attributed_to=("people familiar with it",),
                confidence=round(chance.random(), 4),
                phrase="{subject} does it with {object}",
            )
            for (a, b), relation, three in zip(ends, chosen, spans, strict=True)
        )
        yield Extraction(article, tuple(mention for _, mention in mentions), tuple(entities.values()), claims)


def fill(folder: Path, quads: int) -> dict[str, Any]:
    """Fill a store and return how long that took."""
    with tempfile.TemporaryDirectory() as name, kg.Store(Path(name) / "s", write=True) as store:
        before = store.add(()) or len(store.data)
        store.add(extractions(20))
        each = (store.counts()["quads"] - before) / 20
    number = max(1, round(quads / each))
    start = time.perf_counter()
    for _ in extractions(number):
        pass
    making = time.perf_counter() - start
    start = time.perf_counter()
    with kg.Store(folder, write=True) as store:
        store.load(extractions(number))
        loaded = time.perf_counter() - start - making
        size = store.size()
        store.publish()
    whole = time.perf_counter() - start - making
    return {"articles": number, "quads": size, "load": loaded, "whole": whole, "memory": _memory()}


def ask(folder: Path) -> dict[str, Any]:
    """Ask a store, and return how long the questions took, in milliseconds."""
    store = kg.Store(folder)
    chance = random.Random(2)  # noqa: S311 - questions, no secret
    relations = [r.name for r in store.relations.values() if r.fits("Company", "Company")]
    hub = store.iris.thing("organization/company-1").value

    def claims(days: int) -> list[str]:
        starts = (date(2020, 1, 1) + timedelta(chance.randrange(DAYS - days)) for _ in range(ROUNDS))
        return [claims_query(chance.choice(relations), start, days) for start in starts]

    asked = {
        "day": claims(1),
        "month": claims(30),
        "neighbours": [NEIGHBOURS_QUERY % hub] * ROUNDS,
        "most": [MOST_QUERY % ("GRAPH graph:statements", hub, hub)] * ROUNDS,
    }
    found: dict[str, Any] = {}
    for name, queries in asked.items():
        ours, theirs, rows = [], [], 0
        for query in queries:  # each once before, and then in turn, so that a busy machine slows both
            store.query(query)
            head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in store.prefixes.items()) + query
            start = time.perf_counter()
            rows += len(store.query(query))
            middle = time.perf_counter()
            answer = store.data.query(head, use_default_graph_as_union=True)
            assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 - both are SELECTs
            list(answer)
            ours.append((middle - start) * 1000)
            theirs.append((time.perf_counter() - middle) * 1000)
        found[name] = {
            "median": statistics.median(ours),
            "p95": sorted(ours)[int(0.95 * len(ours))],
            "ratio": statistics.median(ours) / statistics.median(theirs),
            "rows": rows / len(queries),
        }
    share = store.query(f"SELECT (COUNT(*) AS ?n) {{ ?claim kg:party <{hub}> }}").rows[0][0]
    found["share"] = share / store.counts()["claims"]
    start = time.perf_counter()
    found["values"] = sum(1 for _ in store.claims(relation="acquires", since="2021-03", until="2021-03"))
    found["values_ms"] = (time.perf_counter() - start) * 1000
    found["memory"] = _memory()
    return found


def ask_rdflib(quads: int) -> dict[str, Any]:
    """Ask rdflib's store in memory the same, and return how long that took, in milliseconds."""
    from rdflib import Graph

    with tempfile.TemporaryDirectory() as name:
        fill(Path(name) / "s", quads)
        store = kg.Store(Path(name) / "s")
        lines = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in store.quads())
        graph = Graph().parse(data=lines, format="nt")
        hub = store.iris.thing("organization/company-1").value
        month = claims_query("acquires", date(2020, 1, 1) + timedelta(100), 30)
        found: dict[str, Any] = {"quads": len(graph)}
        for key, query in (("month", month), ("most", MOST_QUERY % ("", hub, hub))):
            start = time.perf_counter()
            theirs = len(list(graph.query(query, initNs=store.prefixes)))
            middle = time.perf_counter()
            assert len(store.query(query)) == theirs  # noqa: S101 - the same number of rows
            found[key] = (middle - start) * 1000, (time.perf_counter() - middle) * 1000
    return found


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Measure, print a table, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=10_000_000, help="how many quads, about")
    parser.add_argument("--rdflib", type=int, default=720_000, help="how many for rdflib; 0 leaves it out")
    parser.add_argument("--folder", type=Path, help="where the store is made, kept and found again; else it goes")
    parser.add_argument("--write", type=Path, help="also write the table to this Markdown file")
    parser.add_argument("--part", choices=["fill", "ask", "rdflib"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "fill": lambda: fill(options.folder, options.quads),
            "ask": lambda: ask(options.folder),
            "rdflib": lambda: ask_rdflib(options.rdflib),
        }
        print(json.dumps(parts[options.part]()))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name) / "store"
        record = folder.parent / f"{folder.name}.json"
        if not folder.exists():
            record.write_text(json.dumps(_part("fill", folder, options)), encoding="utf-8")
        filled = json.loads(record.read_text(encoding="utf-8"))
        asked = _part("ask", folder, options)
        beside = _part("rdflib", folder, options) if options.rdflib else None
    table = _table(filled, asked, beside)
    print(table)
    if options.write:
        options.write.write_text(table + "\n", encoding="utf-8")


def _part(part: str, folder: Path, options: argparse.Namespace) -> Any:
    command = [sys.executable, __file__, "--part", part, "--folder", str(folder)]
    command += ["--quads", str(options.quads), "--rdflib", str(options.rdflib)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _table(filled: dict[str, float], asked: dict[str, Any], beside: dict[str, Any] | None) -> str:
    def line(what: str, key: str, limit: str) -> str:
        part = asked[key]
        times = f"median {part['median']:.1f} ms, p95 {part['p95']:.1f} ms"
        return f"| {what}, {part['rows']:.0f} rows | {times} | {limit} |"

    ratios = ", ".join(f"{asked[key]['ratio']:.2f}" for key in ("day", "month", "neighbours", "most"))
    lines = [
        "| what | figure | limit |",
        "| --- | ---: | ---: |",
        f"| articles, quads | {filled['articles']:,.0f}, {filled['quads']:,.0f} | |",
        f"| loading articles | {filled['quads'] / filled['load']:,.0f} quads/s | ≥ {LIMITS['load']:,.0f} |",
        f"| loading, deriving, publishing | {filled['quads'] / filled['whole']:,.0f} quads/s | |",
        f"| memory of the writer | {filled['memory']:.2f} GB | ≤ {LIMITS['memory']} GB |",
        line("claims with evidence of a relation on a day", "day", f"p95 ≤ {LIMITS['claims']:.0f} ms"),
        line("claims with evidence of a relation in a month", "month", f"p95 ≤ {LIMITS['claims']:.0f} ms"),
        f"| claims that the hub is in | {asked['share']:.1%} | |",
        line("neighbours of the hub, by relation", "neighbours", f"≤ {LIMITS['hub']:.0f} ms"),
        line("neighbours of the hub with most claims", "most", f"≤ {LIMITS['hub']:.0f} ms"),
        f"| kg.Store ÷ pyoxigraph, these four | {ratios} | ≤ {LIMITS['ratio']} |",
        f"| {asked['values']} claims of a relation in a month, as values | {asked['values_ms']:,.0f} ms | |",
        f"| memory of a reader | {asked['memory']:.2f} GB | ≤ {LIMITS['memory']} GB |",
    ]
    if beside:
        lines += [
            f"| rdflib in memory, {beside['quads']:,} triples: {name} | {beside[name][0]:,.0f} ms, "
            f"kg.Store {beside[name][1]:.1f} ms | |"
            for name in ("month", "most")
        ]
    return "\n".join([*lines, "", f"Python {platform.python_version()}, pyoxigraph {ox.__version__}."])


if __name__ == "__main__":
    main()

"""The picture: what it folds, how it groups and where it puts things; other files test_picture test its page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from picture_story import THINGS, claim, extraction, large, plain, story

from kg.errors import OntologyError, QueryError, StoreError
from kg.model import Article, Claim, Extraction
from kg.ontology import load_ontology
from kg.picture import Edge, Extractions, Node, Picture, PictureGraph, arrange, find_communities, picture_graph, view
from kg.picture.graph import stages
from kg.picture.layout import GROUND_SIZE, RIM, _box, _separate, label_lines, node_radius
from kg.picture.packing import CELL, Board, _spiral, boxed, ground
from kg.picture.page import _most_central
from kg.picture.payload import _segments
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence


RELATIONS = load_ontology().relations


def graph_of(extractions: Sequence[Extraction], **limits: Any) -> PictureGraph:
    source = Extractions(extractions)
    return picture_graph(source.claims(), source.article, **limits)


def reports(*rows: tuple[str, str, str, str], sentence: str = "<s|NATO> <t|backs> <o|Norway>.") -> list[Extraction]:
    """Return one-claim articles: id, polarity, certainty, time."""
    made = []
    for number, (name, polarity, certainty, time) in enumerate(rows):
        article = Article(f"{name}#{number}", plain(sentence), published=date(2026, 1, 1 + number))
        fields = {"polarity": polarity, "certainty": certainty, "time": time}
        made.append(extraction(article, [claim(article, sentence, RELATIONS["supports"], THINGS, **fields)]))
    return made


# What is folded


@pytest.mark.parametrize(
    ("rows", "look"),
    [
        ([("a", "positive", "certain", "current")], ("positive", "certain", "current", 1)),
        ([("a", "negative", "certain", "current")], ("negative", "certain", "current", 1)),
        (
            [("a", "positive", "possible", "future"), ("b", "positive", "probable", "current")],
            ("positive", "probable", "current", 2),
        ),
        (
            [("a", "negative", "certain", "past"), ("b", "positive", "probable", "current")],
            ("mixed", "probable", "current", 2),
        ),
        (
            [("a", "negative", "certain", "past"), ("b", "positive", "certain", "current")],
            ("mixed", "certain", "current", 2),
        ),
        (
            [("a", "negative", "possible", "current"), ("b", "negative", "certain", "current")],
            ("negative", "certain", "current", 2),
        ),
    ],
)
def test_edge_looks_as_its_surest_report(
    rows: list[tuple[str, str, str, str]], look: tuple[str, str, str, int]
) -> None:
    (edge,) = graph_of(reports(*rows)).edges
    assert (edge.polarity, edge.certainty, edge.time, edge.articles) == look


def test_stages_count_dated_reports_only() -> None:
    rows = [
        ("a", "positive", "possible", "future"),
        ("b", "negative", "certain", "current"),
        ("c", "positive", "certain", "past"),
    ]
    told = reports(*rows)
    (edge,) = graph_of(told).edges
    days: dict[str, date | None] = {each.article.id: each.article.published for each in told}
    days["c#2"] = None
    assert [(day.isoformat(), at.polarity, at.certainty, at.time, at.articles) for day, at in stages(edge, days)] == [
        ("2026-01-01", "positive", "possible", "future", 1),
        ("2026-01-02", "mixed", "possible", "future", 2),
    ]


def test_nodes_of_the_story() -> None:
    nodes = graph_of(story()).nodes
    assert [(node.name, node.degree, node.articles) for node in nodes[:4]] == [
        ("Osprey Dynamics", 11, 3),
        ("Tidemark Robotics", 11, 6),
        ("Norwegian Ministry of Defence", 5, 1),
        ("NATO", 5, 5),
    ]
    assert nodes[3].aliases == ("North Atlantic Treaty Organization", "the alliance")


def test_commonest_name_and_type_win() -> None:
    named = [("Acme", "Company"), ("Acme", "Company"), ("Acme Works", "Organization")]
    extractions = []
    for number, (name, type_) in enumerate(named):
        article = Article(str(number), f"{name} backs NATO.")
        things = {"NATO": THINGS["NATO"], name: (type_, ())}
        found = claim(article, f"<s|{name}> <t|backs> <o|NATO>.", RELATIONS["supports"], things)
        found = replace(found, subject=replace(found.subject, thing="organization/acme"))
        extractions.append(extraction(article, [found]))
    (acme, _) = sorted(graph_of(extractions).nodes, key=lambda node: node.name)
    assert (acme.id, acme.name, acme.type, acme.aliases) == ("organization/acme", "Acme", "Company", ("Acme Works",))


def test_ends_of_symmetric_statements_fold() -> None:
    met = []
    for name, sentence in (("a", "<s|Norway> <t|met> <o|NATO>."), ("b", "<s|NATO> <t|met> <o|Norway>.")):
        article = Article(name, plain(sentence))
        met.append(extraction(article, [claim(article, sentence, RELATIONS["meets_with"], THINGS)]))
    (edge,) = graph_of(met).edges
    assert (edge.subject, edge.object) == ("Country/norway", "IntergovernmentalOrganization/nato")
    assert (edge.symmetric, edge.articles, len(edge.claims)) == (True, 2, 2)


def test_order_of_claims_does_not_matter() -> None:
    source = Extractions(story())
    claims = list(source.claims())
    expected = picture_graph(claims, source.article)
    assert picture_graph(reversed(claims), source.article) == expected
    assert picture_graph(claims[1::2] + claims[::2], source.article) == expected


def test_statements_of_few_articles_are_left_out() -> None:
    edges = graph_of(story(), min_articles=2).edges
    assert [(edge.relation, edge.articles) for edge in edges] == [("negotiates_with", 4), ("supplies", 2), ("leads", 2)]


# What is asked for


LEADS = ["talks 161", "talks 502", "contract 191", "contract 617", "contract 688", "denial 229", "exercise 29"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        # an article, or a sentence of it by where it starts
        ({}, ["talks", "contract", "lawsuit", "denial", "exercise", "correction"]),
        ({"relation": "leads"}, LEADS),
        ({"certainty": "possible"}, ["contract 113", "lawsuit 197"]),
        ({"since": "2026-03"}, ["denial", "exercise"]),
        ({"until": date(2026, 2, 3)}, ["talks"]),
        ({"since": "2026-02-11", "until": "2026-02-19"}, ["contract", "lawsuit"]),
        ({"since": "2027"}, []),
        ({"around": "pia lindqvist"}, ["lawsuit 252"]),
        ({"around": "Lindqvist", "hops": 2}, ["lawsuit 197", "lawsuit 252"]),
        ({"around": "NATO", "hops": 0}, []),
        ({"around": "the Seal", "relation": "uses"}, ["contract 269", "contract 337"]),
    ],
)
def test_filters(filters: dict[str, Any], expected: list[str]) -> None:
    all_ = [claim for read in story() for claim in read.claims]
    wanted = [claim.id for claim in all_ if {claim.article, f"{claim.article} {claim.evidence.start}"} & {*expected}]
    assert [claim.id for claim in Extractions(story()).claims(**filters)] == wanted
    assert bool(wanted) == bool(expected)


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"around": "Tidemarc"}, QueryError, r"nothing .* is called 'Tidemarc'; did you mean 'tidemark'\?"),
        ({"relation": "aquires"}, OntologyError, "did you mean 'acquires'"),
        ({"since": "2026-03", "until": "2026-02"}, QueryError, "since '2026-03' is later than until '2026-02'"),
        ({"since": "last week"}, QueryError, "'last week' is no date; write 2026-03-31, 2026-03 or 2026"),
        ({"until": "2026-13"}, QueryError, "'2026-13' is no date"),
        ({"certainty": "sure"}, QueryError, "unknown certainty 'sure'; known: certain, probable, possible"),
    ],
)
def test_filters_that_cannot_be_met(filters: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        view(story(), **filters)


def test_extractions_know_the_relations_of_the_ontology_and_their_own() -> None:
    source = Extractions(story())
    with pytest.raises(QueryError, match="unknown relation 'aquires'; did you mean 'acquires'"):
        list(source.claims(relation="aquires"))
    assert list(source.claims(relation="merges_with")) == []
    with pytest.raises(QueryError, match="unknown relation 'merges_with'"):
        list(Extractions(story(), ["mentors"]).claims(relation="merges_with"))
    assert list(Extractions(story(), ["mentors"]).claims(relation="mentors")) == []
    assert len(list(Extractions(story(), ["mentors"]).claims(relation="leads"))) == 7


def test_claims_in_place_of_extractions_are_told() -> None:
    with pytest.raises(TypeError, match=r"a Claim is no extraction; a picture .* store or of what kg\.extract"):
        view(list(Extractions(story()).claims()))  # type: ignore[arg-type]  # what is tested


# The words that are marked


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        (
            "<s|NATO> is <c|not> <t|backing> <o|Norway>.",
            [
                ("NATO", "s"),
                (" is ", ""),
                ("not", "c"),
                (" ", ""),
                ("backing", "t"),
                (" ", ""),
                ("Norway", "o"),
                (".", ""),
            ],
        ),
        (
            "🚀 <s|NATO> <t|backs> <o|Norway>",
            [("🚀 ", ""), ("NATO", "s"), (" ", ""), ("backs", "t"), (" ", ""), ("Norway", "o")],
        ),
    ],
)
def test_marked_words(sentence: str, pieces: list[tuple[str, str]]) -> None:
    assert _segments(claim_of(sentence), swapped=False) == pieces


def test_marked_words_overlap_and_swap() -> None:
    found = claim_of("<s|NATO> <t|backs> <o|Norway>.")
    article = Article("a", plain("NATO backs Norway."))
    found = replace(found, cue_spans=(article.span(0, 10),), trigger_spans=(article.span(5, 17),))
    assert _segments(found, swapped=True) == [
        ("NATO", "co"),
        (" ", "c"),
        ("backs", "ct"),
        (" ", "t"),
        ("Norway", "st"),
        (".", ""),
    ]


def claim_of(sentence: str) -> Claim:
    article = Article("a", plain(sentence))
    return claim(article, sentence, RELATIONS["supports"], THINGS)


# What belongs together


def drawn(lines: str) -> PictureGraph:
    """Return the graph of lines written as "ab bc": a thing is a letter."""
    letters = sorted(set(lines) - {" "})
    degree = {letter: sum(letter in pair for pair in lines.split()) for letter in letters}
    pairs = [(line[0], line[1]) for line in lines.split()]
    nodes = [Node(letter, letter.upper(), "Company", (), 1, degree[letter]) for letter in letters]
    look: Any = ("positive", "certain", "current", None, None, 1, ())
    return PictureGraph(tuple(nodes), tuple(Edge(a, "owns", b, False, *look) for a, b in pairs), ())


@pytest.mark.parametrize(
    ("lines", "of", "centres"),
    [
        ("", (), ()),
        ("ab", (0, 0), (0,)),
        ("ab cd", (0, 0, 1, 1), (0, 2)),
        ("ab bc ac cd de ef df", (0, 0, 0, 1, 1, 1), (2, 3)),
        ("ab ac ad ae fg fh", (0, 0, 0, 0, 0, 1, 1, 1), (0, 5)),
    ],
)
def test_communities(lines: str, of: tuple[int, ...], centres: tuple[int, ...]) -> None:
    found = find_communities(drawn(lines))
    assert (found.of, found.centres) == (of, centres)


def test_ranks_add_up_and_order_the_nodes() -> None:
    found = find_communities(drawn("ab ac ad ae ef"))
    assert sum(found.ranks) == pytest.approx(1)
    assert found.by_rank() == (0, 4, 5, 1, 2, 3)


@pytest.mark.parametrize(
    ("lines", "top", "kept"),
    [
        ("ab ac ad ae ef", 3, [0, 4, 5]),
        ("ab ac ad ae ef", 2, [0, 4]),
        ("ab ac ad xy", 4, [0, 1, 2, 3]),
        ("ab ac ad xy", 6, [0, 1, 2, 3, 4, 5]),
        ("ab ac ad xy", 1, []),
    ],
)
def test_most_central_things_are_tied_to_each_other(lines: str, top: int, kept: list[int]) -> None:
    graph = drawn(lines)
    assert _most_central(graph, find_communities(graph), top) == kept


def test_large_pictures_are_the_same_each_time() -> None:
    once = view(large(900, 1500), top=60).html
    assert view(large(900, 1500), top=60).html == once


def test_large_places_are_apart_and_communities_by_themselves() -> None:
    graph = graph_of(large(900, 1500))
    groups = find_communities(graph).of
    places = np.array(arrange(graph, groups).places, dtype=float)
    away = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    radii = np.array([node_radius(node) for node in graph.nodes])
    touching = np.argwhere(np.triu(away < radii[:, None] + radii[None], 1))
    assert len(touching) <= 3  # of 400,000 pairs
    own = np.array(groups)
    discs = [(own == group).nonzero()[0] for group in range(max(groups) + 1)]
    middles = np.array([(places[disc].min(axis=0) + places[disc].max(axis=0)) / 2 for disc in discs])
    nearest = np.hypot(*(places[:, None] - middles[None]).transpose(2, 0, 1)).argmin(axis=1)
    assert (nearest == own).mean() > 0.9


def test_negative_top_is_refused() -> None:
    with pytest.raises(ValueError, match="top is -1; write how many things"):
        view(story(), top=-1)


# Where things stand


def test_names_do_not_overlap() -> None:
    graph = graph_of(story())
    boxes = [
        (x + box[0], y + box[1], x + box[2], y + box[3])
        for node, (x, y) in zip(graph.nodes, arrange(graph).places, strict=True)
        for box in [_box(node, node_radius(node))]
    ]
    slack = 2  # places are whole pixels
    overlaps = [
        (graph.nodes[i].name, graph.nodes[j].name)
        for i, a in enumerate(boxes)
        for j, b in enumerate(boxes[:i])
        if min(a[2], b[2]) - max(a[0], b[0]) > slack and min(a[3], b[3]) - max(a[1], b[1]) > slack
    ]
    assert overlaps == []


@pytest.mark.parametrize("told", [story(), large(100, 160), large(140, 90)], ids=["story", "tied", "in pieces"])
def test_no_ground_lies_over_another(told: tuple[Extraction, ...]) -> None:
    graph = graph_of(told)
    groups = find_communities(graph).of
    places, of = np.array(arrange(graph, groups).places, dtype=float), np.array(groups)
    taken = [
        (group, cell)
        for group in sorted(set(groups))
        if (of == group).sum() >= GROUND_SIZE
        for cell in map(tuple, ground(places[of == group], RIM).tolist())
    ]
    assert len({group for group, _ in taken}) >= 3
    assert len({cell for _, cell in taken}) == len(taken)


@pytest.mark.parametrize(
    ("points", "cells"),
    [
        ([(6, 6)], [(0, 0)]),
        ([(6, 6), (42, 6)], [(0, 0), (1, 0), (2, 0), (3, 0)]),
        ([(6, 6), (30, 6), (6, 30)], [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0)]),
    ],
)
def test_ground_is_what_lies_between_points(points: list[tuple[float, float]], cells: list[tuple[int, int]]) -> None:
    assert [tuple(cell) for cell in ground(np.array(points, dtype=float), 1.0).tolist()] == cells


def test_board_puts_shapes_side_by_side() -> None:
    board = Board()
    square = boxed(np.array([[0.0, 0.0, 2 * CELL, 2 * CELL]]))
    assert square.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    shifts = [tuple(board.put(square).tolist()) for _ in range(6)]
    taken = {(x + dx, y + dy) for dx, dy in shifts for x, y in square.tolist()}
    assert shifts[0] == (0, 0)
    assert len(taken) == 6 * 4
    assert board.put(square, np.array([40, 0])).tolist() == [40, 0]


def test_board_takes_the_first_free_spot_of_its_spiral() -> None:
    board, taken, random = Board(), set[tuple[int, int]](), np.random.default_rng(3)
    for _ in range(12):
        corners = np.sort(random.uniform(-300, 300, size=(3, 2, 2)), axis=1).reshape(3, 4)
        cells, near = boxed(corners), random.integers(-30, 30, size=2)
        free = (
            shift
            for shift in (_spiral() + near if taken else [near])
            if taken.isdisjoint(map(tuple, (cells + shift).tolist()))
        )
        shift = board.put(cells, near)
        assert shift.tolist() == next(free).tolist()
        taken |= set(map(tuple, (cells + shift).tolist()))


@pytest.mark.parametrize("told", [story(), large(100, 160)], ids=["story", "tied"])
def test_starts_are_placed_beside_each_other_as_each_alone(told: tuple[Extraction, ...]) -> None:
    graph = graph_of(told)
    boxes = np.array([_box(node, node_radius(node)) for node in graph.nodes])
    index = {node.id: i for i, node in enumerate(graph.nodes)}
    ends = np.array(sorted({tuple(sorted((index[edge.subject], index[edge.object]))) for edge in graph.edges}))
    starts = np.random.default_rng(3).uniform(-300, 300, size=(4, len(boxes), 2))
    together = _separate(starts, boxes, ends, np.full(len(ends), 90.0))
    for start, places in zip(starts, together, strict=True):
        alone = _separate(start[None], boxes, ends, np.full(len(ends), 90.0))[0]
        assert np.abs(alone - places).max() < 1e-3


def test_parallel_lines_part() -> None:
    graph = graph_of(story())
    bends = arrange(graph).bends
    ends = {"Company/osprey-dynamics", "Company/tidemark-robotics"}
    between = [
        bend if edge.subject < edge.object else -bend
        for edge, bend in zip(graph.edges, bends, strict=True)
        if {edge.subject, edge.object} == ends
    ]
    assert len(between) == 3
    assert sorted({round(b - a, 2) for a, b in zip(sorted(between), sorted(between)[1:], strict=False)}) == [0.17]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("NATO", ("NATO",)),
        ("Norwegian Ministry of Defence", ("Norwegian Ministry", "of Defence")),
        ("a\u202eb\nc", ("a b c",)),
        ("Llanfairpwllgwyngyllgogerychwyrn", ("Llanfairpwllgwyngyllgogery"[:25] + "…",)),
    ],
)
def test_label_lines(name: str, lines: tuple[str, ...]) -> None:
    assert label_lines(name) == lines


# The page


def test_store_gives_the_picture_that_its_extractions_give(tmp_path: Path) -> None:
    with Store(tmp_path / "store", write=True) as store:
        store.add(story())
        assert view(store).html == view(story()).html
        assert view(store, around="Lindqvist", hops=2).html == view(story(), around="Lindqvist", hops=2).html


def test_same_claims_give_the_same_bytes() -> None:
    assert view(story()).html == view(reversed(story())).html


def test_page_asks_nobody_and_runs_only_its_own_scripts(tmp_path: Path) -> None:
    picture = view(story(), title="A <b>story</b>")
    saved = picture.save(tmp_path / "graph.html").read_text(encoding="utf-8")
    assert saved == picture.html
    assert "<link" not in saved
    assert "cdn." not in saved
    assert "<script src" not in saved
    assert "default-src &#39;none&#39;" in saved
    assert "<title>A &lt;b&gt;story&lt;/b&gt;</title>" in saved


BROWSER = "write a .html file and open it in a browser, which saves it as SVG or PNG and prints it"


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("graph.pdf", BROWSER),
        ("graph.PNG", BROWSER),
        ("graph.ttl", "`kg export -o` writes ttl; give the page a name in .html"),
        ("graph.csv", "`kg export -o` writes csv; give the page a name in .html"),
        ("graph.html.docx", "give it a name in .html"),
    ],
)
def test_a_page_has_no_name_of_another_format(tmp_path: Path, name: str, cure: str) -> None:
    path, form = tmp_path / name, name.rpartition(".")[2].lower()
    message = f"{str(path)!r} would hold a page of HTML, no {form}; {cure}"
    with pytest.raises(StoreError, match=f"^{re.escape(message)}$"):
        view(story()).save(path)
    assert not path.exists()


@pytest.mark.parametrize("name", ["graph.html", "graph.HTM", "graph", "graph.v2", "pdf", "-"])
def test_a_page_may_have_any_other_name(name: str) -> None:
    assert Picture.check(name) == Path(name)


def test_picture_shows_itself_in_a_notebook() -> None:
    shown = view(story())._repr_html_()
    assert shown.startswith('<iframe title="What the articles say" srcdoc="&lt;!doctype html&gt;')
    assert "allow-same-origin" not in shown


def test_a_notebook_file_changes_no_line_of_the_page() -> None:
    """Such files keep a text by Python's lines, and VS Code ends each with a line feed when it reads them."""
    first, *others = story()
    odd = replace(first, article=replace(first.article, title="One\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029two"))
    for picture in (view([odd, *others]), view(large(200, 300))):
        shown = picture._repr_html_()
        assert shown.splitlines() == shown.split("\n")


def test_one_extraction_is_a_picture_too() -> None:
    assert view(story()[0]).html == view(story()[:1]).html

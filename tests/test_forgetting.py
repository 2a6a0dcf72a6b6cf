"""Forgetting: nothing names what was forgotten, in the graph or beside it, and no build brings it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal
from store_story import ARTICLES, TYPES, FakeExtractor, article, extraction

from kg.building import BuildReport, build
from kg.documents import CACHE_FILE, DocumentCache
from kg.errors import QueryError
from kg.model import Article, Entity, Extraction, Mention
from kg.rdf import Activity, Iris, extraction_quads
from kg.store import Decision, Store
from kg.store.forgetting import without
from kg.store.shapes import shape_faults

SOURCE = article(
    "v",
    "Mara Voss leads Quillon Energy.\nMara Voss met NATO.\nBrightwater has bought Quillon Energy, say friends of "
    "mara voss and Mara Vossberg.",
    title="What Mara Voss plans",
    url="https://news.example/2026/mara-voss-plans",
    publisher="Example Times",
)
MASK = "□" * len("Mara Voss")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "s", write=True)
    build(store, [SOURCE, *ARTICLES], extractor=FakeExtractor())
    return store


def texts(store: Store) -> list[str]:
    return [quad.object.value for quad in store.quads() if isinstance(quad.object, Literal)]


def test_claims_text_and_names_go_and_the_rest_stays(store: Store) -> None:
    before = store.digests()
    assert store.forget("Mara Voss") == ("a1", "news/a3", "v")
    assert not [text for text in texts(store) if "mara voss" in text.lower().replace("mara vossberg", "")]
    assert not [quad for quad in store.quads() if "mara-voss" in str(quad.subject) + str(quad.object)]
    with pytest.raises(QueryError, match="nothing in the store is called 'Mara Voss'"):
        store.entity("Mara Voss")
    assert [(c.relation.name, c.article) for c in store.claims()] == [
        *[("negotiates_with", "a1"), ("acquires", "a2"), ("based_in", "a2"), ("acquires", "a4")],
        *[("negotiates_with", "a4"), ("supplies", "a5"), ("acquires", "news/a3"), ("acquires", "v")],
    ]
    (claim,) = store.claims(article="v")
    assert claim.evidence.text == f"Brightwater has bought Quillon Energy, say friends of {MASK} and Mara Vossberg."
    assert (claim.evidence.start, claim.id) == (52, extraction(SOURCE).claims[2].id)
    kept = store.article("v")
    assert (kept.text, kept.title, kept.url, kept.publisher) == ("", f"What {MASK} plans", None, "Example Times")
    assert store.article("a4").text == ARTICLES[3].text
    assert {id_: state[:2] for id_, state in store.digests().items()} == {id_: s[:2] for id_, s in before.items()}
    assert [m.span.text for m in store.extraction("v").mentions][:2] == [MASK, "Quillon Energy"]
    assert shape_faults(store.quads()) == ()


@pytest.mark.parametrize(
    "source",
    [
        article("t", "Brightwater has bought Quillon Energy, say friends of Zoë\nO’Dell-Vossa."),
        article("t", "Brightwater has bought Quillon Energy, say friends of Zoë O'Dell-Vossa."),
        article("t", "Brightwater has bought Quillon Energy, say friends of zoe\u0308  o‘dell-vossa."),
        article("t", "Brightwater has bought Quillon Energy.", url="https://news.example/2026/zoe-odell-vossa-sells"),
        article("t", "Brightwater has bought Quillon Energy.", url="https://news.example/Zo%C3%AB_O%27Dell-Vossa"),
    ],
)
def test_a_name_goes_however_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: Article) -> None:
    name = "Zoë O’Dell-Vossa"
    monkeypatch.setitem(TYPES, name, "Person")
    about = article("about", f"{name} leads Quillon Energy.", url="https://news.example/220-a-100")
    other = f" {name} met NATO." if source.url else ""
    read = extraction(Article(source.id, source.text + other, url=source.url))
    with Store(tmp_path / "s", write=True) as store:
        store.add([extraction(about), read])
        assert store.forget("Zoë O'Dell-Vossa") == ("about", "t")
        assert not [text for text in texts(store) if "vossa" in text.lower()]
        assert store.article("about").url == "https://news.example/220-a-100"


def test_no_build_brings_it_back(store: Store) -> None:
    store.forget("Mara Voss")
    after = sorted(map(str, store.quads()))
    assert build(store, [SOURCE, *ARTICLES], extractor=FakeExtractor()) == BuildReport(unchanged=6)
    assert build(store, [SOURCE, *ARTICLES], extractor=FakeExtractor("fake 2")) == BuildReport(replaced=6)
    assert build(store, [SOURCE, *ARTICLES], extractor=FakeExtractor()) == BuildReport(replaced=6)
    assert sorted(map(str, store.quads())) == after
    build(store, [article("new", "Mara Voss leads NATO.")], extractor=FakeExtractor())
    assert list(store.claims(article="new")) == []
    assert not [text for text in texts(store) if "Mara Voss " in text]


def test_nothing_of_it_is_left_on_disk(tmp_path: Path) -> None:
    source = article("v", "Mara Voss leads NATO.\n" + "Zyxwvut is a word. " * 50)
    cache = tmp_path / "s" / CACHE_FILE
    with Store(tmp_path / "s", write=True) as store:
        build(store, [source, *ARTICLES], extractor=FakeExtractor())
        with DocumentCache(cache) as documents:
            documents.put(source.text, "k", source.text.encode())
            documents.put(ARTICLES[3].text, "k", b"other")
    held = b"".join(path.read_bytes() for path in (tmp_path / "s").rglob("*") if path.is_file())
    assert b"Zyxwvut" in held
    with Store(tmp_path / "s", write=True) as store:
        store.forget("Mara Voss")
    files = [path for path in (tmp_path / "s").rglob("*") if path.is_file()]
    assert [path for path in files if b"Zyxwvut" in path.read_bytes() or b"Mara Voss" in path.read_bytes()] == []
    with DocumentCache(cache) as documents:
        assert documents.get(source.text, "k") is None
        assert documents.get(ARTICLES[3].text, "k") == b"other"


def test_decisions_about_it_go(store: Store) -> None:
    store.decide(
        [Decision("person/mara-voss", thing="person/m-voss", by="someone"), Decision("place/norway", link="urn:n")]
    )
    assert store.entity("Mara Voss").thing == "person/m-voss"
    store.forget("Mara Voss")
    decisions = store.query("SELECT ?about { ?d kg:about ?about }")
    assert decisions.rows == [("https://kg.example/entity/place/norway",)]


def test_of_several_things_of_one_name_an_id_is_wanted(store: Store) -> None:
    store.add([extraction(article("x", "NATO met Norway."))])
    store.counts()  # brings up to date what follows
    store.update(
        "INSERT DATA { GRAPH graph:entities { <https://kg.example/entity/place/norway> skos:altLabel 'NATO' } }"
    )
    with pytest.raises(
        QueryError, match="2 things are called 'NATO'; give the id of one: organization/nato, place/norway"
    ):
        store.forget("NATO")
    assert "x" in store.forget("organization/nato")


@pytest.mark.parametrize(
    ("others", "stay"),
    [
        (("people familiar",), True),
        (("people familiar", "organization/corverex"), False),
        (("people at Corverex",), False),
    ],
)
def test_a_name_within_another_thing_s_id_leaves_the_article_readable(
    store: Store, others: tuple[str, ...], stay: bool
) -> None:
    text = "Quillon Energy negotiates with NATO, people familiar, Corverex and the Corverex Foundation said."
    read = extraction(article("x", text))
    entities = {}
    for id_, name in (("corverex", "Corverex"), ("corverex-foundation", "Corverex Foundation")):
        start = text.rindex(name)
        mention = Mention(read.article.span(start, start + len(name)), "Organization", "named")
        entities[f"organization/{id_}"] = Entity(f"organization/{id_}", name, "Organization", (name,), (mention,))
    sources = (*(entities.get(other, other) for other in others), entities["organization/corverex-foundation"])
    mentions = tuple(mention for entity in entities.values() for mention in entity.mentions)
    store.add(
        [
            Extraction(
                read.article,
                tuple(sorted({*read.mentions, *mentions}, key=lambda mention: mention.span.start)),
                (*read.entities, *entities.values()),
                (replace(read.claims[0], attributed_to=sources),),
            )
        ]
    )
    assert store.extraction("x").claims[0].sources == tuple(getattr(source, "name", source) for source in sources)
    assert "x" in store.forget("organization/corverex")
    assert [claim.sources for claim in store.extraction("x").claims] == (
        [("people familiar", "\u25a1\u25a1\u25a1\u25a1\u25a1\u25a1\u25a1\u25a1 Foundation")] if stay else []
    )
    orders = store.query("SELECT ?o { GRAPH article:x { ?c kg:attribution_order ?o } }").rows
    assert orders == ([('["people familiar",{"entity":"organization/corverex-foundation"}]',)] if stay else [])


@pytest.mark.parametrize(
    ("name", "path", "stays"),
    [
        ("Mara Voss", "2026/mara-voss-plans", False),
        ("Mara Voss", "2026/Mara+Voss_plans.html", False),
        ("Mara Voss", "?who=mara%20voss", False),
        ("Studio 20", "studio-20-closes", False),
        ("Area 2", "area2%2Farea%202", False),
        ("Zo\u00eb M\u00fcnz", "zo%C3%AB-m%C3%BCnz", False),
        ("Zo\u00eb M\u00fcnz", "zoe-munz-resigns", False),
        ("Jean-Luc O'Harra", "jean-luc-oharra", False),
        ("Jean-Luc O'Harra", "jean_luc_o%27harra", False),
        ("Mara Voss", "2026/mara-vossberg", True),
        ("Mara Voss", "tamara-voss", True),
        ("Studio 20", "studio-200", True),
        ("Studio 20", "studio/2026", True),
    ],
)
def test_an_address_that_names_it_goes(name: str, path: str, stays: bool) -> None:
    url = f"https://news.example/{path}"
    quads = extraction_quads(extraction(article("x", "NATO met Norway.", url=url)), activity=Activity("t"))
    assert (url in [str(getattr(quad.object, "value", "")) for quad in without(quads, [], [name])]) == stays


def test_evidence_that_another_claim_has_too_stays() -> None:
    read = extraction(article("x", "Mara Voss met NATO. Brightwater has bought Quillon Energy."))
    iris = Iris()
    quads = extraction_quads(read, activity=Activity("t"))
    kept = without(quads, [iris.entity_as_read("x", "person/mara-voss").value])
    exact = [quad.object.value for quad in kept if "&quote" in str(quad.subject) and isinstance(quad.object, Literal)]
    assert exact == [f"{MASK} met NATO. Brightwater has bought Quillon Energy."]
    gone = without(quads, [iris.entity_as_read("x", f"organization/{name}").value for name in ("nato", "brightwater")])
    assert not [quad for quad in gone if "#char=" in str(quad.subject)]


def test_data_written_anew_are_whole_or_the_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with Store(path, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        before = sorted(map(str, store.quads()))
        store.compact()
        assert sorted(map(str, store.quads())) == before
    (path / "data").rename(path / ".old")  # killed between the two moves
    (path / ".old").rename(path / ".data")
    (path / ".old").mkdir()
    with Store(path, write=True) as store:
        assert sorted(map(str, store.quads())) == before
    (path / ".data").mkdir()  # killed while it was written
    with Store(path, write=True) as store:
        assert sorted(map(str, store.quads())) == before
    assert sorted(entry.name for entry in path.iterdir() if entry.name.startswith(".")) == []

"""An article is written again just where something else was read in it, whatever happened to the store before."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import NamedNode
from store_story import ARTICLES, FakeExtractor, article, extraction, lines

import kg
from kg.building import BuildReport, build
from kg.model import Article, Claim, Entity, Extraction, Mention
from kg.store import Store
from kg.store.readings import READINGS_FILE, Readings, reading_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

A, B = NamedNode("urn:a"), NamedNode("urn:b")
WHOLE = extraction(ARTICLES[0])


def read(folder: Path, digest: str, articles: Iterable[Article] = ARTICLES, text: bool = True) -> BuildReport:
    with Store(folder, write=True) as store:
        return build(store, articles, extractor=FakeExtractor(digest), text=text)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The IRIs of the articles that are written in place of what was there."""
    found: list[str] = []
    put: Callable[..., None] = Store._put

    def watched(store: Store, article: NamedNode, *quads: Any) -> None:
        found.append(article.value.removeprefix("https://kg.example/article/"))
        put(store, article, *quads)

    monkeypatch.setattr(Store, "_put", watched)
    return found


def by_hand(folder: Path) -> None:
    with Store(folder, write=True) as store:
        store.update("DELETE { GRAPH ?g { ?c kg:polarity ?p } } WHERE { GRAPH ?g { ?c kg:polarity ?p } }")


def without_text(folder: Path) -> None:
    read(folder, "fake 1", text=False)


def imported(folder: Path) -> None:
    with Store(folder.parent / "other", write=True) as other:
        build(other, [article("a1", "NATO met Norway.")], extractor=FakeExtractor())
        kg.export(other, folder.parent / "graph.nq")
    with Store(folder, write=True) as store:
        kg.import_graph(store, folder.parent / "graph.nq")


def killed(folder: Path) -> None:
    store = Store(folder, write=True)
    store.add([extraction(article("a1", "NATO met Norway."))], activity=kg.rdf.Activity("fake 1"))
    store._readings._waiting.clear()  # what a killed writer had not put on the disk
    store._abandon()


def removed_and_back(folder: Path) -> None:
    with Store(folder, write=True) as store:
        store.remove("a1")
        store.add([extraction(article("a1", "NATO met Norway."))], activity=kg.rdf.Activity("fake 1"))


def lost(folder: Path) -> None:
    (folder / READINGS_FILE).unlink()


def damaged(folder: Path) -> None:
    (folder / READINGS_FILE).write_bytes(b"rubbish" * 1000)


def nothing(folder: Path) -> None:
    assert (folder / READINGS_FILE).exists()


ALL = ["a1", "a2", "news%2Fa3", "a4", "a5"]


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (nothing, []),
        (by_hand, ALL),
        (without_text, ALL),
        (imported, ALL),
        (killed, ["a1"]),
        (removed_and_back, ["a1"]),
        (lost, ALL),
        (damaged, ALL),
    ],
)
def test_another_reader_writes_what_is_not_as_it_reads_it(
    tmp_path: Path, written: list[str], happens: Callable[[Path], None], expected: list[str]
) -> None:
    read(tmp_path / "s", "fake 1")
    happens(tmp_path / "s")
    written.clear()
    assert read(tmp_path / "s", "fake 2") == BuildReport(replaced=5)
    assert written == expected
    read(tmp_path / "fresh", "fake 2")
    with Store(tmp_path / "s") as store, Store(tmp_path / "fresh") as fresh:
        assert lines(store) == lines(fresh)
    written.clear()
    assert read(tmp_path / "s", "fake 3") == BuildReport(replaced=5)
    assert written == []


def test_a_policy_that_asks_who_read_has_all_written(tmp_path: Path, written: list[str]) -> None:
    read(tmp_path / "s", "fake 1")
    with Store(tmp_path / "s", write=True) as store:
        policy = (
            "CONSTRUCT { ?subject ?relation ?object } WHERE { ?c rdf:subject ?subject ; rdf:predicate ?relation ; "
            "rdf:object ?object ; prov:wasGeneratedBy/rdfs:label 'fake 2' }"
        )
        store.derive(policy)
        assert store.query("ASK { ?x kg:leads ?y }").boolean is False
    written.clear()
    read(tmp_path / "s", "fake 2")
    assert written == ALL
    with Store(tmp_path / "s") as store:
        assert store.query("ASK { ?x kg:leads ?y }").boolean is True


def test_hashes_come_back_for_the_activity_that_they_were_kept_for(tmp_path: Path) -> None:
    path = tmp_path / "readings.sqlite"
    for _ in range(2):
        readings = Readings(path)
        readings.keep(A, A, b"1")
        readings.keep(A, B, b"2")
        readings.keep(B, B, b"3")
        assert [readings.get(A, A), readings.get(A, B), readings.get(B, B)] == [None, b"2", b"3"]
        readings.close()
        readings.close()
        readings = Readings(path)
        assert [readings.get(A, A), readings.get(A, B), readings.get(B, B)] == [None, b"2", b"3"]
        readings.drop([A])
        assert [readings.get(A, B), readings.get(B, B)] == [None, b"3"]
        readings.keep(A, A, b"4")
        readings.drop()
        assert [readings.get(A, A), readings.get(B, B)] == [None, None]
        readings.close()


def test_without_a_file_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for readings in (Readings(None), Readings(tmp_path / "folder")):
        readings.keep(A, A, b"1")
        assert readings.get(A, A) is None
        readings.drop()
        readings.close()


def test_a_file_that_cannot_be_changed_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "readings.sqlite"
    readings = Readings(path)
    readings.keep(A, A, b"1")
    readings.flush()
    assert readings._base is not None
    readings._base.execute("PRAGMA query_only = ON")
    readings.drop([A])
    assert not path.exists()
    assert readings.get(A, A) is None


VALUES: tuple[type, ...] = (Article, Mention, Entity, Claim)


@pytest.mark.parametrize(("value", "name"), [(value, field.name) for value in VALUES for field in fields(value)])
def test_every_value_counts(value: type, name: str) -> None:
    def changed(old: Any) -> Any:
        if type(old) is not value:
            return old
        new = object.__new__(value)  # the values' own checks would want others changed too
        for field in fields(value):
            object.__setattr__(new, field.name, getattr(old, field.name))
        object.__setattr__(new, name, (getattr(old, name), "another"))
        return new

    others = [tuple(map(changed, many)) for many in (WHOLE.mentions, WHOLE.entities, WHOLE.claims)]
    other = Extraction(changed(WHOLE.article), *others)
    digests = {reading_digest(one, text=text) for one in (WHOLE, other) for text in (True, False)}
    assert len(digests) == 4
    assert reading_digest(extraction(ARTICLES[0]), text=True) in digests

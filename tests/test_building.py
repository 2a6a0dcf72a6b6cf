"""Building: incremental, all or nothing an article, and the same quads whatever happened on the way."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from store_story import ARTICLES, FakeExtractor, article, extraction

import kg
from kg.building import BuildReport, build
from kg.errors import ArticleError
from kg.store import Store

if TYPE_CHECKING:
    from kg.model import Article, Extraction

ROOT = Path(__file__).parent.parent


def lines(folder: Path) -> list[str]:
    with Store(folder) as store:
        return sorted(map(str, store.quads()))


def run(folder: Path, articles: Iterable[Article], extractor: FakeExtractor | None = None) -> BuildReport:
    with Store(folder, write=True) as store:
        return build(store, articles, extractor=extractor or FakeExtractor())


def test_built_twice_leaves_the_same_quads_and_reads_nothing_again(tmp_path: Path) -> None:
    extractor = FakeExtractor()
    assert run(tmp_path / "s", ARTICLES, extractor) == BuildReport(added=5)
    before = lines(tmp_path / "s")
    assert run(tmp_path / "s", ARTICLES, extractor) == BuildReport(unchanged=5)
    assert lines(tmp_path / "s") == before
    assert extractor.read == [source.id for source in ARTICLES]


READ_FILES = "kg.read(paths) reads files, and kg.Article(id, text) makes an article of a text"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("news", f"'news': is given where an article is wanted; {READ_FILES}"),
        (Path("news"), f"'news': is given where an article is wanted; {READ_FILES}"),
        ([Path("news/a.txt")], f"'news/a.txt': is given where an article is wanted; {READ_FILES}"),
        ([extraction(ARTICLES[0])], f"Extraction: is given where an article is wanted; {READ_FILES}"),
        (ARTICLES[0], "a1: one article is given where several are wanted; put it into a list"),
    ],
)
def test_what_is_no_article_is_told(tmp_path: Path, given: Any, message: str) -> None:
    with Store(tmp_path / "s", write=True) as store, pytest.raises(ArticleError, match=f"^{re.escape(message)}$"):
        build(store, given, extractor=FakeExtractor())
    with pytest.raises(ArticleError, match=f"^{re.escape(message)}$"):
        next(iter(kg.extract(given)))


def test_the_order_of_articles_does_not_matter(tmp_path: Path) -> None:
    run(tmp_path / "one", ARTICLES)
    for source in random.Random(1).sample(ARTICLES, len(ARTICLES)):  # noqa: S311 - a shuffle, no secret
        run(tmp_path / "two", [source])
    assert lines(tmp_path / "one") == lines(tmp_path / "two")


@pytest.mark.parametrize(
    "change", [{"text": "NATO met Norway."}, {"title": "Other"}, {"publisher": "Other"}, {"published": None}]
)
def test_a_changed_article_is_read_again(tmp_path: Path, change: dict[str, Any]) -> None:
    run(tmp_path / "s", ARTICLES)
    changed = replace(ARTICLES[0], **change)
    assert run(tmp_path / "s", [changed, *ARTICLES[1:]]) == BuildReport(replaced=1, unchanged=4)
    run(tmp_path / "fresh", [changed, *ARTICLES[1:]])
    assert lines(tmp_path / "s") == lines(tmp_path / "fresh")


def test_another_model_or_ontology_reads_all_again(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix kg: <https://kg.example/ontology/> . @prefix schema: <https://schema.org/> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'kg:scorns a kg:Relation ; rdfs:label "scorns" ; schema:domainIncludes kg:Person ; '
        'schema:rangeIncludes kg:Person ; kg:phrase "{subject} scorns {object}" .\n'
    )
    run(tmp_path / "s", ARTICLES)
    assert run(tmp_path / "s", ARTICLES, FakeExtractor("fake 2")) == BuildReport(replaced=5)
    extended = FakeExtractor("fake 3", kg.load_ontology(add=[own]))
    assert run(tmp_path / "s", ARTICLES, extended) == BuildReport(replaced=5)
    run(tmp_path / "fresh", ARTICLES, FakeExtractor("fake 3", kg.load_ontology(add=[own])))
    assert lines(tmp_path / "s") == lines(tmp_path / "fresh")
    with Store(tmp_path / "s") as store:
        assert store.relations == dict(kg.load_ontology(add=[own]).relations)
        assert store.query("SELECT ?l { ?a a prov:Activity ; rdfs:label ?l }").rows == [("fake 3",)]


def test_text_kept_or_not_is_a_change(tmp_path: Path) -> None:
    with Store(tmp_path / "s", write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
        assert build(store, ARTICLES, extractor=FakeExtractor(), text=False) == BuildReport(replaced=5)
        assert build(store, ARTICLES, extractor=FakeExtractor(), text=False) == BuildReport(unchanged=5)
        assert store.article("a1").text == ""


def test_two_texts_under_one_id_leave_the_second_out_by_name(tmp_path: Path) -> None:
    told: list[ArticleError] = []
    done: list[str] = []
    with Store(tmp_path / "s", write=True) as store:
        report = build(
            store,
            [ARTICLES[0], ARTICLES[0], article("a1", "NATO met Norway.")],
            extractor=FakeExtractor(),
            on_error=told.append,
            progress=lambda source: done.append(source.id),
        )
        assert store.article("a1") == ARTICLES[0]
    assert (report.added, report.unchanged, report.failed) == (1, 1, tuple(told))
    assert sorted(done) == ["a1", "a1"]
    assert [str(error) for error in told] == [
        "a1: another article of this run has the same id and not the same text; give one another id"
    ]


class Choosy(FakeExtractor):
    """Reads in batches, and fails at articles that hold a word."""

    def extract(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yield one extraction an article, three articles at a time."""
        batch: list[Article] = []
        for source in articles:
            if "unreadable" in source.text:
                raise ArticleError(source.id, "it is unreadable")
            batch.append(source)
            if len(batch) == 3:
                yield from super().extract(batch)
                batch = []
        yield from super().extract(batch)


def test_a_bad_article_costs_itself_only(tmp_path: Path) -> None:
    bad = [article("bad1", "unreadable"), article("bad2", "half a pair: \ud800"), article("bad3", "unreadable too")]
    articles = [bad[0], *ARTICLES[:2], bad[1], *ARTICLES[2:4], bad[2], ARTICLES[4]]
    with Store(tmp_path / "s", write=True) as store:
        report = build(store, articles, extractor=Choosy())
        assert sorted(source.id for source in store.articles()) == sorted(source.id for source in ARTICLES)
    assert sorted(map(str, report.failed)) == [
        "bad1: it is unreadable",
        "bad2: character 13 is half of a surrogate pair; save the text as valid UTF-8",
        "bad3: it is unreadable",
    ]
    assert report.added == 5
    run(tmp_path / "good", ARTICLES)
    assert lines(tmp_path / "s") == lines(tmp_path / "good")


def test_an_error_that_is_no_articles_ends_the_build_and_keeps_what_was_committed(tmp_path: Path) -> None:
    class Broken(FakeExtractor):
        def extract(self, articles: Iterable[Article]) -> Iterator[Extraction]:
            for source in articles:
                if source.id == "a4":
                    raise ZeroDivisionError
                yield from super().extract([source])

    with pytest.raises(ZeroDivisionError):
        run(tmp_path / "s", ARTICLES, Broken())
    assert lines(tmp_path / "s") == []
    assert run(tmp_path / "s", ARTICLES) == BuildReport(added=2, unchanged=3)


#: Counts what a build does to the disk, before and after each step, and dies at the step that it is told.
DYING = """
import os, signal, sys
from kg.building import build
from kg.store import Store
from kg.store.folder import Folder
from store_story import ARTICLES, FakeExtractor, article, extraction

steps, last = 0, int(sys.argv[2])

def step():
    global steps
    steps += 1
    if steps == last:
        os.kill(os.getpid(), signal.SIGKILL)

def watched(cls, name):
    act = getattr(cls, name)
    def wrapped(self, *arguments):
        step()
        result = act(self, *arguments)
        step()
        return result
    setattr(cls, name, wrapped)

for cls, name in (Store, "apply"), (Folder, "_write"), (Folder, "publish"), (Folder, "_clean"), (Folder, "_remove"):
    watched(cls, name)
changed = [article(source.id, source.text + " Norway met NATO.") for source in ARTICLES[:2]]
with Store(sys.argv[1], write=True) as store:
    build(store, [*changed, *ARTICLES[2:]], extractor=FakeExtractor(),
          progress=lambda source: print(source.id, flush=True))
print("steps", steps)
"""


def die_at(folder: Path, step: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, "-c", DYING, str(folder), str(step)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_killed_at_any_step_and_run_again_ends_at_the_same_quads(tmp_path: Path) -> None:
    run(tmp_path / "whole", ARTICLES)
    first = lines(tmp_path / "whole")
    steps = int(die_at(tmp_path / "whole", 0).stdout.split()[-1])
    expected = lines(tmp_path / "whole")
    assert steps >= 20
    for number, step in enumerate(range(1, steps + 1, max(steps // 10, 1))):
        folder = tmp_path / str(number)
        run(folder, ARTICLES)
        dead = die_at(folder, step)
        assert (dead.returncode, dead.stderr) == (-9, "")
        seen = lines(folder)  # the old checkpoint or the new one, never one between them
        assert seen in (first, expected)
        with Store(folder, write=True) as store:
            committed = store.digests()
            for id_ in dead.stdout.split():
                assert store.article(id_).text.endswith("Norway met NATO.") or id_ not in ("a1", "a2")
            assert set(committed) == {source.id for source in ARTICLES}
        assert die_at(folder, 0).returncode == 0
        assert lines(folder) == expected


# -- Pruning ----------------------------------------------------------------------------------------------------------


def prune(folder: Path, ids: str, paths: str | list[str], wanted: bool = True) -> tuple[str, ...]:
    articles = [article(id_, f"{id_} NATO met Norway.") for id_ in ids.split()]
    with Store(folder, write=True) as store:
        return build(store, articles, extractor=FakeExtractor(), paths=paths, prune=wanted).pruned


def test_what_the_same_paths_give_no_more_is_taken_out(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    assert prune(folder, "a b c", ["news", "more"]) == ()
    assert prune(folder, "x b", ["other"]) == ()
    assert prune(folder, "a", ["more", "news"], wanted=False) == ()
    assert prune(folder, "a", ["more", str(Path("news").absolute())]) == ("c",)  # the other path still has b
    with Store(folder) as store:
        assert [source.id for source in store.articles()] == ["a", "b", "x"]
    assert prune(folder, "x", "other") == ("b",)
    assert prune(folder, "", ["news", "more"]) == ("a",)
    run(tmp_path / "fresh", [article("x", "x NATO met Norway.")])
    assert lines(folder) == lines(tmp_path / "fresh")


def test_a_function_says_in_the_end_whether_to_prune(tmp_path: Path) -> None:
    asked: list[str] = []
    prune(tmp_path / "s", "a b", ["news"])
    extractor = FakeExtractor()

    def ask() -> bool:
        asked.extend(extractor.read)
        return False

    with Store(tmp_path / "s", write=True) as store:
        report = build(store, [article("c", "NATO met Norway.")], extractor=extractor, paths=["news"], prune=ask)
    assert (report.pruned, asked) == ((), ["c"])
    assert prune(tmp_path / "s", "c", ["news"]) == ("a", "b")


def test_an_article_that_cannot_be_read_is_not_pruned(tmp_path: Path) -> None:
    prune(tmp_path / "s", "a b", ["news"])
    with Store(tmp_path / "s", write=True) as store:
        report = build(store, [article("a", "unreadable")], extractor=Choosy(), paths=["news"], prune=True)
        assert (report.pruned, len(report.failed)) == (("b",), 1)
        assert [source.id for source in store.articles()] == ["a"]


# -- Killed at any moment ----------------------------------------------------------------------------------------------

#: Builds with a new text for each article, says "ready" before and each id when it is committed, and again from there.
WRITING = """
import sys
from dataclasses import replace
from kg.building import build
from kg.store import Store
from store_story import ARTICLES, FakeExtractor
FakeExtractor()
print("ready", flush=True)
mark = sys.argv[2]
with Store(sys.argv[1], write=True) as store:
    build(store, [replace(source, text=f"{source.text}\\n{mark}") for source in ARTICLES],
          extractor=FakeExtractor(), progress=lambda source: print(source.id, flush=True))
print("done", flush=True)
"""


@pytest.mark.parametrize("times", [10, pytest.param(200, marks=pytest.mark.long)])
def test_killed_at_random_moments_nothing_committed_is_lost(tmp_path: Path, times: int) -> None:
    folder = tmp_path / "s"
    run(folder, ARTICLES)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    chance = random.Random(times)  # noqa: S311 - moments, no secret
    texts = {source.id: {source.text} for source in ARTICLES}  # what may stand in the store
    whole = 0.2
    killed = 0
    for number in range(times):
        command = [sys.executable, "-c", WRITING, str(folder), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            start = time.monotonic()
            try:
                process.wait(chance.uniform(0, whole))
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
            told = process.stdout.read().split()
        if "done" in told:
            whole = max(0.05, (time.monotonic() - start) * 1.1)
        else:
            whole *= 1.05
        with Store(folder) as reader:  # no repair is needed to read
            assert reader.counts()["articles"] == len(ARTICLES)
        with Store(folder, write=True) as store:  # nor to write
            assert {source.id for source in store.articles()} == set(texts)
            for source in ARTICLES:
                new = f"{source.text}\n{number}"
                found = store.article(source.id).text
                assert found in ({new} if source.id in told else {new, *texts[source.id]})
                texts[source.id] = {found}
    assert killed >= times // 3
    with Store(folder, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
    run(tmp_path / "fresh", ARTICLES)
    assert lines(folder) == lines(tmp_path / "fresh")

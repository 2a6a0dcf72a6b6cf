"""Parsed documents on disk: what comes out is what went in, no more of it than is allowed, and never a failure."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import kg
from kg.documents import DocumentCache
from kg.errors import StoreError


def test_bytes_come_back_by_text_and_kind(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "cache.sqlite"
    with DocumentCache(path) as cache:
        cache.put("one", "a", b"1a")
        cache.put("one", "b", b"1b")
        cache.put("two \ud800", "a", b"2a")
    with DocumentCache(path) as cache:
        found = [
            cache.get(text, kind) for text, kind in (("one", "a"), ("one", "b"), ("two \ud800", "a"), ("two", "a"))
        ]
        assert found == [b"1a", b"1b", b"2a", None]
        cache.close()
        assert cache.get("one", "a") is None


def test_bytes_of_a_text_and_kind_take_the_place_of_those_before(tmp_path: Path) -> None:
    with DocumentCache(tmp_path / "cache.sqlite", limit=100) as cache:
        for number in range(5):  # more than the limit, were they kept side by side
            cache.put("one", "k", bytes([number]) * 40)
            cache.put("two", "k", b"2" * 40)
            cache.flush()
        assert [cache.get(text, "k") for text in ("one", "two")] == [bytes([4]) * 40, b"2" * 40]


def test_the_oldest_go_where_there_is_too_much(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with DocumentCache(path, limit=100) as cache:
        for number in range(5):
            cache.put(str(number), "k", bytes(40))
    with DocumentCache(path, limit=100) as cache:
        assert [number for number in range(5) if cache.get(str(number), "k")] == [3, 4]
        cache.put("5", "k", bytes(40))
        cache.flush()
        assert [number for number in range(6) if cache.get(str(number), "k")] == [4, 5]


def test_what_is_forgotten_is_not_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with DocumentCache(path) as cache:
        cache.put("one", "k", b"secret words" * 1000)
        cache.put("two", "k", b"other words" * 1000)
    DocumentCache.forget(path, ["one"])
    DocumentCache.forget(tmp_path / "none", ["one"])
    assert b"secret" not in path.read_bytes()
    assert b"other" in path.read_bytes()


@pytest.mark.parametrize("content", [b"rubbish" * 1000, None])
def test_a_damaged_cache_is_begun_anew_and_one_that_cannot_be_is_passed_over(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "cache.sqlite"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with DocumentCache(path) as cache:
        cache.put("one", "k", b"1")
        cache.flush()
        assert cache.get("one", "k") == (None if content is None else b"1")


def test_forgetting_says_where_it_cannot(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"rubbish" * 1000)
    with pytest.raises(StoreError, match=r"cache\.sqlite' cannot be written: .*; delete this file"):
        DocumentCache.forget(path, ["one"])


@pytest.mark.parametrize("reader", ["learned", "tagger", "phrases"])
def test_extractions_are_the_same_with_it_and_without(tmp_path: Path, reader: str) -> None:
    articles = list(kg.read(kg.sample_paths()))
    articles.insert(3, kg.Article("the same text", articles[0].text))
    plain = list(kg.Extractor(reader=reader).extract(articles))
    path = tmp_path / "cache.sqlite"
    for batch_size in (3, 32):  # parsed the first time, from the disk the second
        extractor = kg.Extractor(reader=reader, cache=path)
        assert list(extractor.extract(articles, batch_size)) == plain
        with sqlite3.connect(path) as base:
            assert base.execute("SELECT COUNT(*) FROM documents").fetchone() == (len(articles) - 1,)
        base.close()


def test_what_is_in_the_cache_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = list(kg.read(kg.sample_paths()))[:2]
    path = tmp_path / "cache.sqlite"
    read = list(kg.Extractor(cache=path).extract(articles))
    extractor = kg.Extractor(cache=path)
    monkeypatch.setattr(extractor._encoder, "run", None)
    monkeypatch.setattr(type(extractor._nlp), "pipe", lambda *_, **__: iter(()))
    assert list(extractor.extract(articles)) == read

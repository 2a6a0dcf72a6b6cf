"""A store's folder: one writer, many readers, and what the machine does to it."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store_story import ARTICLES, FakeExtractor, article, extraction, lines

import kg.rdf
from kg.building import build
from kg.errors import QueryError, StoreError
from kg.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).parent.parent


# -- One writer, many readers ------------------------------------------------------------------------------------------


def test_without_a_checkpoint_a_reader_sees_an_empty_store(tmp_path: Path) -> None:
    with Store(tmp_path / "none") as store:
        path = tmp_path / "none"
        assert store.absence == f"there is no store at {str(path)!r} yet; `kg build PATH --store {path}` makes one"
        assert list(store.quads()) == []
        assert list(store.articles()) == []
        assert list(store.claims()) == []
        assert store.counts()["quads"] == 0
        with pytest.raises(QueryError, match="nothing in the store is called 'NATO'; the store is empty: fill it"):
            store.entity("NATO")
    assert not (tmp_path / "none").exists()
    with Store(tmp_path / "new", write=True) as writer:
        writer.add([extraction(ARTICLES[0])])
        with Store(tmp_path / "new") as store:
            assert list(store.quads()) == []
            assert store.absence == (
                f"no build of the store at {str(tmp_path / 'new')!r} has come to its end, so that it reads as empty; "
                "run the build again, unless one is running"
            )
        assert writer.absence == ""
    with Store(tmp_path / "new") as store:
        assert store.absence == ""


@pytest.mark.parametrize("articles", [0, 1])
def test_a_store_that_was_begun_goes_after_an_error_unless_something_was_written(tmp_path: Path, articles: int) -> None:
    with suppress(KeyError), Store(tmp_path / "new", write=True) as store:
        if articles:
            store.add([extraction(ARTICLES[0])])
        raise KeyError
    assert (tmp_path / "new").exists() == bool(articles)
    with Store(tmp_path / "new", write=True) as store:
        assert store.counts()["articles"] == articles


def test_a_reader_keeps_its_state_until_it_moves_on(copy: Path) -> None:
    reader = Store(copy)
    graph = reader.graph()
    before, size = lines(reader), len(graph)
    for number in range(3):
        with Store(copy, write=True) as writer:
            build(writer, [article(f"new{number}", f"Mara Voss leads NATO. {number}")], extractor=FakeExtractor())
        assert lines(reader) == before
    with Store(copy) as another:
        assert len(another.counts()) == 5
        assert another.counts()["articles"] == 8
    assert reader.refresh() is True
    assert reader.counts()["articles"] == 8
    assert len(graph) > size
    assert reader.refresh() is False


def test_checkpoints_go_when_nobody_holds_them(copy: Path) -> None:
    def publish(text: str) -> None:
        with Store(copy, write=True) as writer:
            build(writer, [article("new", text)], extractor=FakeExtractor())

    folder = copy / "checkpoints"
    reader = Store(copy)
    publish("Mara Voss leads NATO.")
    publish("Mara Voss met NATO.")
    assert sorted(path.name for path in folder.iterdir()) == ["1", "3"]
    reader.close()
    publish("Mara Voss met Norway.")
    assert [path.name for path in folder.iterdir()] == ["4"]


def test_nothing_new_publishes_nothing(copy: Path) -> None:
    for _ in range(2):
        with Store(copy, write=True) as writer:
            report = build(writer, ARTICLES, extractor=FakeExtractor())
            assert report == kg.BuildReport(unchanged=5)
    assert [path.name for path in (copy / "checkpoints").iterdir()] == ["1"]


def test_a_second_writer_is_told_who_writes(copy: Path) -> None:
    with Store(copy, write=True), pytest.raises(StoreError) as caught:
        Store(copy, write=True)
    name = os.uname().nodename
    assert str(caught.value) == (
        f"store {str(copy)!r} is being written by process {os.getpid()} on {name}; wait until it is done, or stop it"
    )
    with Store(copy, write=True) as store:
        assert store.writable


def test_a_writer_that_is_dropped_unclosed_lets_the_folder_go(copy: Path) -> None:
    writer = Store(copy, write=True)
    writer.add([extraction(article("new", "Mara Voss leads NATO."))])
    for _ in range(2):  # who is refused does not let it go
        with pytest.raises(StoreError, match="is being written by process"):
            Store(copy, write=True)
        gc.collect()
    del writer
    gc.collect()
    with Store(copy, write=True) as store:
        assert store.counts()["articles"] == 6


def test_reading_and_writing_the_wrong_way(copy: Path, reader: Store) -> None:
    with pytest.raises(StoreError, match=r"is open to read; open it with kg\.Store\('.*story', write=True\)"):
        reader.remove("a1")
    store = Store(copy)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed; open it again with"):
        store.query("ASK {}")


@pytest.mark.parametrize("write", [False, True])
def test_what_is_no_store(tmp_path: Path, write: bool) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").touch()
    with pytest.raises(StoreError, match=r"photos' is no store: it holds 'cat\.jpg'; give the folder of a store"):
        Store(tmp_path / "photos", write=write)
    with pytest.raises(StoreError, match=r"cat\.jpg' is a file; give a folder"):
        Store(tmp_path / "photos" / "cat.jpg", write=write)


def test_a_store_of_another_layout(copy: Path) -> None:
    (copy / "settings.json").write_text('{"base": "https://kg.example/", "version": 99}')
    with pytest.raises(StoreError, match="has layout 99, this program reads 1; build it anew"):
        Store(copy)


def test_a_damaged_pointer_is_named_and_mended_by_the_next_build(copy: Path) -> None:
    (copy / "current").write_text("rubbish")
    with pytest.raises(StoreError, match=r"is damaged: .*current' holds no number; run kg build"):
        Store(copy)
    with Store(copy, write=True) as store:
        build(store, ARTICLES, extractor=FakeExtractor())
    with Store(copy) as store:
        assert store.counts()["articles"] == 5


def spoil(copy: Path, place: str) -> None:
    (file,) = copy.glob(place)
    file.write_text("rubbish\n")


@pytest.mark.parametrize(
    ("place", "write", "message"),
    [
        (
            "settings.json",
            False,
            "'{copy}/settings.json' holds no settings; "
            'write {{"base": "https://kg.example/", "version": 1}} there, with its own base',
        ),
        (
            "checkpoints/*/CURRENT",
            False,
            "'{copy}/checkpoints/1' cannot be opened: Corruption: CURRENT file corrupted; "
            "run kg build on it: it publishes a new checkpoint",
        ),
        (
            "data/CURRENT",
            True,
            "'{copy}/data' cannot be opened: Corruption: CURRENT file corrupted; "
            "kg export still reads its newest checkpoint: kg import that, or build anew, into a new folder",
        ),
    ],
)
def test_a_damaged_file_is_named(copy: Path, place: str, write: bool, message: str) -> None:
    spoil(copy, place)
    for _ in range(2):  # the lock is let go
        with pytest.raises(StoreError) as caught:
            Store(copy, write=write)
        assert str(caught.value) == f"store {str(copy)!r} is damaged: {message.format(copy=copy)}"


@pytest.mark.parametrize("gone", [False, True])
def test_a_damaged_checkpoint_is_published_anew_though_nothing_is_new(copy: Path, gone: bool) -> None:
    if gone:
        shutil.rmtree(copy / "checkpoints" / "1")
        with pytest.raises(StoreError, match=r"there is no checkpoint '.*1'; run kg build on it"):
            Store(copy)
    else:
        spoil(copy, "checkpoints/*/CURRENT")
    with Store(copy, write=True) as store:
        assert build(store, ARTICLES, extractor=FakeExtractor()).unchanged == 5
    with Store(copy) as store:
        assert store.counts()["articles"] == 5


@pytest.mark.parametrize(
    ("fails", "error", "left"),
    [
        (("data",), PermissionError(13, "Permission denied"), 5),
        ((".data",), PermissionError(13, "Permission denied"), 5),
        ((".data",), KeyboardInterrupt(), 5),
        ((".data", ".old"), PermissionError(13, "Permission denied"), None),
        ((".data", ".old"), KeyboardInterrupt(), None),
    ],
)
def test_data_written_anew_that_cannot_be_put_in_place_cost_nothing(
    copy: Path, monkeypatch: pytest.MonkeyPatch, fails: tuple[str, ...], error: BaseException, left: int | None
) -> None:
    rename = Path.rename

    def failing(path: Path, to: Path) -> Path:
        if path.parent == copy and path.name in fails:
            raise error if path.name == fails[0] else PermissionError(13, "Permission denied")
        return rename(path, to)

    store = Store(copy, write=True)
    before = lines(store)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", failing)
        with pytest.raises(StoreError if isinstance(error, OSError) else KeyboardInterrupt):
            store.compact()
        if left is None:  # neither is in place: the store is closed rather than empty
            with pytest.raises(StoreError, match="is closed; open it again"):
                store.counts()
        else:
            assert store.counts()["articles"] == left
    store.close()
    with Store(copy, write=True) as again:
        assert lines(again) == before
    assert sorted(entry.name for entry in copy.iterdir() if entry.name.startswith(".")) == []


# -- What the machine does to it ------------------------------------------------------------------------------------


def script(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    head = "import os, resource, sys\nfrom store_story import *\nfrom kg.store import Store\n"
    head += "from kg.building import build\nfrom kg.errors import StoreError\n"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    return subprocess.run(
        [sys.executable, "-c", head + code, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user of this machine can reach; pytest's own cannot."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


#: Root may write anywhere: the script becomes nobody when all is loaded.
UNPRIVILEGED = "Store(sys.argv[1]).counts()\nif os.geteuid() == 0: os.setuid(65534)\n"


def test_a_folder_that_may_not_be_written_gives_one_clear_line(story: Path, open_folder: Path) -> None:
    copy = Path(shutil.copytree(story, open_folder / "store"))
    for path in [*copy.rglob("*"), copy]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    code = UNPRIVILEGED + (
        "print(Store(sys.argv[1]).counts()['articles'])\n"
        "for path in sys.argv[1], sys.argv[1] + '/new':\n"
        "    try: Store(path, write=True)\n"
        "    except StoreError as error: print(error)\n"
    )
    done = script(code, str(copy))
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o755)
    cure = "give a folder that you may write, or change its permissions and run it again: what was committed is kept"
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "5",
        f"store {str(copy)!r} cannot be written: permission denied; {cure}",
        f"store {str(copy / 'new')!r} cannot be written: permission denied; {cure}",
    ]


#: More than goes on the little disk, or into files of the size allowed.
BIG = tuple(article(f"big{i}", "Mara Voss leads NATO.\n" + "x" * 40_000 + str(i)) for i in range(30))
FILLING = (
    "from test_store_folder import BIG, fill\n"
    "try:\n"
    "    with Store(sys.argv[1], write=True) as store:\n"
    "        fill(sys.argv[2])\n"
    "        build(store, BIG, extractor=FakeExtractor())\n"
    "except StoreError as error: print(error)\n"
)


def fill(ballast: str) -> None:
    """Fill a disk up to the last bytes by a file of this name; without a name, let no file grow beyond a size."""
    if not ballast:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        return
    free = os.statvfs(Path(ballast).parent)
    Path(ballast).write_bytes(bytes(free.f_bavail * free.f_frsize - 300_000))


@contextmanager
def disk(folder: Path, size: str) -> Iterator[bool]:
    """Have a disk of its own below a folder; False where this user may mount none."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("limit", ["disk", "file size"])
def test_a_full_disk_gives_one_clear_line_and_loses_nothing(story: Path, tmp_path: Path, limit: str) -> None:
    with disk(tmp_path / "disk", "24m") as mounted:
        copy, ballast = Path(shutil.copytree(story, tmp_path / "disk" / "copy")), tmp_path / "disk" / "ballast"
        small = limit == "disk" and mounted
        done = script(FILLING, str(copy), str(ballast) if small else "")
        assert "Traceback" not in done.stderr
        (line,) = done.stdout.splitlines()
        reason = "no space left" if small else "file too large"
        cure = "free some space" if small else "free some space or lift the limit on file sizes"
        assert line.startswith(f"store {str(copy)!r} cannot be written: ")
        assert reason in line.lower()
        assert line.endswith(f"; {cure} and run it again: what was committed is kept")
        with Store(copy) as store:
            assert store.counts()["articles"] == 5
        ballast.unlink(missing_ok=True)
        with Store(copy, write=True) as store:
            report = build(store, BIG, extractor=FakeExtractor())
            assert report.added + report.unchanged == 30
            assert report.unchanged > 0
            assert [a.id for a in store.articles()] == sorted([a.id for a in (*BIG, *ARTICLES)])

"""The command line: what is printed where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import typer

import kg
from kg.cli import app, main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: One line of Claim.as_dict, in this order.
KEYS_OF_LINE = (
    *("id", "article", "subject", "relation", "object", "polarity", "certainty", "time", "when", "attributed_to"),
    *(
        "role",
        "evidence",
        "subject_span",
        "object_span",
        "trigger_spans",
        "cue_spans",
        "confidence",
        "reader",
        "phrase",
    ),
)
BOUGHT = "Brightwater Group has bought Quillon Energy.\n"


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str


class Shell:
    """Runs ``kg`` in this process, where the model is loaded already, in an empty folder."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    def __call__(self, line: str, stdin: str | bytes = "") -> Outcome:
        """Run a line as typed, and return what came of it."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        self.capsys.readouterr()
        code = main(shlex.split(line)[1:])
        return Outcome(code, *self.capsys.readouterr())


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sample_store: Path
) -> Shell:
    """A shell in a folder that holds a copy of the store of the samples under the default name, and a few files."""
    shutil.copytree(sample_store, tmp_path / "kg-store")
    (tmp_path / "deal.txt").write_text(BOUGHT, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "latin1.rq").write_bytes(b'ASK { ?x ?y "Andr\xe9" }')
    (tmp_path / "list.jsonl").write_text("[]\n", encoding="utf-8")
    (tmp_path / "rain.txt").write_text("It rained all day.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return Shell(capsys, monkeypatch)


# -- help ------------------------------------------------------------------------------------------------------------


def commands(
    group: typer.core.TyperGroup | None = None, path: str = "kg"
) -> Iterator[tuple[str, typer.core.TyperCommand]]:
    top = group or typer.main.get_command(app)
    yield path, top  # type: ignore[misc]
    for name, command in getattr(top, "commands", {}).items():
        yield from commands(command, f"{path} {name}")


COMMANDS = dict(commands())


@pytest.mark.parametrize("path", COMMANDS)
def test_help_ends_in_an_example(path: str, shell: Shell) -> None:
    outcome = shell(f"{path} --help")
    assert (outcome.code, outcome.err) == (0, "")
    description, _, examples = outcome.out.rpartition("\n  Example")
    assert re.search(r"\n\n  [A-Z][^\n]+\.\n", description), "says what it does"
    assert "..." not in description.replace("]...", "").replace("}...", "").replace(",...", ""), "nothing is cut short"
    assert examples, "ends in an example"
    for example in re.sub(r"^s?:\n", "", examples).splitlines():
        assert example.startswith("    ")
        assert example_parses(example.strip()), example


def example_parses(line: str) -> bool:
    """Tell whether each command of a pipe that is ours has options and arguments that are all known."""
    line = re.sub(r"^[A-Z_]+=(\$\([^)]*\)|\S+) ", "", line.partition(" > ")[0])
    ours = [part for part in line.split(" | ") if part.startswith("kg ")]
    return bool(ours) and all(map(command_parses, ours))


def command_parses(line: str) -> bool:
    words = shlex.split(line)
    path = words.pop(0)
    while words and f"{path} {words[0]}" in COMMANDS:
        path = f"{path} {words.pop(0)}"
    query = COMMANDS[path].make_context(path, words).params.get("question")
    return query is None or " " in query or query in kg.named_queries()


@pytest.mark.parametrize("command", ["extract", "build"])
def test_help_lists_the_keys_of_articles(shell: Shell, command: str) -> None:
    said = " ".join(shell(f"kg {command} --help").out.split())
    assert " ".join(f"{field} {', '.join(keys)}" for field, keys in kg.ARTICLE_KEYS.items()) in said


def test_version(shell: Shell) -> None:
    assert shell("kg --version") == Outcome(0, f"kg {kg.__version__}\n", "")


# -- wrong use -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("kg exract", "kg: no such command 'exract'. Did you mean 'extract', 'export'?; see 'kg --help'"),
        ("kg extract", "kg extract: missing argument 'PATH'; see 'kg extract --help'"),
        ("kg extract deal.txt --format xml", "kg extract: invalid value for '--format': .*'jsonl'.*"),
        ("kg extract deal.txt --column Body", "kg extract: .*'Body' is no FIELD=KEY; write text=Body,date=Date.*"),
        ("kg extract deal.txt --column txt=Body", "kg: .*no field 'txt'; did you mean 'text'?"),
        ("kg extract deal.txt --model no_such_model", "kg: .*'no_such_model'.*install it.*"),
        ("kg extract deal.txt --ontology none.ttl", "kg: .*none.ttl.*"),
        ("kg view --relation aquires -o x.html", "kg: unknown relation 'aquires'.*did you mean 'acquires'?.*"),
        ("kg view --relation buys -o x.html", "kg: unknown relation 'buys'; see `kg ontology list`"),
        (
            "kg extract deal.txt --models nofolder",
            "kg: there is no folder 'nofolder'; give one that `kg train` wrote",
        ),
        ("kg view --around Nobody -o x.html", "kg: .*'Nobody'.*"),
        ("kg view", "kg view: missing option '-o' / '--output'; see 'kg view --help'"),
        ("kg view -o no/such/folder/x.html", "kg: .*no/such/folder.*"),
        ("kg view --since tomorrow -o x.html", "kg: .*'tomorrow'.*"),
        ("kg view --since 2027 --until 2026 -o x.html", "kg: since '2027' is later than until '2026': .*; swap them"),
        ("kg view -o graph.pdf", "kg: 'graph.pdf' would hold a page of HTML, no pdf; .*"),
        ("kg demo -o graph.nq", "kg: 'graph.nq' would hold a page of HTML, no nq; `kg export -o` writes nq; .*"),
        ("kg export -o graph.docx", "kg: .*docx.*ttl.*"),
        ("kg remove nothing-of-this-name", "kg: .*'nothing-of-this-name'.*"),
        ("kg query who-knows", "kg: no query is named 'who-knows'.*"),
        ("kg query latin1.rq", "kg: 'latin1.rq' is a file; ask what it holds with kg query -f latin1.rq"),
        ("kg query 'DELETE WHERE { ?x ?y ?z }'", "kg: DELETE changes a graph and asks nothing; .*"),
        ("kg query 'SELECT {'", "kg: line 1 of the query.*"),
        ("kg query 'SELECT ?x { ?x a kg:Company }' --var x=Nobody", "kg: .*'Nobody'.*"),
        ("kg query 'SELECT ?x { ?x a kg:Company }' --var x", "kg query: .*'x' is no VAR=NAME; write x=NATO.*"),
        ("kg query -f none.rq", "kg: none.rq: No such file or directory"),
        ("kg query -f latin1.rq", "kg: latin1.rq: is not UTF-8: byte 0xE9 at byte 17; save the file as UTF-8"),
        ("kg evaluate . --predictions latin1.rq", "kg: latin1.rq: is not UTF-8: byte 0xE9 at byte 17; .*"),
        ("kg evaluate . --predictions rain.txt", "kg: rain.txt line 1: is not JSON: .*; mend it or leave it out"),
        (
            "kg evaluate . --predictions list.jsonl",
            "kg: list.jsonl line 1: is a list, not an object; write lines as .*",
        ),
        ("kg query 'ASK {}' -f -", "kg query: .*give a query or a file, not both.*"),
        ("kg ontology list ledas", "kg: unknown relation 'ledas'; did you mean 'leads'?"),
    ],
)
def test_wrong_use_is_one_line(shell: Shell, line: str, message: str) -> None:
    outcome = shell(line)
    assert (outcome.code, outcome.out) == (2, "")
    assert re.fullmatch(message.replace("?", r"\?"), outcome.err.removesuffix("\n")), outcome.err


def test_faults_of_the_program_are_not_hidden(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(kg, "load_ontology", fails)
    with pytest.raises(ZeroDivisionError):
        shell("kg ontology list")


# -- extract ---------------------------------------------------------------------------------------------------------


def test_extract_prints_lines_in_a_pipe(shell: Shell) -> None:
    outcome = shell("kg extract deal.txt")
    assert (outcome.code, outcome.err) == (0, "")
    line = json.loads(outcome.out)
    assert tuple(line) == KEYS_OF_LINE
    assert (line["article"], line["subject"]["name"], line["relation"], line["object"]["name"]) == (
        *("deal", "Brightwater Group", "acquires", "Quillon Energy"),
    )
    assert line["evidence"] == {"start": 0, "end": 44, "text": BOUGHT.strip()}
    assert outcome.out == json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def test_extract_reads_standard_input(shell: Shell) -> None:
    line = json.loads(shell("kg extract -", stdin=BOUGHT).out)
    assert line["evidence"]["text"] == BOUGHT.strip()


def test_extract_prints_a_table(shell: Shell) -> None:
    assert shell("kg extract deal.txt rain.txt --format table") == Outcome(
        0,
        "deal\n"
        "  Brightwater Group ── acquires ─→ Quillon Energy\n"
        "      Brightwater Group has bought Quillon Energy.\n"
        "\n",
        "",
    )


def test_extract_cuts_what_is_no_sentence(shell: Shell) -> None:
    rest = "and it rained all day " * 300
    out = shell("kg extract - --format table", stdin=f"{BOUGHT.strip()[:-1]} {rest}").out
    assert "Brightwater Group has bought Quillon Energy and it rained" in out
    assert out.endswith(" …\n\n")
    assert len(out) < 400


def test_extract_prints_turtle(shell: Shell) -> None:
    outcome = shell("kg extract deal.txt --format turtle")
    assert (outcome.code, outcome.err) == (0, "")
    assert "kg:acquires" in outcome.out
    assert "@prefix kg: <https://kg.example/ontology/> ." in outcome.out


def test_extract_folds_unless_all_are_wanted(shell: Shell) -> None:
    twice = BOUGHT + "On Friday, Brightwater Group acquired Quillon Energy.\n"
    assert len(shell("kg extract -", stdin=twice).out.splitlines()) == 1
    assert len(shell("kg extract - --all", stdin=twice).out.splitlines()) == 2


def test_extract_takes_columns(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text(f'Nr,Story\n7,"{BOUGHT.strip()}"\n', encoding="utf-8")
    outcome = shell("kg extract news.csv --column text=Story,id=Nr")
    assert (outcome.code, outcome.err) == (0, "")
    assert json.loads(outcome.out)["article"] == "7"


def test_extract_adds_a_relation_of_the_user(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        """@prefix kg: <https://kg.example/ontology/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix schema: <https://schema.org/> .
        kg:mentors a owl:ObjectProperty, kg:Relation ; rdfs:label "mentors" ;
            schema:domainIncludes kg:Organization ; schema:rangeIncludes kg:Organization ;
            kg:phrase "{subject} mentors {object}" .
        """,
        encoding="utf-8",
    )
    outcome = shell("kg extract - --add mine.ttl", stdin="Brightwater Group mentors Quillon Energy.\n")
    assert json.loads(outcome.out)["relation"] == "mentors"


def test_what_cannot_be_read_is_named_and_the_rest_goes_in(shell: Shell) -> None:
    outcome = shell("kg extract empty.txt deal.txt no-such-file.txt")
    assert outcome.code == 1
    assert len(outcome.out.splitlines()) == 1
    first, second = outcome.err.splitlines()
    assert first.startswith("kg: left out ")
    assert {"empty.txt" in first, "no-such-file.txt" in first} == {True, False}
    assert {"empty.txt" in second, "no-such-file.txt" in second} == {True, False}


@pytest.mark.parametrize("command", ["extract", "build"])
def test_a_date_that_cannot_be_read_is_named_and_the_article_goes_in(
    shell: Shell, tmp_path: Path, command: str
) -> None:
    (tmp_path / "dated.txt").write_text(f"---\ndate: soon\n---\n{BOUGHT}", encoding="utf-8")
    outcome = shell(f"kg {command} dated.txt")
    told, *rest = outcome.err.splitlines()
    assert told == (
        "kg: dated.txt: the date 'soon' tells no day, so that the article goes in without one; write it as 2026-03-31"
    )
    assert (outcome.code, len(outcome.out.splitlines()), rest) == (
        (0, 1, []) if command == "extract" else (0, 0, ["1 added, 0 replaced, 0 unchanged, 0 left out in kg-store"])
    )


def test_no_claims_is_an_answer(shell: Shell) -> None:
    assert shell("kg extract rain.txt") == Outcome(0, "", "")
    assert shell("kg extract rain.txt --format table") == Outcome(0, "", "")


# -- store -----------------------------------------------------------------------------------------------------------


def test_build_adds_replaces_and_passes_over(shell: Shell, tmp_path: Path) -> None:
    def build() -> str:
        outcome = shell("kg build deal.txt rain.txt --store new")
        assert (outcome.code, outcome.out) == (0, "")
        return outcome.err

    assert build() == "2 added, 0 replaced, 0 unchanged, 0 left out in new\n"
    assert build() == "0 added, 0 replaced, 2 unchanged, 0 left out in new\n"
    (tmp_path / "deal.txt").write_text("Brightwater Group has sued Quillon Energy.\n", encoding="utf-8")
    assert build() == "0 added, 1 replaced, 1 unchanged, 0 left out in new\n"
    pairs = "SELECT ?relation { ?c rdf:predicate ?relation }"
    assert shell(f"kg query '{pairs}' --format csv --store new").out == "relation\nhttps://kg.example/ontology/sues\n"


def test_build_leaves_out_by_name(shell: Shell) -> None:
    outcome = shell("kg build empty.txt deal.txt --store new")
    assert (outcome.code, outcome.out) == (1, "")
    assert "left out" in outcome.err
    assert "empty.txt" in outcome.err
    assert outcome.err.endswith("1 added, 0 replaced, 0 unchanged, 1 left out in new\n")


def test_store_of_the_environment(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", "elsewhere")
    assert shell("kg build deal.txt").code == 0
    assert "elsewhere" in os.listdir()  # noqa: PTH208 - names are what is asked


def test_remove(shell: Shell) -> None:
    shell("kg build deal.txt rain.txt --store new")
    assert shell("kg remove deal --store new").code == 0
    assert shell("kg query 'ASK { ?c a kg:Claim }' --store new").out.split()[-1] == "false"


def test_query_forms(shell: Shell) -> None:
    shell("kg build deal.txt --store new")
    asked = "SELECT ?buyer ?bought { ?buyer kg:acquires ?bought }"
    base = "https://kg.example/entity/organization/"
    assert shell(f"kg query '{asked}' --store new --format csv") == Outcome(
        0, f"buyer,bought\n{base}brightwater-group,{base}quillon-energy\n", ""
    )
    assert json.loads(shell(f"kg query '{asked}' --store new --format json").out)["head"] == {
        "vars": ["buyer", "bought"]
    }
    table = shell(f"kg query '{asked}' --store new").out.splitlines()
    assert table[0].split() == ["buyer", "bought"]
    assert "brightwater-group" in table[2]
    turtle = shell("kg query 'CONSTRUCT { ?x kg:acquires ?y } WHERE { ?x kg:acquires ?y }' --store new").out
    assert "kg:acquires" in turtle
    assert "@prefix" in turtle


def test_query_for_a_name_that_there_is_not(shell: Shell) -> None:
    told = "kg: the query names kg:aquires, which neither the graph nor the ontology has; did you mean kg:acquires?\n"
    assert shell("kg query 'SELECT ?x { ?x kg:aquires ?y }' --format csv") == Outcome(0, "x\n", told)
    assert shell("kg query 'SELECT ?x { ?x ?r ?y }' --var r=kg:aquires --format csv") == Outcome(0, "x\n", told)
    assert shell("kg query 'SELECT ?x { ?x kg:family_of ?x }' --format csv") == Outcome(0, "x\n", "")


def test_query_by_file_and_name(shell: Shell, tmp_path: Path) -> None:
    asked = "SELECT (COUNT(?c) AS ?n) { ?c a kg:Claim }"
    (tmp_path / "count.rq").write_text(asked, encoding="utf-8")
    answer = shell(f"kg query '{asked}'").out
    assert int(answer.split()[-1]) > 20
    assert shell("kg query -f count.rq").out == answer
    assert shell("kg query -f -", stdin=asked).out == answer
    assert shell("kg query -", stdin=asked).out == answer
    assert shell("kg query -f -", stdin=b"# caf\xe9") == Outcome(
        2, "", "kg: standard input: is not UTF-8: byte 0xE9 at byte 5; give it as UTF-8\n"
    )


def test_query_binds_a_variable_to_a_name(shell: Shell) -> None:
    asked = "SELECT DISTINCT ?label { ?x kg:leads ?body . ?x rdfs:label ?label }"
    assert "Pieter Vanhoorn" not in shell(f"kg query '{asked}' --var body=Mindrell --format csv").out
    assert "Julian Farrow" in shell(f"kg query '{asked}' --var body=Mindrell --format csv").out


@pytest.mark.parametrize("name", ["sparql", "self"])
def test_query_binds_a_variable_of_any_name(shell: Shell, name: str) -> None:
    outcome = shell(f"kg query 'ASK {{ ?leader kg:leads ?{name} }}' --var {name}=Mindrell")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.split()[-1] == "true"


def test_query_without_a_question_lists_the_named_ones(shell: Shell) -> None:
    lines = shell("kg query").out.splitlines()
    assert [line.split()[0] for line in lines[2:] if not line.startswith(" ")] == list(kg.named_queries())


@pytest.mark.parametrize("name", kg.named_queries())
def test_named_query_answers(shell: Shell, name: str) -> None:
    variable = re.search(r"--var (\w+)=(\S+)", kg.named_query(name))
    outcome = shell(f"kg query {name}" + (f" --var {variable[1]}='{variable[2]}'" if variable else ""))
    assert (outcome.code, outcome.err) == (0, "")
    assert len(outcome.out.splitlines()) > 2, "finds something in the samples"


def test_view(shell: Shell, tmp_path: Path) -> None:
    assert shell("kg view --around NATO --relation negotiates_with -o graph.html").code == 0
    page = (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "Corverex" in page
    assert "Arne Hallvik" not in page


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nq"])
def test_export(shell: Shell, tmp_path: Path, suffix: str) -> None:
    assert shell(f"kg export -o graph.{suffix}").code == 0
    assert "https://kg.example/" in (tmp_path / f"graph.{suffix}").read_text(encoding="utf-8")


def test_info(shell: Shell) -> None:
    outcome = shell("kg info")
    assert (outcome.code, outcome.err) == (0, "")
    assert re.search(r"^articles +8$", outcome.out, re.MULTILINE)


def test_demo(shell: Shell, tmp_path: Path) -> None:
    outcome = shell("kg demo")
    assert outcome.code == 0
    assert "Corverex Systems ── negotiates_with ── NATO" in outcome.out
    told = re.match(r"(\d+) claims of 8 articles are in kg-demo, their picture is in graph.html\.", outcome.err)
    assert told
    assert re.search(rf"^claims +{told[1]}$", shell("kg info --store kg-demo").out, re.MULTILINE)
    assert (tmp_path / "graph.html").stat().st_size > 10_000


# -- ontology --------------------------------------------------------------------------------------------------------


def test_ontology_is_whole(shell: Shell) -> None:
    assert shell("kg ontology check") == Outcome(0, "", "")


def test_ontology_check_names_what_lacks(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        """@prefix kg: <https://kg.example/ontology/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix schema: <https://schema.org/> .
        kg:mentors a owl:ObjectProperty, kg:Relation ;
            schema:domainIncludes kg:Organization ; schema:rangeIncludes kg:Organization .
        """,
        encoding="utf-8",
    )
    outcome = shell("kg ontology check --add mine.ttl")
    assert (outcome.code, outcome.err) == (1, "")
    assert "relation 'mentors' has no label" in outcome.out


def test_ontology_list(shell: Shell, ontology: kg.Ontology) -> None:
    out = shell("kg ontology list").out
    assert shell("kg ontology").out == out
    assert [name for name in ontology.relations if not re.search(rf"^\S +{name}\b", out, re.MULTILINE)] == []
    full = shell("kg ontology list leads").out
    assert [phrase for phrase in ontology.entries["leads"].phrases if phrase not in full] == []


# -- as a process ----------------------------------------------------------------------------------------------------


def test_output_is_utf8_in_any_locale(tmp_path: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "kg", "ontology", "list", "leads"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True)
    assert "→" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(("line", "shown"), [("build deal.txt", True), ("extract deal.txt", False)])
def test_progress_is_shown_beside_no_results(tmp_path: Path, line: str, shown: bool) -> None:
    pty = pytest.importorskip("pty", reason="terminals of this kind are not on Windows")
    (tmp_path / "deal.txt").write_text(BOUGHT, encoding="utf-8")
    seen, terminal = pty.openpty()
    command = [sys.executable, "-m", "kg", *line.split()]
    environment = {**os.environ, "TERM": "xterm"}
    subprocess.run(command, cwd=tmp_path, env=environment, stdout=terminal, stderr=terminal, check=True)
    assert ("1 articles" in written(seen, terminal)) == shown


def written(seen: int, terminal: int) -> str:
    """Close a terminal and return all that was written to it, without what moves its cursor; one read may not do."""
    os.close(terminal)
    parts = []
    # an OSError is how Linux tells that the other side is closed
    with os.fdopen(seen, "rb", buffering=0) as stream, suppress(OSError):
        while part := stream.read(4096):
            parts.append(part)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", b"".join(parts).decode())


def test_progress_goes_to_the_terminal_and_results_to_the_pipe(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="terminals of this kind are not on Windows")
    (tmp_path / "deal.txt").write_text(BOUGHT, encoding="utf-8")
    seen, terminal = pty.openpty()
    command = [sys.executable, "-m", "kg", "extract", "deal.txt"]
    environment = {**os.environ, "TERM": "xterm"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=terminal, check=True)
    assert json.loads(done.stdout)["relation"] == "acquires"
    assert "1 articles" in written(seen, terminal)


FULL = "input or output failed: No space left on device; what was printed is not whole, run it again"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux that is always full")  # noqa: PTH110
@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("kg query > /dev/full", 1, FULL),
        ("kg --help > /dev/full", 1, FULL),
        ("kg view -o /dev/full", 2, "/dev/full: No space left on device"),
    ],
)
def test_a_full_disk_is_one_line(tmp_path: Path, line: str, code: int, message: str) -> None:
    done = typed(line, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", f"kg: {message}\n")


@pytest.mark.skipif(os.name == "nt", reason="closes streams in the manner of a POSIX shell")
@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("kg --version >&-", 0, "", ""),
        ("kg --version <&- 2>&-", 0, f"kg {kg.__version__}\n", ""),
        ("kg exract 2>&-", 2, "", ""),
        ("kg extract - <&-", 1, "", "kg: left out stdin: the text is empty; remove it or fill it in\n"),
        (
            *("kg export --format nq -o - >&-", 0, ""),
            "kg: there is no store at 'kg-store' yet; `kg build PATH --store kg-store` makes one\n",
        ),
        ("kg query -f - <&-", 2, "", "kg: the query is empty; .*\n"),
    ],
)
def test_closed_streams_are_empty(tmp_path: Path, line: str, code: int, out: str, err: str) -> None:
    done = typed(line, tmp_path)
    assert (done.returncode, done.stdout) == (code, out)
    assert re.fullmatch(err, done.stderr), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="has no named pipes in folders, and no such signal")
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("extract news", "interrupted"),
        (
            "build deal.txt news --store new",
            "interrupted; what was committed is kept in new, and the same command goes on from there",
        ),
    ],
)
def test_an_interruption_is_one_line(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "deal.txt").write_text(BOUGHT, encoding="utf-8")
    os.mkfifo(tmp_path / "news")
    command = [sys.executable, "-m", "kg", *line.split()]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True, preexec_fn=_heed_interruptions
    ) as process:
        with (tmp_path / "news").open("wb"):  # opens when the command reads it, and keeps it waiting
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (130, "", f"kg: {message}\n")
    if "build" in line:
        (tmp_path / "news").unlink()
        again = subprocess.run([*command[:4], "deal.txt", *command[-2:]], cwd=tmp_path, capture_output=True, check=True)
        assert again.stderr == b"1 added, 0 replaced, 0 unchanged, 0 left out in new\n"


def _heed_interruptions() -> None:
    """Undo that a shell has what it runs in the background ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def typed(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell of the system, as one process of ``kg`` with its redirections."""
    command = line.replace("kg ", f"{shlex.quote(sys.executable)} -m kg ", 1)
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S602


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "ontology", "list"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1

"""SPARQL as text: which dataset a query names, its variables, and how a variable is bound to terms.

pyoxigraph can substitute a variable only where it is projected, other stores not at all, so that a variable is bound
by a VALUES block in each group of the query that uses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import QueryError, did_you_mean
from kg.ontology import named_queries

__all__ = [
    "bind",
    "braces",
    "names_of",
    "query_fault",
    "query_form",
    "uses_from",
    "uses_word",
    "variables",
    "with_prefixes",
    "without_escapes",
    "words",
]

#: What SPARQL's names are made of (https://www.w3.org/TR/sparql11-query/#rPN_CHARS_BASE): letters, what a name may
#: begin with, and what it may have inside. What Python takes for a letter differs, and behind a name that ends too
#: early all may be a comment.
_LETTERS = (
    r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FIRST = rf"{_LETTERS}_0-9"
_VARIABLE = rf"{_FIRST}\u00b7\u0300-\u036f\u203f\u2040"
_INSIDE = rf"{_VARIABLE}\-"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_FIRST}:]|{_ESCAPED})(?:(?:[{_INSIDE}:.]|{_ESCAPED})*(?:[{_INSIDE}:]|{_ESCAPED}))?"
_TOKEN = re.compile(
    rf"""
    (?P<comment>\#[^\n\r]*)
  | (?P<iri><(?:[^\x00-\x20<>"{{}}|\\^`]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<text>\"{{3}}(?:[^\\]|\\.)*?\"{{3}} | '{{3}}(?:[^\\]|\\.)*?'{{3}}
            | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<language>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
  | (?P<var>[?$][{_FIRST}][{_VARIABLE}]*)
  | (?P<annotation>\{{\||\|\}})
  | (?P<brace>[{{}}])
  | (?P<blank>_:[{_FIRST}](?:[{_INSIDE}.]*[{_INSIDE}])?)
  | (?P<name>[{_LETTERS}](?:[{_INSIDE}.]*[{_INSIDE}])?(?::(?:{_LOCAL})?)?|:(?:{_LOCAL})?)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    """,
    re.VERBOSE | re.DOTALL,
)
#: What stands in a word of SPARQL; a dot or dash behind one is none of it ("true.FILTER").
_BARE = re.compile(rf"[{_VARIABLE}]+")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "name" else ""


def _tokens(sparql: str) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(sparql):
        kind, text = match.lastgroup or "", match.group()
        if kind == "name" and ":" not in text:
            tokens += [_Token(kind, word.group(), match.start() + word.start()) for word in _BARE.finditer(text)]
        elif kind != "comment":
            tokens.append(_Token(kind, text, match.start()))
    return tokens


def uses_from(sparql: str) -> bool:
    """Tell whether a query names its own dataset with ``FROM``.

    >>> uses_from("SELECT * FROM <urn:g> { ?from ?p 'FROM' }"), uses_from("SELECT ?from { ?from ?p 'FROM' }")
    (True, False)
    """
    previous = ""
    for token in _tokens(sparql):
        if token.kind == "brace" and token.text == "{":
            # A template in braces may stand before FROM; nothing else may.
            return previous == "CONSTRUCT" and _from_after_template(sparql)
        if token.word == "FROM":
            return True
        previous = token.word
    return False


def _from_after_template(sparql: str) -> bool:
    depth, closed = 0, False
    for token in _tokens(sparql):
        if token.kind == "brace":
            depth += 1 if token.text == "{" else -1
            if closed:
                return False
            closed = depth == 0
        elif closed and token.word == "FROM":
            return True
    return False


def variables(sparql: str) -> tuple[str, ...]:
    """Return the names of a query's variables, sorted, without the question mark."""
    return tuple(sorted({token.text[1:] for token in _tokens(sparql) if token.kind == "var"}))


def names_of(sparql: str, namespace: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the local names of a namespace that a query uses, each once, in its order.

    Those of the template of a CONSTRUCT are left out, since it may make up what it likes.

    >>> names_of("CONSTRUCT { ?x kg:runs ?y } { ?y ^kg:leads+ ?x ; a <urn:kg/Company> }", "urn:kg/", {"kg": "urn:kg/"})
    ('leads', 'Company')
    """
    declared = dict(re.findall(r"(?i)\bPREFIX\s+([\w.-]*):\s*<([^<>]*)>", sparql))
    names: dict[str, None] = {}
    depth, template, previous = 0, 0, ""
    for token in _tokens(sparql):
        if token.kind == "brace":
            depth += 1 if token.text == "{" else -1
            if token.text == "{" and previous == "CONSTRUCT":
                template = depth
            template = min(template, depth)
        elif not template:
            iri = token.text[1:-1] if token.kind == "iri" else ""
            if token.kind == "name" and ":" in token.text:
                prefix, _, local = token.text.partition(":")
                iri = {**prefixes, **declared}.get(prefix, "") + local.replace("\\", "")
            if iri.startswith(namespace) and iri != namespace:
                names[iri.removeprefix(namespace)] = None
        previous = token.word
    return tuple(names)


@dataclass(slots=True)
class _Group:
    """A group in braces: where its content starts, and the variables that stand in it but in no group inside."""

    inside: int
    bindable: bool
    mentioned: set[str] = field(default_factory=set)


def _groups(sparql: str) -> Iterator[_Group]:
    """Yield the groups of a query that may take a VALUES block, the outermost first."""
    tokens = _tokens(sparql)
    groups: list[_Group] = []
    stack: list[_Group] = []
    data, previous = False, ""
    for place, token in enumerate(tokens):
        if token.word == "VALUES":
            data = True
        elif token.kind == "var" and stack and not data:
            stack[-1].mentioned.add(token.text[1:])
        elif token.kind == "brace" and token.text == "{":
            after = tokens[place + 1].word if place + 1 < len(tokens) else ""
            group = _Group(token.start + 1, not (data or previous == "CONSTRUCT" or after == "SELECT"))
            groups.append(group)
            stack.append(group)
            data = False
        elif token.kind == "brace" and stack:
            stack.pop()
        previous = token.word
    return (group for group in groups if group.bindable)


_SHORT_CONSTRUCT = re.compile(
    r"(?i)\bCONSTRUCT(\s+(?:FROM\s+(?:NAMED\s+)?\S+\s+)*)WHERE\s*\{(.*)\}([^{}]*)$", re.DOTALL
)


def bind(sparql: str, rows: Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]) -> str:
    """Return the query with variables bound to terms.

    ``rows`` maps names of variables to the rows of terms, in SPARQL's notation, that they may take together. The lines
    of the query stay where they are. QueryError where the query has no such variable.

    >>> bind("SELECT ?y { ?x ?p ?y }", {("x",): [("<urn:a>",)]})
    'SELECT ?y { VALUES (?x) { (<urn:a>) } ?x ?p ?y }'
    """
    known = variables(sparql)
    for name in (name for names in rows for name in names):
        if name not in known:
            has = ", ".join(f"?{variable}" for variable in known) or "none"
            raise QueryError(
                f"the query has no variable ?{name}{did_you_mean(name, list(known))}; its variables: {has}"
            )
    # The short form takes no VALUES: write it out.
    sparql = _SHORT_CONSTRUCT.sub(r"CONSTRUCT {\2}\1WHERE {\2}\3", sparql)
    groups = list(_groups(sparql))
    if not groups:
        return f"{sparql} WHERE {{ {''.join(_values(names, terms) for names, terms in rows.items())}}}"
    inserted: list[tuple[int, str]] = []
    for place, group in enumerate(groups):
        wanted = [names for names in rows if place == 0 or group.mentioned.intersection(names)]
        inserted.append((group.inside, "".join(_values(names, rows[names]) for names in wanted)))
    for start, text in reversed(inserted):
        if text:
            sparql = f"{sparql[:start]} {text.rstrip()}{sparql[start:]}"
    return sparql


def _values(names: tuple[str, ...], terms: Sequence[tuple[str, ...]]) -> str:
    head = " ".join(f"?{name}" for name in names)
    return f"VALUES ({head}) {{ {' '.join('(' + ' '.join(row) + ')' for row in terms)} }} "


_PLACE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_WORD = re.compile(r"[A-Z][A-Z0-9_]+")


#: Words that begin a change of the graph, which is no question.
_CHANGES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}


def query_fault(sparql: str, error: SyntaxError, prefixes: Mapping[str, str], *, update: bool = False) -> QueryError:
    """Return the QueryError that says in which line of a query the fault lies, and what is wrong or was expected.

    ``update`` tells that it was to be an update, and no query.
    """
    if not update and (told := _no_question(sparql)):
        return QueryError(told)
    match = _PLACE.match(str(error))
    if not match:
        return QueryError(f"the query cannot be read: {error}")
    expected = " ".join(match[3].split())
    at = _fault_start(sparql, int(match[1]), int(match[2]), expected)
    start = sparql.rfind("\n", 0, at) + 1
    number, line = sparql.count("\n", 0, at) + 1, sparql[start:].partition("\n")[0].strip()
    bound = {*prefixes, *re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", sparql)}
    for token in _tokens(line):
        prefix = token.text.partition(":")[0]
        if prefix and token.kind == "name" and ":" in token.text and prefix not in bound:
            known, hint = ", ".join(f"{name}:" for name in sorted(bound)), did_you_mean(prefix, sorted(bound))
            return QueryError(
                f"unknown prefix {prefix + ':'!r} in line {number} of the query{hint}; "
                f"known: {known}; others need a PREFIX line"
            )
    if len(expected) > 160:
        expected = ""
    return QueryError(
        f"line {number} of the query, column {at - start + 1}, cannot be read: {line!r}"
        f"{'; ' if expected else ''}{expected}"
    )


def _no_question(sparql: str) -> str:
    """Return what is wrong with a text that no word of a question begins, empty where one does."""
    if not _tokens(sparql):
        return "the query is empty; write one, such as SELECT ?x { ?x a kg:Company }"
    outside = [word for word, _, depth in words(sparql) if depth == 0]
    first = next((word for word in outside if word not in ("PREFIX", "BASE")), "")
    if {word.lower() for word in outside} & {*FORMS}:
        return ""
    if first in _CHANGES:
        return f"{first} changes a graph and asks nothing; changes are for store.update(…), or for kg serve --write"
    if sparql.strip() in named_queries():
        return f"{sparql.strip()!r} is the name of a query; ask kg.named_query({sparql.strip()!r})"
    known = [form.upper() for form in FORMS]
    hint = did_you_mean(first, known)
    return f"a query begins with one of {', '.join(known)}, and here with {first or sparql.split()[0]!r}{hint}"


def _fault_start(sparql: str, number: int, column: int, expected: str) -> int:
    """Return where in a query a fault lies; the parser says how far it has looked.

    For a word it looks as far as the word is long, which may be lines further, and for the end (``[_]``) to the end.
    """
    looked = sum(len(line) + 1 for line in sparql.split("\n")[: number - 1]) + column - 1
    words = [word for word in expected.removeprefix("expected ").removeprefix("one of ").split(", ") if word != "[_]"]
    back = min(map(len, words), default=0) if all(map(_WORD.fullmatch, words)) else 0
    return max(0, min(looked - back, len(sparql.rstrip())))


#: What a query can be, in the order in which none is part of another's beginning.
FORMS = ("select", "ask", "construct", "describe")


def query_form(sparql: str) -> str:
    r"""Return which of :data:`FORMS` a query has, ``select`` where it is no query.

    >>> query_form("# ASK?\nPREFIX ask: <urn:ask> CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    'construct'
    """
    return next((token.word.lower() for token in _tokens(sparql) if token.word.lower() in FORMS), "select")


def uses_word(sparql: str, word: str) -> bool:
    """Tell whether a query or update has this word of SPARQL, in capitals, outside texts, names and comments.

    >>> uses_word("SELECT * { service <urn:s> { } }", "SERVICE"), uses_word("ASK { ?service a :service }", "SERVICE")
    (True, False)
    """
    return any(token.word == word for token in _tokens(sparql))


def words(sparql: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of SPARQL in a query or update, in capitals, with where they start and in how many braces.

    >>> list(words("select ?x { ?x a kg:Claim }"))
    [('SELECT', 0, 0), ('A', 15, 1)]
    """
    depth = 0
    for token in _tokens(sparql):
        if token.kind == "brace":
            depth += 1 if token.text == "{" else -1
        elif token.word and ":" not in token.word:
            yield token.word, token.start, depth


_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def without_escapes(sparql: str) -> str:
    r"""Return a query or update with the characters that ``\u`` and ``\U`` stand for, as the standard has it read.

    https://www.w3.org/TR/sparql11-query/#codepointEscape; Oxigraph takes them in IRIs and texts only.

    >>> without_escapes(r"\u0041SK { ?x a '\U0001F600' }")
    "ASK { ?x a '😀' }"
    """
    return _CODE_POINT.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), sparql)


def braces(sparql: str) -> Iterator[tuple[int, int]]:
    """Yield where each brace of a query or update ends, and in how many others what follows it stands.

    >>> list(braces("{ ?x a '}' { } }"))
    [(1, 1), (12, 2), (14, 1), (16, 0)]
    """
    depth = 0
    for token in _tokens(sparql):
        if token.kind == "brace":
            depth += 1 if token.text == "{" else -1
            yield token.start + 1, depth


def with_prefixes(sparql: str, prefixes: Mapping[str, str]) -> str:
    """Return a query or update with the prefixes declared that it uses and does not declare; its lines stay.

    >>> with_prefixes("ASK { ?x a kg:Claim }", {"kg": "urn:kg/", "xsd": "urn:xsd/"})
    'PREFIX kg: <urn:kg/> ASK { ?x a kg:Claim }'
    """
    used = {token.text.partition(":")[0] for token in _tokens(sparql) if token.kind == "name" and ":" in token.text}
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", sparql))
    wanted = sorted((used - declared) & set(prefixes))
    return "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in wanted) + sparql

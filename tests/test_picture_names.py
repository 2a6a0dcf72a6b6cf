"""The picture's page in a real Chromium: names that are markup, scripts or stranger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import Visit, visit
from picture_story import THINGS, claim, story

from kg.model import Article, Extraction
from kg.ontology import load_ontology
from kg.picture import view
from kg.picture.page import SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

RELATIONS = load_ontology().relations


RTL = "\u202e\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
STRANGE = (
    *("<script>alert(1)</script>", "</script><script>alert(1)</script>", "</SCRIPT >", "<!--<script>", "-->", "]]>"),
    *("<img src=x onerror=alert(1)>", "\"'><svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>"),
    *("<iframe src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>", "<style>*{display:none}</style>"),
    *("<base href=//evil.example>", "<meta http-equiv=refresh content=0>", "<template><b>", "</title><b>", "</style>"),
    *(
        "javascript:alert(1)",
        "data:text/html,<b>",
        "' onfocus=alert(1) autofocus x='",
        '" autofocus onfocus=alert(1) "',
    ),
    *("{{ 7 * 7 }}", "{% raw %}", "{# c #}", "${7*7}", "`x`", "<%= 7 %>", "#{7}", "%s %d %n", "{0}"),
    *("&lt;b&gt;", "&amp;amp;", "&#x27;", "&nbsp;", "&", "<", ">", '"', "'", "\\"),
    *("\\u003cb\\u003e", "\\n", "\\x3cscript\\x3e", "\u2028 \u2029", "a\tb", "a\nb", "a\u0000b", "a\u0007b"),
    *("\u202egnp.exe", f"{RTL}x", "شركة النور", "חברת האור", "中文公司", "Ⓐⓒⓜⓔ", "e\u0301\u0302\u0303" * 9),
    *("🚀 Rocket", "👩‍🚀👨‍👩‍👧", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "A" * 5000, "word " * 1000 + "end", "__proto__", "constructor"),
    *("'; DROP TABLE nodes; --", "http://evil.example/x.js", "..\\..\\etc", "=cmd|' /C calc'!A0", "null", "NaN"),
)


def test_strange_names_are_many() -> None:
    assert len(set(STRANGE)) == len(STRANGE) >= 60


def strange(name: str) -> Extraction:
    """Return an article in which everything is called so."""
    text = f"{name} backs NATO."
    article = Article(name, text, title=name, url=f"javascript:{name}", publisher=name, published=date(2026, 1, 1))
    things = {"NATO": THINGS["NATO"], "X": ("Company", (f"{name}!",))}
    found = claim(Article(name, "X backs NATO."), "<s|X> <t|backs> <o|NATO>.", RELATIONS["supports"], things)
    subject = replace(found.subject, name=name, thing=f"organization/{name}", aliases=(name, f"{name}!"))
    found = replace(
        found,
        subject=subject,
        evidence=article.span(0, len(text)),
        subject_span=article.span(0, len(name)),
        object_span=article.span(len(text) - 5, len(text) - 1),
        trigger_spans=(),
        attributed_to=(name,),
        role=name,
    )
    return Extraction(article, (), (subject, found.object), (found,))


@pytest.fixture(scope="module")
def strange_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One page about all of them."""
    picture = view([strange(name) for name in STRANGE], title="Strange names")
    with visit(browser, picture.save(tmp_path_factory.mktemp("strange") / "strange.html")) as opened:
        yield opened


@pytest.mark.parametrize("name", STRANGE, ids=range(len(STRANGE)))
def test_strange_names_are_text(strange_page: Visit, name: str) -> None:
    opened = strange_page
    text_of = "(selector) => document.querySelector(selector).textContent"
    node = opened.run("(name) => page.payload.nodes.findIndex((n) => n.id === `organization/${name}`)", name)
    edge = opened.run(f"page.scene.touching[{node}][0]")
    opened.run(f"page.pick({{ kind: 'edge', index: {edge} }})")
    assert opened.run(text_of, "#details blockquote") == f"{name} backs NATO."
    assert opened.run(text_of, "#details h2 bdi") == name
    assert opened.run(text_of, "#details .by strong") == name
    assert opened.run(text_of, "#details .badge.role") == name
    assert opened.run(text_of, "#details .source bdi") == name
    assert opened.run(text_of, "#details .origin bdi") == name
    opened.run(f"page.pick({{ kind: 'node', index: {node} }})")
    assert opened.run(text_of, "#details h2") == name
    assert opened.run(text_of, "#details .also bdi") == f"{name}!"
    assert opened.run("(n) => State.read(page.scene, page.state.write(page.scene)).pick.index === n", node) is True
    opened.run(f"page.card.show({{ kind: 'node', index: {node} }}, {{ x: 9, y: 9 }})")
    assert opened.run(text_of, "#card bdi") == name
    opened.page.fill("#query", " ".join(name.split())[:40])
    opened.run("page.search.find()")
    hits = opened.run("page.search.hits.map((hit) => hit.index)")
    assert node in hits or len(hits) == 12 or not name.strip()
    assert opened.complaints == []


def test_strange_names_make_no_markup(strange_page: Visit) -> None:
    opened = strange_page
    opened.run("page.table.toggle(true)")
    cells = opened.page.locator("#table td:first-child bdi").all_text_contents()
    assert sorted(cells) == sorted(STRANGE)
    drawn = opened.run("new XMLSerializer().serializeToString(asSvg(page.drawing, 'x'))")
    parsed = "(drawn) => new DOMParser().parseFromString(drawn, 'image/svg+xml').querySelector('parsererror')"
    assert opened.run(parsed, drawn) is None
    assert opened.run("document.querySelectorAll('script:not([type])').length") == 1 + len(SCRIPTS)
    odd = "iframe, base, img, template, a, body style, svg script, [onload], [onerror], [onfocus]"
    assert opened.run("(odd) => document.querySelectorAll(odd).length", odd) == 0
    assert opened.complaints == []
    assert len(opened.requests) == 1


@pytest.mark.parametrize(
    "title", [STRANGE[1], STRANGE[3], STRANGE[6], "</title><b>", "{{ 7 * 7 }}", "\u202eevil", "A" * 5000]
)
def test_strange_titles_are_text(browser: Browser, tmp_path: Path, title: str) -> None:
    with visit(browser, view(story(), title=title).save(tmp_path / "strange.html")) as opened:
        assert opened.run("[document.title, document.querySelector('h1').textContent]") == [title, title]
        assert opened.complaints == []

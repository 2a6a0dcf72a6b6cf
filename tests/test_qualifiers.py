"""Polarity, certainty and time of single sentences whose claim is given, in the notation of ``qualified``."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qualified import ONTOLOGY, PUBLISHED, qualified, rows, said, shown, taken_apart

import kg.qualifiers.cues
from kg.mentions.tokens import tokens
from kg.model import Article, Mention, Relation
from kg.nlp import load_model, parse
from kg.ontology import Ontology
from kg.qualifiers import Qualifiers, qualify
from kg.qualifiers.cues import lexicon
from kg.qualifiers.reading import Reading
from kg.qualifiers.tenses import tense_of
from kg.qualifiers.trees import Tree
from kg.relations import Proposal

PLAIN = [
    ("s[Norvane] t[bought] o[Tarsis].", ""),
    ("s[Norvane] has t[bought] o[Tarsis] for two billion euros.", ""),
    ("s[Norvane] is t[buying] o[Tarsis].", ""),
    ("s[Norvane], which t[bought] o[Tarsis], runs four plants.", ""),
    ("s[Norvane] would later t[buy] o[Tarsis].", ""),
    ("o[Tarsis] denied t[accusations] by s[Norvane].", "", "accuses"),
    ("s[Norvane] t[accused] o[Tarsis] of theft, a charge e[it=Tarsis] denies.", "@Norvane", "accuses"),
    ("s[Norvane] could sue its t[rival] o[Tarsis].", "", "competes_with"),
    ("s[Norvane] t[sold] its t[stake] in o[Tarsis].", "past", "invests_in"),
    ("s[Norvane] has t[sold] all its t[shares] in o[Tarsis].", "past", "invests_in"),
    ("s[Norvane] t[sold] half its t[shares] in o[Tarsis].", "", "invests_in"),
    ("s[Norvane] will t[sell] its t[stake] in o[Tarsis].", "", "invests_in"),
    ("e[Osk] sold its t[stake] in o[Tarsis] to s[Norvane].", "", "invests_in"),
    ("t[Former] o[Norvane] t[chairman] s[Jane Roe] left.", "past", "leads"),
    ("s[Jane Roe] was t[named] t[head] of o[Norvane].", "", "leads"),
    ("The plan was barred by a t[sale] of o[Tarsis] to s[Norvane].", ""),
    ("s[Norvane] t[bars] o[Tarsis] from selling arms.", "", "sanctions"),
    ("s[Norvane] has t[sued] its former supplier o[Tarsis].", "", "sues"),
    ("o[Tarsis] was t[bought] by s[Norvane] and sold its docks.", ""),
    ("s[Norvane] t[buys] o[Tarsis]", ""),
    ("The regulator, which may resign, let s[Norvane] t[buy] o[Tarsis].", ""),
    ("Analysts denied knowing why s[Norvane], which t[bought] o[Tarsis], closed the plant.", ""),
    ("s[Norvane] t[bought] o[Tarsis]; it will not buy anything else.", ""),
    ("Not only did s[Norvane] t[buy] o[Tarsis], it also kept the name.", ""),
]

NEGATIVE = [
    ("s[Norvane] did not t[buy] o[Tarsis].", "negative past"),
    ("s[Norvane] has never t[bought] o[Tarsis].", "negative past"),
    ("s[Norvane] does not t[own] o[Tarsis].", "negative"),
    ("s[Norvane] will not t[buy] o[Tarsis].", "negative future"),
    ("s[Norvane] won't t[buy] o[Tarsis].", "negative future"),
    ("Neither s[Norvane] nor Osk t[bought] o[Tarsis].", "negative past"),
    ("s[Norvane] has no plans to t[buy] o[Tarsis].", "negative future"),
    ("s[Norvane] does not intend to t[buy] o[Tarsis].", "negative future"),
    ("s[Norvane] denied that it had t[bought] o[Tarsis].", "negative past @Norvane"),
    ("s[Norvane] denied having t[bought] o[Tarsis].", "negative past @Norvane"),
    ("Reports that s[Norvane] has t[bought] o[Tarsis] are wrong.", "negative past"),
    ("The claim that s[Norvane] t[supplies] o[Tarsis] is a lie.", "negative", "supplies"),
    ("It is not true that s[Norvane] t[supplies] o[Tarsis].", "negative", "supplies"),
    ("s[Norvane] denies that it t[owns] o[Tarsis].", "negative @Norvane"),
    ("s[Norvane] has ruled out t[buying] o[Tarsis].", "negative future @Norvane"),
    ("s[Norvane] refused to t[buy] o[Tarsis].", "negative future"),
    ("e[Jane Roe] said s[Norvane] would not t[buy] o[Tarsis].", "negative future @Jane Roe"),
    ("e[Jane Roe] rejected reports that s[Norvane] had t[bought] o[Tarsis].", "negative past @Jane Roe"),
    ("Reports that s[Norvane] would t[buy] o[Tarsis] are false, e[Jane Roe] said.", "negative future @Jane Roe"),
    ("A t[sale] of o[Tarsis] to s[Norvane] is out of the question.", "negative future"),
    ("s[Norvane] is unlikely to t[buy] o[Tarsis].", "negative future"),
    ("s[Norvane] is not expected to t[buy] o[Tarsis].", "negative probable future"),
    ("s[Norvane] may not t[buy] o[Tarsis].", "negative possible future"),
    ("s[Norvane] failed to t[buy] o[Tarsis].", "negative past"),
    ("s[Norvane] bought a plant instead of t[buying] o[Tarsis].", "negative"),
    ("s[Norvane] will neither t[buy] o[Tarsis] nor leave.", "negative future"),
    ("s[Norvane] has cancelled plans to t[buy] o[Tarsis].", "negative probable future"),
    ("A t[takeover] of o[Tarsis] by s[Norvane], since abandoned, would have cost two billion.", "negative past"),
    ("s[Norvane] decided against t[buying] o[Tarsis].", "negative"),
    ("s[Norvane] stopped short of t[buying] o[Tarsis].", "negative"),
    ("s[Norvane] has refrained from t[buying] o[Tarsis].", "negative"),
    ("s[Norvane] was barred from t[buying] o[Tarsis].", "negative"),
    ("The regulator blocked s[Norvane]'s t[takeover] of o[Tarsis].", "negative future"),
    ("The t[merger] of s[Norvane] and o[Tarsis] fell through.", "negative future", "merges_with"),
    ("A court barred s[Norvane] from t[buying] o[Tarsis].", "negative"),
    ("s[Norvane] has yet to t[buy] o[Tarsis].", "negative future"),
    ("s[Norvane] should have t[bought] o[Tarsis].", "negative past"),
    ("s[Norvane] would have t[bought] o[Tarsis] but for the strike.", "negative past"),
]

TWICE = [
    ("s[Norvane] denied that it would not t[buy] o[Tarsis].", "future @Norvane"),
    ("s[Norvane] has not ruled out t[buying] o[Tarsis].", "possible future @Norvane"),
    ("s[Norvane] has not ruled out a t[merger] with o[Tarsis].", "possible future @Norvane", "merges_with"),
    ("s[Norvane] does not exclude a t[partnership] with o[Tarsis].", "possible future", "partners_with"),
    ("s[Norvane] has not ended its t[contract] with o[Tarsis].", "", "contracts_with"),
    ("s[Norvane] denied that it had stopped t[supplying] o[Tarsis].", "@Norvane", "supplies"),
    ("s[Norvane] is not negotiating, but it does t[own] o[Tarsis].", "", "owns"),
    ("s[Norvane] never denied that it had t[bought] o[Tarsis].", "@Norvane"),
    ("s[Norvane] denied establishing a t[venture] with o[Tarsis].", "negative @Norvane", "partners_with"),
    ("s[Norvane] denied that it would t[buy] o[Tarsis] if Osk refused.", "negative future @Norvane"),
    # what is denied is that somebody says or affirms it
    ("s[Norvane] declined to say whether it had t[bought] o[Tarsis].", "possible"),
    ("s[Norvane] did not say if it had t[bought] o[Tarsis].", "possible"),
    ("It is not clear whether s[Norvane] has t[bought] o[Tarsis].", "possible"),
    ("e[Jane Roe] declined to confirm that s[Norvane] had t[bought] o[Tarsis].", "possible"),
    ("s[Norvane] has neither confirmed nor denied that it had t[bought] o[Tarsis].", "possible"),
]

CERTAINTY = [
    ("s[Norvane] has reportedly t[bought] o[Tarsis].", "probable"),
    ("s[Norvane] allegedly t[bought] o[Tarsis].", "probable"),
    ("s[Norvane] is reported to have t[bought] o[Tarsis].", "probable"),
    ("s[Norvane] is said to t[own] o[Tarsis].", "probable"),
    ("s[Norvane] is believed to t[own] o[Tarsis].", "probable"),
    ("s[Norvane] is expected to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] hopes to t[buy] o[Tarsis].", "possible future"),
    ("s[Norvane] threatened to t[sue] o[Tarsis].", "possible future", "sues"),
    ("s[Norvane] is t[interested] in o[Tarsis].", "possible future"),
    ("Shares rose on reports that s[Norvane] had t[bought] o[Tarsis].", "probable"),
    ("s[Norvane] had hoped to t[buy] o[Tarsis].", "possible future"),
    ("s[Norvane] is under pressure to t[buy] o[Tarsis].", "possible future"),
    ("s[Norvane] ought to t[buy] o[Tarsis].", "possible"),
    ("Calls grew for s[Norvane] to t[buy] o[Tarsis].", "possible future"),
    ("Pressure is mounting on s[Norvane] to t[buy] o[Tarsis].", "possible future"),
    ("Plans emerged for s[Norvane] to t[buy] o[Tarsis].", "probable future"),
    ("Reports surfaced that s[Norvane] had t[bought] o[Tarsis].", "probable"),
    ("The news emerged after s[Norvane] t[bought] o[Tarsis].", ""),
    ("If s[Norvane] t[owns] o[Tarsis], prices will rise.", "possible", "owns"),
    ("s[Norvane] plans to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] agreed to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] t[agreed] to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] is set to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] is likely to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] is about to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] is to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] to t[buy] o[Tarsis]", "probable future"),
    ("s[Norvane] has reached an agreement to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] has won approval to t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] is in talks to t[buy] o[Tarsis].", "possible future"),
    ("s[Norvane] wants to t[buy] o[Tarsis].", "possible future"),
    ("s[Norvane] may t[buy] o[Tarsis].", "possible future"),
    ("s[Norvane] might t[buy] o[Tarsis].", "possible future"),
    ("s[Norvane] could t[buy] o[Tarsis].", "possible future"),
    ("s[Norvane] may have t[bought] o[Tarsis].", "possible"),
    ("Perhaps s[Norvane] t[owns] o[Tarsis].", "possible"),
    ("s[Norvane] is considering t[buying] o[Tarsis].", "possible future"),
    ("s[Norvane] is weighing a t[takeover] of o[Tarsis].", "possible future"),
    ("s[Norvane] will t[buy] o[Tarsis] if the regulator agrees.", "possible future"),
    ("If s[Norvane] t[buys] o[Tarsis], four plants will close.", "possible future"),
    ("Unless the price falls, s[Norvane] will t[buy] o[Tarsis].", "possible future"),
    ("Will s[Norvane] t[buy] o[Tarsis]?", "possible future"),
    ("s[Norvane] t[bid] for o[Tarsis].", "possible future"),
    ("s[Norvane] will probably t[buy] o[Tarsis].", "probable future"),
    ("s[Norvane] may sell Osk and t[buy] o[Tarsis].", "possible future"),
    ("Osk may sell a plant, and s[Norvane] t[bought] o[Tarsis].", ""),
]

#: Words that are part of what the relation means are no hedges.
MEANING = [
    ("s[Norvane] is t[exploring] a t[contract] with o[Tarsis].", "", "negotiates_with"),
    ("s[Norvane] and o[Tarsis] are in t[talks].", "", "negotiates_with"),
    ("s[Norvane] t[plans] a t[merger] with o[Tarsis].", "probable future", "merges_with"),
    ("s[Norvane] may hold t[talks] with o[Tarsis].", "possible future", "negotiates_with"),
    ("s[Norvane] t[threatened] o[Tarsis] with a suit.", "", "sues"),
]

TIME = [
    ("s[Norvane] will t[buy] o[Tarsis].", "future", "acquires"),
    ("s[Norvane] is going to t[buy] o[Tarsis].", "future", "acquires"),
    ("s[Norvane] to t[buy] o[Tarsis] next week.", "future 2026-03-16/2026-03-22", "acquires"),
    ("s[Norvane] had been a t[partner] of o[Tarsis].", "past", "partners_with"),
    ("s[Norvane] used to t[own] o[Tarsis].", "past", "owns"),
    ("s[Norvane] no longer t[supplies] o[Tarsis].", "past", "supplies"),
    ("s[Norvane] t[supplied] o[Tarsis] for years.", "past", "supplies"),
    ("s[Norvane] has t[supplied] o[Tarsis] for years.", "", "supplies"),
    ("s[Norvane] will no longer t[supply] o[Tarsis].", "negative future", "supplies"),
    ("s[Norvane] has ended its t[contract] with o[Tarsis].", "past", "contracts_with"),
    ("s[Norvane] may end its t[contract] with o[Tarsis].", "", "contracts_with"),
    ("s[Norvane] will end its t[contract] with o[Tarsis].", "", "contracts_with"),
    ("The t[row] between s[Norvane] and o[Tarsis] is over.", "past", "disputes_with"),
    ("s[Norvane] will t[use] the t[models] of o[Tarsis].", "future", "uses"),
    ("s[Jane Roe] left on Sunday to t[see] o[Tarsis].", "past", "meets_with"),
    ("s[Norvane] t[broke] t[off] t[talks] with o[Tarsis].", "past", "negotiates_with"),
    ("t[Talks] between s[Norvane] and o[Tarsis] have collapsed.", "past", "negotiates_with"),
    ("s[Norvane] t[met] o[Tarsis].", "past", "meets_with"),
    ("s[Norvane] t[meets] o[Tarsis] tomorrow.", "future 2026-03-12", "meets_with"),
    ("s[Norvane] t[meets] o[Tarsis] in Oslo", "past", "meets_with"),
    ("s[Norvane] will t[meet] o[Tarsis] tomorrow.", "future 2026-03-12", "meets_with"),
    ("Rebels of s[Norvane] t[attacked] o[Tarsis].", "past", "attacks"),
    ("s[Norvane] t[sued] o[Tarsis] on Monday.", "2026-03-09", "sues"),
    ("s[Norvane], a former t[supplier] of o[Tarsis], runs four plants.", "past", "supplies"),
    ("s[Norvane] said it was t[negotiating] with o[Tarsis].", "@Norvane", "negotiates_with"),
    ("s[Norvane] said it would t[buy] o[Tarsis].", "future @Norvane", "acquires"),
]

#: What was done once and holds is not over for being told in a past tense; what went on for a while is.
LASTING = [
    ("s[Norvane] had t[bought] o[Tarsis] in 2019.", "2019", "acquires"),
    ("s[Jane Roe] had t[founded] o[Tarsis] with her brother.", "", "founded"),
    ("o[Jane Roe] had been t[dismissed] by s[Norvane] in May.", "2025-05", "dismisses"),
    ("s[Norvane], which t[led] a t[round] in o[Tarsis], is based in Oslo.", "", "invests_in"),
    ("s[Norvane] and o[Tarsis] t[signed] an t[accord] in Oslo.", "", "agrees_with"),
    ("s[Norvane] t[lost] its chairman, o[Jane Roe].", "", "leaves"),
    ("s[Norvane] t[spoke] of blackmail by o[Tarsis].", "", "accuses"),
    ("s[Norvane] no longer t[opposes] o[Tarsis].", "past", "opposes"),
    ("s[Norvane] had t[negotiated] with o[Tarsis] in May.", "past 2025-05", "negotiates_with"),
    ("s[Norvane] had t[quarrelled] with o[Tarsis].", "past", "disputes_with"),
]

OFFICES = [
    ("s[Jane Roe], t[chairman] of o[Tarsis], spoke.", ""),
    ("s[Jane Roe], a former t[chairman] of o[Tarsis], spoke.", "past"),
    ("s[Jane Roe], until 2019 a t[director] of o[Tarsis], spoke.", "past"),
    ("Former o[Tarsis] t[chairman] s[Jane Roe] may sue.", "past"),
    ("o[Tarsis] t[chairman] s[Jane Roe] may sue.", ""),
    ("s[Jane Roe], t[chairman] of o[Tarsis], has resigned.", "past"),
    ("s[Jane Roe] resigned as t[chairman] of o[Tarsis].", "past"),
    ("s[Jane Roe] may resign as t[chairman] of o[Tarsis].", ""),
    ("s[Jane Roe] will resign as t[chairman] of o[Tarsis].", ""),
    ("o[Tarsis] sacked its t[chairman], s[Jane Roe].", "past"),
    ("s[Jane Roe] was t[chairman] of o[Tarsis].", "past"),
    ("s[Jane Roe] is t[chairman] of o[Tarsis].", ""),
    ("s[Jane Roe] will be t[chairman] of o[Tarsis].", "future"),
    ("o[Tarsis] named s[Jane Roe] to t[run] the plant.", "future"),
    ("e[John Poe] denied that s[Jane Roe], t[chairman] of o[Tarsis], had lied.", ""),
]

#: What is not read yet, and why.
MISSED = [
    (
        "s[Norvane] almost t[bought] o[Tarsis].",
        "negative past",
        "mostly the word is said of a number or of another word: almost doubled its stake",
    ),
]


@pytest.mark.parametrize("row", rows(PLAIN, NEGATIVE, CERTAINTY, TWICE, MEANING, TIME, LASTING, missed=MISSED))
def test_a_sentence_is_qualified(row: tuple[str, ...]) -> None:
    assert said(row) == row[1]


@pytest.mark.parametrize("row", rows(OFFICES))
def test_an_office_is_held_or_was_left(row: tuple[str, ...]) -> None:
    assert shown(qualified(row[0], "leads", role="chairman")) == row[1]


def test_words_of_the_claim_and_its_cues_are_kept_apart() -> None:
    found = qualified("s[Norvane] has reportedly agreed to t[buy] o[Tarsis], e[Jane Roe] said.")
    article = taken_apart("s[Norvane] has reportedly agreed to t[buy] o[Tarsis], e[Jane Roe] said.").article
    ((_, doc),) = parse(load_model(), [article])
    assert [doc[start:end].text for start, end in found.cues] == ["reportedly", "agreed", "said"]


#: A headline and the text below it: what is expected of the headline's claim.
ECHOES = [
    ("s[Norvane] t[buys] o[Tarsis]", "Norvane may buy Tarsis.", "possible"),
    ("- s[Norvane] t[buys] o[Tarsis].", "Norvane may buy Tarsis.", "possible"),
    ("s[Norvane] t[buys] o[Tarsis]", "Norvane has bought Tarsis.", "certain"),
    ("s[Norvane] t[bought] o[Tarsis] in May.", "Norvane may buy Tarsis.", "certain"),
    ("s[Norvane]'s t[takeover] of o[Tarsis] pleases Oslo.", "Norvane may buy Tarsis.", "possible"),
]


@pytest.mark.parametrize(("headline", "text", "expected"), ECHOES)
def test_a_headline_is_no_surer_than_the_text(headline: str, text: str, expected: str) -> None:
    marked = taken_apart(headline)
    article = Article("t", f"{marked.article.text}\n\n{text}", published=PUBLISHED)
    below = {name: text.index(name) + len(marked.article.text) + 2 for name in ("Norvane", "Tarsis")}
    entities = {
        name: replace(e, mentions=(*e.mentions, Mention(article.span(below[name], below[name] + len(name)), "Company")))
        for name, e in marked.entities.items()
    }
    ((_, doc),) = parse(load_model(), [article])
    proposals = []
    for ends in (0, 1):
        subject, object_ = (entities[name].mentions[ends] for name in ("Norvane", "Tarsis"))
        sentence = next(s for s in doc.sents if s.start_char <= subject.span.start < s.end_char)
        trigger = next(t.i for t in sentence if t.lemma_ in ("buy", "takeover"))
        proposals.append(
            Proposal(
                Relation("acquires", ("Company",), ("Company",)),
                entities["Norvane"],
                entities["Tarsis"],
                subject,
                object_,
                (sentence.start, sentence.end),
                trigger,
                (trigger,),
            )
        )
    found = qualify(doc, article, tuple(entities.values()), proposals, ONTOLOGY)
    assert found[0].certainty == expected


TENSES = [
    ("Norvane buys Tarsis.", "present"),
    ("Norvane is buying Tarsis.", "present"),
    ("Norvane bought Tarsis.", "past"),
    ("Norvane was buying Tarsis.", "past"),
    ("Norvane has bought Tarsis.", "perfect"),
    ("Norvane had bought Tarsis.", "past perfect"),
    ("Norvane will buy Tarsis.", "future"),
    ("Norvane would buy Tarsis.", "would"),
    ("Norvane could buy Tarsis.", "modal"),
    ("Norvane could have bought Tarsis.", "modal perfect"),
    ("Norvane wants to buy Tarsis.", "infinitive"),
    ("Norvane is said to have bought Tarsis.", "infinitive perfect"),
    ("Norvane sold Osk and bought Tarsis.", "past"),
    ("Norvane will sell Osk and buy Tarsis.", "future"),
]


@pytest.mark.parametrize(("text", "expected"), TENSES)
def test_the_tense_of_a_verb(text: str, expected: str) -> None:
    ((_, doc),) = parse(load_model(), [Article("t", text)])
    verb = next(token.i for token in doc if token.lemma_ == "buy")
    assert tense_of(Tree(tokens(doc)), verb) == expected


def test_a_word_in_quotation_marks_is_no_quotation() -> None:
    ((_, doc),) = parse(load_model(), [article := Article("t", 'A "deal" was near. He said: "We won." "They lost')])
    reading = Reading(doc, article, [], lexicon(ONTOLOGY))
    assert [doc[start:end].text for start, end in reading.quotes] == ["We won."]


def test_cues_are_the_longest_that_fit_and_may_be_parted() -> None:
    ((_, doc),) = parse(load_model(), [Article("t", "Norvane ruled it out and no longer sings.")])
    cues = lexicon(ONTOLOGY).find(Tree(tokens(doc)), 0, len(doc))
    found = [tuple(doc[i].text for i in cue.tokens) for here in cues.values() for cue in here]
    assert sorted(found) == [("no", "longer"), ("ruled", "out")]


def test_every_cue_set_that_the_code_names_is_in_the_ontology() -> None:
    names = {value for name, value in vars(kg.qualifiers.cues).items() if name.isupper() and isinstance(value, str)}
    assert len(names) > 20
    assert names - {kg.qualifiers.cues.EVENT} <= set(ONTOLOGY.cue_sets)


def test_without_cue_sets_everything_is_usual() -> None:
    bare = Ontology(ONTOLOGY.types, ONTOLOGY.entries, {})
    marked = taken_apart("s[Norvane] has reportedly denied that it owned o[Tarsis].")
    ((_, doc),) = parse(load_model(), [marked.article])
    subject, object_ = marked.ends["s"], marked.ends["o"]
    proposal = Proposal(
        ONTOLOGY.relations["owns"],
        marked.entities["Norvane"],
        marked.entities["Tarsis"],
        subject,
        object_,
        (0, len(doc)),
        next(t.i for t in doc if t.lemma_ == "own"),
    )
    assert qualify(doc, marked.article, tuple(marked.entities.values()), [proposal], bare) == (Qualifiers(),)


def test_a_mention_inside_a_word_has_the_whole_word() -> None:
    article = Article("t", "Anti-Norvane pickets met.")
    ((_, doc),) = parse(load_model(), [article])
    covered = Tree(tokens(doc)).tokens(Mention(article.span(6, 11), "Company"))
    assert doc[covered.start : covered.stop].text.endswith("Norvane")


def test_nothing_proposed_is_nothing_qualified() -> None:
    ((_, doc),) = parse(load_model(), [Article("t", "Norvane may buy Tarsis.")])
    assert qualify(doc, Article("t", doc.text), (), [], ONTOLOGY) == ()

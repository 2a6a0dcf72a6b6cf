"""Who is said to say what a sentence says: named, nested, anonymous, quoted, in a headline."""

from __future__ import annotations

import pytest
from qualified import qualified, rows, said, shown

from kg.relations.proposal import Chances

SOURCES = [
    ("e[Jane Roe] said s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ("s[Norvane] has t[bought] o[Tarsis], e[Jane Roe] said.", "@Jane Roe"),
    ("The mayor of e[Elling], e[Jane Roe], said s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ("The head of e[Osk Oil], e[Jane Roe], told the e[Tribune!] s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ("s[Norvane], e[Jane Roe] said, has t[bought] o[Tarsis].", "@Jane Roe"),
    ("s[Norvane] has t[bought] o[Tarsis], said e[Jane Roe].", "@Jane Roe"),
    ("e[She=Jane Roe] told reporters that s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ("s[Norvane] said in a statement that it had t[bought] o[Tarsis].", "@Norvane"),
    ("According to e[Jane Roe], s[Norvane] has t[bought] o[Tarsis].", "@Jane Roe"),
    ("s[Norvane] has t[bought] o[Tarsis], according to e[The Tribune!].", "@The Tribune"),
    ("According to a e[Tribune!] report, s[Norvane] has t[bought] o[Tarsis].", "probable @Tribune"),
    ("e[The Tribune!] reported that s[Norvane] had t[bought] o[Tarsis].", "probable @The Tribune"),
    ("A e[Osk] spokesman said s[Norvane] had t[bought] o[Tarsis].", "@Osk"),
    ("A spokesman for e[Osk] said s[Norvane] had t[bought] o[Tarsis].", "@Osk"),
    ("A spokesman, e[John Poe], said s[Norvane] had t[bought] o[Tarsis].", "@John Poe"),
    ("e[Jane Roe], who runs Osk, said s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ("e[Jane Roe] admitted and later insisted that s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ('"s[Norvane] has t[bought] o[Tarsis]," e[Jane Roe] said.', "@Jane Roe"),
    ('"We are happy," said e[Jane Roe]. "s[Norvane] has t[bought] o[Tarsis]."', "@Jane Roe"),
    ("“We are happy,” said e[Jane Roe]. “s[Norvane] t[owns] o[Tarsis].”", "@Jane Roe"),
    ('e[Jane Roe] was blunt: "s[Norvane] t[owns] o[Tarsis]."', "@Jane Roe"),
    ("s[Norvane] t[blamed] o[Tarsis] for the fire.", "@Norvane", "accuses"),
    ("s[Norvane] t[said] o[Tarsis] had t[lied].", "@Norvane", "accuses"),
    ("s[Jane Roe] t[says] o[Tarsis] is t[wrong].", "@Jane Roe", "opposes"),
    ("e[Jane Roe] accused s[Norvane] of t[supplying] o[Tarsis].", "@Jane Roe", "supplies"),
    ("s[Norvane] has long been t[accused] by e[Osk] of t[arming] o[Tarsis].", "@Osk", "supplies"),
    (
        "e[Jane Roe] was responding to a report in e[The Tribune!] that s[Norvane] had t[bought] o[Tarsis].",
        "probable @The Tribune",
    ),
    ("According to a report in e[The Tribune!], s[Norvane] has t[bought] o[Tarsis].", "probable @The Tribune"),
    (
        "e[Jane Roe] denied a report in e[The Tribune!] that s[Norvane] had t[bought] o[Tarsis].",
        "negative past @Jane Roe",
    ),
    # a name that the parser hangs on the word before it
    ("s[Norvane] will t[buy] o[Tarsis], its chief e[Jane Roe] said at a fair where bakers met.", "future @Jane Roe"),
    ("Current minister of e[Osk] e[Jane Roe] wrote that s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ("Longtime e[Tribune!] writer and performer e[Jane Roe] said s[Norvane] t[owns] o[Tarsis].", "@Jane Roe"),
    ("Friends of e[Jane Roe] said s[Norvane] had t[bought] o[Tarsis].", "@Friends of Jane Roe"),
    ("s[Norvane] will t[buy] o[Tarsis], a spokesman for e[Osk] said.", "future @Osk"),
    (
        "s[Norvane] said it would t[buy] o[Tarsis], its lawyer, e[Jane Roe], told e[The Tribune!] on Monday.",
        "future @Norvane @Jane Roe",
    ),
    ("A spokesman for e[Osk], e[John Poe], said s[Norvane] had t[bought] o[Tarsis].", "@John Poe"),
    ("e[Osk] may buy a yard, e[Jane Roe] said; s[Norvane] will t[buy] o[Tarsis].", "future"),
    ("s[Norvane] had t[bought] o[Tarsis], e[Osk] said in a statement.", "@Osk"),
    ("Asked about it, e[Jane Roe] said s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ("e[Jane Roe] warned e[Osk] that s[Norvane] would t[buy] o[Tarsis].", "future @Jane Roe"),
    ("It was e[Jane Roe] who said that s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    ("e[Jane Roe] mused that s[Norvane] might t[buy] o[Tarsis].", "possible future @Jane Roe"),
    # a name with a conjunction in it, names beside one another, a relative clause, a predicate
    (
        "s[Norvane] is considering a t[purchase] of o[Tarsis], the e[Sun and Mail!] reported, but Osk is not.",
        "possible future @Sun and Mail",
    ),
    (
        'Osk\'s chief, the retired general e[Jane Roe], was blunt: "s[Norvane] t[owns] o[Tarsis]."',
        "@Jane Roe",
    ),
    (
        "Shares rose in s[Norvane], which denied that it had t[bought] o[Tarsis].",
        "negative past @Norvane",
    ),
    ("e[Osk], for its part, said that s[Jane Roe] had been an t[adviser] to o[Norvane].", "@Osk", "works_for"),
    # whose "the statement" is
    (
        "e[Jane Roe] said in a statement that all was well. The statement said s[Norvane] had t[bought] o[Tarsis].",
        "@Jane Roe",
    ),
    (
        "A letter from e[Osk] was read out. The letter says s[Norvane] t[owns] o[Tarsis].",
        "@Osk",
    ),
    ("All was well. The statement said s[Norvane] had t[bought] o[Tarsis].", ""),
    # an apposition only between commas
    ("s[Norvane] t[sued] o[Jane Roe], the minister, e[John Poe] said.", "@John Poe", "sues"),
    ("s[Norvane] t[sued] o[Jane Roe], a Norvane lawyer said.", "@a Norvane lawyer", "sues"),
    # a headline
    ("s[Norvane] in t[talks] with o[Tarsis], sources say", "@sources", "negotiates_with"),
    # the passive
    ("s[Norvane] was said by e[Jane Roe] to have t[bought] o[Tarsis].", "probable @Jane Roe"),
    ("s[Norvane] has t[bought] o[Tarsis], it was said by e[Jane Roe].", "probable @Jane Roe"),
    ("A t[sale] of o[Tarsis] to s[Norvane] was ruled out by e[Jane Roe].", "negative future @Jane Roe"),
    ("o[Tarsis], t[accused] by s[Norvane] of fraud, has closed.", "@Norvane", "accuses"),
    # two who say it together
    ("s[Norvane] and o[Tarsis] have t[merged], e[the two firms=Norvane+Tarsis] said.", "@Norvane @Tarsis"),
    (
        "e[Osk] and e[Tarn] met. e[Both=Osk+Tarn] told reporters that s[Norvane] had t[bought] o[Tarsis].",
        "@Osk @Tarn",
    ),
    # over several sentences
    ('e[Jane Roe] spoke first. "s[Norvane] will t[buy] o[Tarsis]," e[she=Jane Roe] added.', "future @Jane Roe"),
    (
        '"We are glad," e[Jane Roe] said. "It took long. s[Norvane] will t[buy] o[Tarsis]."',
        "future @Jane Roe",
    ),
    (
        "e[Jane Roe] said e[Osk] was sold. e[She=Jane Roe] added that s[Norvane] had t[bought] o[Tarsis].",
        "@Jane Roe",
    ),
    # what should be said, and what another paragraph says, is not said
    ('"s[Norvane] t[bought] o[Tarsis]," e[Jane Roe] said, "and e[Osk] should say so."', "@Jane Roe"),
    ("e[Jane Roe] said that all was well\n\ns[Norvane] t[bought] o[Tarsis].", ""),
    ('s[Jane Roe] t[called] o[Tarsis] "a disgrace".', "@Jane Roe", "opposes"),
    ("s[Jane Roe] t[condemned] o[Tarsis].", "", "opposes"),
    ('s[Norvane] t[dismissed] o[Jane Roe] for "incompetence".', "", "dismisses"),
]

#: Outlets beside those whom they heard.
NESTED = [
    (
        "s[Norvane] could t[buy] o[Tarsis], e[The Tribune!] reported on Monday, citing two bankers.",
        "possible future @The Tribune @two bankers",
    ),
    (
        "s[Norvane] will t[buy] o[Tarsis], e[The Tribune!] cited e[Jane Roe] as saying.",
        "probable future @Jane Roe @The Tribune",
    ),
    (
        "e[The Tribune!] quoted an official as saying that s[Norvane] had t[bought] o[Tarsis].",
        "probable @an official @The Tribune",
    ),
    (
        "The daily e[Tribune!] reported, citing two bankers, that s[Norvane] had t[bought] o[Tarsis].",
        "probable @Tribune @two bankers",
    ),
    ("e[Jane Roe] told e[The Tribune!] that s[Norvane] had t[bought] o[Tarsis].", "@Jane Roe"),
    (
        "e[Jane Roe] said two bankers had told her that s[Norvane] would t[buy] o[Tarsis].",
        "future @two bankers @Jane Roe",
    ),
]

HEADLINES = [
    ("s[Norvane] t[buys] o[Tarsis], says e[Jane Roe]", "@Jane Roe"),
    ("e[Osk] buys o[Norwegian] brewer s[Tarsis]: e[The Tribune!]", "", "based_in"),
    ("e[Jane Roe]: s[Norvane] t[bought] o[Tarsis]", "@Jane Roe"),
    ("s[Norvane] is t[buying] o[Tarsis]: e[The Tribune!]", "probable @The Tribune"),
    ("s[Norvane] to t[buy] o[Tarsis] - e[The Tribune!]", "probable future @The Tribune"),
    ("s[Norvane] is t[buying] o[Tarsis]: sources", "probable @sources"),
    ("Officials: s[Norvane] t[bought] o[Tarsis]", "probable @Officials"),
    ("e[Osk]: s[Norvane] t[bought] o[Tarsis]", ""),
]

NAMELESS = [
    ("Two officials said s[Norvane] had t[bought] o[Tarsis].", "@Two officials"),
    ("One of the officials said s[Norvane] had t[bought] o[Tarsis].", "@One of the officials"),
    ("s[Norvane] has t[bought] o[Tarsis], a person close to the talks said.", "probable @a person close to the talks"),
    ('e[Elling] denied it. "s[Norvane] has t[bought] o[Tarsis]," a spokesman said.', "@a spokesman"),
    (
        "s[Norvane] has t[bought] o[Tarsis], people familiar with the matter said.",
        "probable @people familiar with the matter",
    ),
    (
        "According to people familiar with the matter, s[Norvane] t[owns] o[Tarsis].",
        "probable @people familiar with the matter",
    ),
    (
        "s[Norvane] has t[bought] o[Tarsis], a banker told e[The Tribune!].",
        "probable @a banker @The Tribune",
    ),
    (
        "e[Jane Roe] said that two bankers believed s[Norvane] had t[bought] o[Tarsis].",
        "probable @two bankers @Jane Roe",
    ),
    ("According to state television, s[Norvane] has t[bought] o[Tarsis].", "@state television"),
    ("s[Norvane] will t[buy] o[Tarsis], the head of e[Osk] told reporters.", "future @the head of Osk"),
    ("The leader of the Green group said s[Norvane] had t[bought] o[Tarsis].", "@The leader of the Green group"),
    ("The company said s[Norvane] had t[bought] o[Tarsis].", ""),
    ("He said s[Norvane] had t[bought] o[Tarsis].", ""),
]

#: Claims of which a reader knows the ends and not the words: the clause that may say them is found.
ENDS = [
    ("s[Norvane] said it would buy o[Tarsis].", "future @Norvane"),
    ("s[Norvane] has no intention of buying o[Tarsis], e[Jane Roe] said.", "negative future @Jane Roe"),
    ("s[Norvane] plans to buy o[Tarsis].", "probable future"),
    ("s[Norvane] ruled out a merger with o[Tarsis].", "negative future @Norvane", "merges_with"),
    ("s[Norvane] and o[Tarsis] have talked about a venture, e[Jane Roe] said.", "@Jane Roe", "negotiates_with"),
    ('s[Jane Roe] wrote on a blog, "o[Tarsis] is a disgrace."', "@Jane Roe", "opposes"),
    ('s[Jane Roe] compared o[Tarsis] to "a house on sand".', "@Jane Roe", "opposes"),
    ("s[Jane Roe] compared o[Tarsis] to a house on sand.", "", "opposes"),
    ("e[Osk] might buy o[Tarsis], e[Jane Roe] said; s[Norvane] has ruled one out.", "possible future"),
    # what stands for long is mostly told in passing
    ("e[John Poe] said that s[Jane Roe], a daughter of o[Ann Roe], had lied.", "", "family_of"),
    ("e[John Poe] said the offices of s[Norvane] in o[Oslo] were empty.", "", "based_in"),
    ("According to e[Jane Roe], s[Norvane] has its t[seat] in o[Oslo].", "", "based_in"),
    ("According to e[Jane Roe], s[Norvane] is t[based] in o[Oslo].", "@Jane Roe", "based_in"),
]

#: What is not read yet, and why.
#: Where no word is known to say the claim, and a noun or a clause beside it does.
AROUND = [
    ("Talks between s[Norvane] and o[Tarsis] have begun, e[Jane Roe] said.", "@Jane Roe", "negotiates_with"),
    (
        "A merger of s[Norvane] and o[Tarsis] is out of the question, e[Jane Roe] said.",
        "negative future @Jane Roe",
        "merges_with",
    ),
    ("s[Norvane] has bought o[Tarsis], e[Jane Roe], the minister, told reporters.", "@Jane Roe", "acquires"),
    ("s[Norvane] has bought o[Tarsis], as e[Jane Roe] reported last week.", "@Jane Roe", "acquires"),
    ("As e[Jane Roe] put it, s[Norvane] has bought o[Tarsis].", "@Jane Roe", "acquires"),
    ("e[Osk] found that s[Norvane] had bought o[Tarsis].", "@Osk", "acquires"),
    ("e[Osk], said a spokesman, is glad that s[Norvane] bought o[Tarsis].", "@Osk", "acquires"),
    ("s[Norvane], said a spokesman, will not buy o[Tarsis].", "negative future @Norvane", "acquires"),
]

MISSED = [
    (
        "It was reported by e[The Tribune!] that s[Norvane] had t[bought] o[Tarsis].",
        "probable @The Tribune",
        "the parser hangs the clause on the outlet, as if it described it",
    ),
    (
        "s[Norvane], e[Jane Roe] let slip, t[owns] o[Tarsis].",
        "@Jane Roe",
        "the parser does not part the inserted clause from the claim",
    ),
]


@pytest.mark.parametrize("row", rows(SOURCES, NESTED, HEADLINES, NAMELESS, ENDS, AROUND, missed=MISSED))
def test_who_says_it(row: tuple[str, ...]) -> None:
    assert said(row) == row[1]


#: What a network takes for denied although no cue says so, and the chance that it gives.
DENIED = [
    ("e[Osk] is to buy o[Tarsis], but s[Norvane] says it will not.", 0.9, "negative @Norvane"),
    ("e[Osk] is to buy o[Tarsis], but s[Norvane] says it will not.", 0.1, ""),
]


#: Denials in words, which no network takes back, and a mere "not", which it may, where it gives 0.01 for a denial.
SAID_NOT_SO = [
    ("e[Jane Roe] denied that s[Norvane] had t[bought] o[Tarsis].", "negative @Jane Roe"),
    ("e[Jane Roe] rejected claims that s[Norvane] t[owns] o[Tarsis].", "negative @Jane Roe"),
    ("Reports that s[Norvane] t[owns] o[Tarsis] are false.", "negative"),
    ("e[Jane Roe] declined to say whether s[Norvane] t[owns] o[Tarsis].", ""),
    ("s[Norvane] did not t[buy] o[Tarsis].", ""),
]


@pytest.mark.parametrize(("text", "expected"), SAID_NOT_SO)
def test_no_network_takes_back_a_denial(text: str, expected: str) -> None:
    assert shown(qualified(text, chances=Chances(0.01, 0, 0, 0, 0))) == expected


@pytest.mark.parametrize(("text", "chance", "expected"), DENIED)
def test_the_party_that_denies_is_the_source(text: str, chance: float, expected: str) -> None:
    assert shown(qualified(text, chances=Chances(chance, 0, 0, 0, 0))) == expected


#: Nothing in the tree ties who speaks to the claim; the network tells that somebody says it.
HEARD = [
    ("s[Norvane] has t[bought] o[Tarsis], the daily e[Tribune!] alleged on Monday.", 0.95, "@Tribune"),
    ("s[Norvane] has t[bought] o[Tarsis], the daily e[Tribune!] alleged on Monday.", 0.6, ""),
    ("s[Norvane], which t[owns] o[Tarsis], will grow, according to e[Jane Roe].", 0.95, "@Jane Roe"),
    ("s[Norvane], which t[owns] o[Tarsis], will grow, according to e[Jane Roe].", 0.6, ""),
    ("s[Norvane] t[owns] o[Tarsis]; e[Osk] will grow, e[Jane Roe] said.", 0.95, ""),
    ("Contrary to a report by the e[Tribune!], s[Norvane] has t[bought] o[Tarsis].", 0.95, ""),
    # words for somebody of whom it is not known who that is
    ("The minister said s[Norvane] had t[bought] o[Tarsis].", 0.95, "@The minister"),
    ("The minister said s[Norvane] had t[bought] o[Tarsis].", 0.6, ""),
    ("She said s[Norvane] had t[bought] o[Tarsis].", 0.95, ""),
    ("e[Osk] maintains a fleet; s[Norvane] t[owns] o[Tarsis].", 0.95, ""),
]


@pytest.mark.parametrize(("text", "chance", "expected"), HEARD)
def test_who_speaks_beside_a_claim_is_its_source_where_the_network_is_sure_of_one(
    text: str, chance: float, expected: str
) -> None:
    assert shown(qualified(text, chances=Chances(0, 0, 0, 0, 0, attributed=chance))) == expected


#: What a word of reporting governs stays its subject's, where the network gives 0.01 for anybody's saying it; what only
#: stands beside one, or is told in passing, does not.
PLAIN = [
    ("e[Jane Roe] said s[Norvane] had t[bought] o[Tarsis].", "acquires", "@Jane Roe"),
    ("s[Norvane] has t[bought] o[Tarsis], e[Osk] announced on Monday.", "acquires", "@Osk"),
    ("e[Jane Roe] said s[Norvane] was t[based] in o[Oslo].", "based_in", ""),
    ("s[Norvane] t[accused] o[Tarsis] of theft.", "accuses", ""),
]


@pytest.mark.parametrize(("text", "relation", "expected"), PLAIN)
def test_no_network_takes_back_who_plainly_says_it(text: str, relation: str, expected: str) -> None:
    assert shown(qualified(text, relation, chances=Chances(0, 0, 0, 0, 0, attributed=0.01))) == expected

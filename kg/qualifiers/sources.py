"""Who is said to say a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.qualifiers.scope import REPORTING, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.model import Article, Entity
    from kg.qualifiers.cues import Cue
    from kg.qualifiers.quotes import Quotes
    from kg.qualifiers.scope import Scope
    from kg.qualifiers.trees import Tree
    from kg.relations import Proposal

#: How far from a quotation, in tokens, the word of reporting may stand.
REACH = 14
SOURCE_NOUN = "source_noun"
SPEAKS_FOR = "speaks_for"
ACCORDING = "according"
AVOWING = "avowing"
#: Relative pronouns, which stand for the noun that their clause hangs on.
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "EX", "DT"})


class Speakers:
    """The entities of an article by the tokens that stand for them."""

    def __init__(self, tree: Tree, article: Article, entities: Iterable[Entity]) -> None:
        self.tree = tree
        self.article = article
        self.by_head: dict[int, Entity] = {}
        self.by_token: dict[int, Entity] = {}
        for entity in entities:
            for mention in entity.mentions:
                tokens = tree.tokens(mention)
                if tokens:
                    self.by_head[tree.top(tokens)] = entity
                    for i in tokens:
                        self.by_token.setdefault(i, entity)

    def speaker(self, noun: int, cues: Mapping[int, Sequence[Cue]]) -> Entity | str | None:
        """Return who a noun or pronoun stands for: an entity, words for somebody without a name, or None."""
        tree = self.tree
        if noun in self.by_head:
            return self.by_head[noun]
        if tree.lower[noun] in RELATIVES and tree.tag[noun] in ("WP", "WDT"):
            verb = tree.head[noun]
            return self.speaker(tree.head[verb], cues) if tree.dep[verb] == "relcl" else None
        if noun in self.by_token:
            return self.by_token[noun]
        if tree.tag[noun] in PRONOUN_TAGS:
            return None
        for k in tree.kids[noun]:
            if tree.dep[k] == "appos" and k in self.by_head:
                return self.by_head[k]
        if any(SPEAKS_FOR in cue.sets for cue in cues.get(noun, ())):
            found = self.within(noun)
            if found is not None:
                return found
        if any(cue.sets & {SOURCE_NOUN, SPEAKS_FOR} for cue in cues.get(noun, ())):
            return self.words(noun)
        return None

    def within(self, noun: int) -> Entity | None:
        """Return the entity in whose name a spokesman, a statement or a report speaks."""
        tree = self.tree
        for k in tree.kids[noun]:
            if tree.dep[k] in ("compound", "poss", "nmod", "amod") and k in self.by_token:
                return self.by_token[k]
        for k in tree.kids[noun]:
            if tree.dep[k] == "prep" and tree.lower[k] in ("for", "of", "at", "from", "by"):
                for o in tree.kids[k]:
                    if o in self.by_head:
                        return self.by_head[o]
        return None

    def words(self, noun: int) -> str:
        """Return the words of a noun phrase, without what follows a comma or opens a clause with a verb."""
        tree = self.tree
        tokens = {noun}
        queue = [noun]
        while queue:
            i = queue.pop()
            for k in tree.kids[i]:
                if tree.dep[k] not in ("relcl", "appos", "conj", "cc", "punct", "parataxis"):
                    tokens.add(k)
                    queue.append(k)
        start = end = noun
        while start - 1 in tokens:
            start -= 1
        while end + 1 in tokens:
            end += 1
        text = self.article.text
        stop = tree.idx[end + 1] if end + 1 < tree.size else len(text)
        return " ".join(text[tree.idx[start] : stop].split()).rstrip(" ,.;:\"”'’")


def subject_of(tree: Tree, verb: int) -> int | None:
    """Return who does what a verb says: its subject, the subject it shares, or the agent of a passive."""
    passive = tree.kid(verb, "auxpass") is not None
    if passive:
        agent = tree.kid(verb, "agent")
        if agent is not None:
            return tree.kid(agent, "pobj")
    subject = tree.kid(verb, "nsubj") if not passive else None
    if subject is not None:
        return subject
    if tree.dep[verb] == "conj":
        return subject_of(tree, tree.head[verb])
    if tree.dep[verb] in ("advcl", "xcomp") and tree.tag[verb] in ("VBG", "VB") and tree.head[verb] != verb:
        return subject_of(tree, tree.head[verb])
    if tree.dep[verb] in ("acl", "relcl"):
        return tree.head[verb]
    return None


def gather(
    tree: Tree,
    scope: Scope,
    proposal: Proposal,
    speakers: Speakers,
    quotes: Quotes,
    cues: Mapping[int, Sequence[Cue]],
    find: Callable[[int, int], Mapping[int, Sequence[Cue]]],
    subject: range,
) -> list[tuple[str, Entity | str, int]]:
    found: list[tuple[str, Entity | str, int]] = []
    start = scope.start

    def note(kind: str, noun: int | None, verb: int) -> bool:
        if noun is None:
            return False
        who = speakers.speaker(noun, cues)
        if who is not None:
            found.append((kind, who, verb))
            if isinstance(who, str):
                for k in tree.kids[verb]:
                    if (
                        tree.dep[k] in ("dobj", "dative")
                        and k in speakers.by_head
                        and speakers.by_head[k].type == "MediaOutlet"
                    ):
                        found.append((kind + "outlet", speakers.by_head[k], verb))
        return who is not None

    for verb, kind in scope.reports:
        if kind.endswith("noun"):
            who = speakers.within(verb)
            if who:
                found.append((kind, who, verb))
        else:
            note(kind, subject_of(tree, verb), verb)
    told = {verb for verb, _ in scope.reports}
    low = high = start
    while low > proposal.sentence[0] and tree.lower[low - 1] != ";":
        low -= 1
    while high < proposal.sentence[1] - 1 and tree.lower[high + 1] != ";":
        high += 1
    for verb in range(low, high + 1):
        if verb not in told and verb not in scope.path and any(REPORTING in cue.sets for cue in cues.get(verb, ())):
            noun = tree.kid(verb, "nsubj")
            if (
                noun is None
                or tree.kid(verb, "ccomp", "xcomp", "dobj") is not None
                or verb in proposal.triggers
                or quotes.around(verb) is not None
            ):
                continue
            left = min([noun, verb, *[x for x in tree.subtree(noun) if x >= low]])
            if left > low and tree.lower[left - 1] in (",", '"', "”", "''"):
                note("tail", noun, verb)
    path = set(scope.path)
    for i in range(*proposal.sentence):
        for cue in cues.get(i, ()):
            if ACCORDING in cue.sets:
                last = cue.tokens[-1]
                noun = tree.kid(last, "pobj", "dobj")
                if noun is None:
                    noun = next((tree.kid(k, "pobj") for k in tree.kids[last] if tree.dep[k] == "prep"), None)
                note("according" if tree.head[cue.head] in path else "accordingly", noun, last)
    n = quotes.around(start)
    if n is not None:
        while n >= 0:
            a, b = quotes.spans[n]
            near = find(max(a - REACH, 0), min(b + REACH, tree.size))
            best: tuple[int, int] | None = None
            for i, hits in near.items():
                if (a <= i < b) or quotes.around(i) is not None:
                    continue
                if any(REPORTING in cue.sets for cue in hits) and subject_of(tree, i) is not None:
                    distance = i - b if i >= b else a - i
                    best = min(best or (99, 0), (distance, i))
            if best is not None:
                note("quote", subject_of(tree, best[1]), best[1])
                break
            n -= 1
            if n < 0 or a - quotes.spans[n][1] > REACH * 2:
                break
    for i in (*proposal.triggers, start):
        if any(REPORTING in cue.sets for cue in cues.get(i, ())):
            note("own", subject_of(tree, i), i)
            break
    return found


#: The ways in which a source bears on a claim; the rest is noise.
TAKEN = frozenset({"ccomp", "ccompoutlet", "inserted", "insertedoutlet", "tail", "tailoutlet", "quote", "deny", "noun"})


def attribution(
    tree: Tree,
    scope: Scope,
    proposal: Proposal,
    speakers: Speakers,
    quotes: Quotes,
    cues: Mapping[int, Sequence[Cue]],
    find: Callable[[int, int], Mapping[int, Sequence[Cue]]],
    subject: range,
) -> list[tuple[Entity | str, int]]:
    """Return the sources of a claim and the word of reporting of each, the nearest first."""
    taken = []
    for kind, who, verb in gather(tree, scope, proposal, speakers, quotes, cues, find, subject):
        own = kind in ("own", "prep") and any(AVOWING in cue.sets for cue in cues.get(verb, ()))
        if own and kind == "own":
            own = not isinstance(who, str) and who.id == proposal.subject.id
        if kind == "quote" or own or (not scope.bounded and (kind in TAKEN or kind == "according")):
            taken.append((who, verb))
    return taken

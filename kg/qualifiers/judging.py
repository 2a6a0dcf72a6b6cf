"""From what has a claim in its scope to polarity, certainty and time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.nlp import word_set
from kg.qualifiers.cues import (
    AFFIRMING,
    APPOINTING,
    CANCELLED,
    CONDITIONAL,
    DENIAL,
    ENDED,
    FAILED,
    FORMER,
    FUTURE,
    HEARSAY,
    IDLE,
    INTENTION,
    NEGATOR,
    PAST,
    PENDING,
    POSSIBLE,
    PROBABLE,
    REJECTION,
    REMOVAL,
    RESIGNING,
    TENTATIVE,
    has,
)
from kg.qualifiers.tenses import AHEAD, FINISHED, tense_of

if TYPE_CHECKING:
    from kg.model import Certainty, Time
    from kg.qualifiers.cues import Cues
    from kg.qualifiers.operators import Operator, Scope
    from kg.qualifiers.reading import Reading
    from kg.qualifiers.trees import Tree
    from kg.relations import Proposal

__all__ = ["Judgement", "judge"]

#: Ranks of certainty; the less sure of two cues counts.
RANKS: tuple[Certainty, ...] = ("certain", "probable", "possible")
CERTAIN, PROBABLY, POSSIBLY = range(3)
#: Tenses in which a verb tells what has come about; "resigns" of a headline as well.
DONE = frozenset({"past", "perfect", "past perfect", "participle", "infinitive perfect"})
TOLD = DONE | {"present"}
#: Verbs that reported speech alone puts into the past: "said it had no contract".
STATES = word_set("be have own hold want")
UNTIL = word_set("until till")
#: The modals by which what "have" follows did not come about, and words by which "would" tells what did.
UNREAL = word_set("would should 'd ’d")
LATER = word_set("later eventually subsequently afterwards ultimately finally")
#: Words that begin what is asked.
ASKING = word_set("whether if")
#: Tags of the words that a "former" or an "old" may be said of: nouns, and the preposition of "formerly of".
NOMINAL = "NIJ"


@dataclass(slots=True)
class Judgement:
    """Polarity, certainty and time, as the operators from the inside out make them; ``cues`` are the tokens that did.

    ``ending`` tells that the next hedge is one of an end, after which (``spent``) nothing more bears on the claim.
    ``willed`` tells that the last hedge was a will or a refusal, which a denial takes back whole; ``hearsay`` that the
    claim is the content of talk, ``relayed`` that a noun says so ("on reports that"); ``denied`` that a word of denial,
    and no mere "not", made it negative; ``unsettled`` that it is set as a condition, ``asked`` that it is what is not
    known: "declined to say whether"; ``deniable`` that the last word that turned it round was one of denial,
    ``undone`` that this was denied itself: "never denied that"; ``idle`` that a denial is none ("declined to comment");
    ``silent`` are words of saying by which it is not said: "declined to *say* whether".
    """

    negative: bool = False
    rank: int = CERTAIN
    future: bool = False
    over: bool = False
    failed: bool = False
    willed: bool = False
    hearsay: bool = False
    relayed: bool = False
    denied: bool = False
    unsettled: bool = False
    asked: bool = False
    deniable: bool = False
    undone: bool = False
    idle: bool = False
    ending: bool = False
    spent: bool = False
    time: Time = "current"
    cues: list[int] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)

    @property
    def certainty(self) -> Certainty:
        """The certainty by its name."""
        return RANKS[self.rank]


def judge(reading: Reading, proposal: Proposal, scope: Scope) -> Judgement:
    """Return what the operators in a claim's scope and the tense of its clause make of it."""
    tree, lexicon = reading.tree, reading.lexicon
    cues = reading.cues(*proposal.sentence)
    judging = _Judging(tree, cues, scope, _tense(reading, proposal, scope))
    for operator in scope.operators:
        if judging.apply(operator):
            judging.result.cues.extend(operator.tokens)
    if scope.asked:
        judging.result.rank = POSSIBLY
    elif judging.result.relayed and not judging.result.negative:
        judging.result.rank = max(judging.result.rank, PROBABLY)  # "rose on reports that it had bought"
    verb = scope.verb
    own = (*proposal.triggers, proposal.anchor, *([verb] if verb is not None else []))
    # a title is no verb: "was named head", "elected chair"
    words = {tree.lemma[i] for i in own if tree.is_verb(i) or tree.lemma[i] not in lexicon.parties}
    judging.result.time = judging.time(
        happening=lexicon.happens(proposal.relation.name),
        passing=not words.isdisjoint(lexicon.passing),
        lasting=lexicon.lasts(proposal.relation.name),
        purposed=scope.purpose is not None and has(cues, scope.purpose, APPOINTING),
    )
    return judging.result


def _tense(reading: Reading, proposal: Proposal, scope: Scope) -> str:
    """Return the tense of a claim's clause.

    An infinitive has the tense of the verb above ("had to sue"), or lies ahead of an appointment ("named her to run").
    """
    tree, verb = reading.tree, scope.verb
    if verb is None:
        return "none"
    cues = reading.cues(*proposal.sentence)
    tense = tense_of(tree, verb)
    while tense == "infinitive" and tree.dep[verb] == "xcomp" and tree.head[verb] in scope.path:
        verb = tree.head[verb]
        tense = "future" if has(cues, verb, APPOINTING) else tense_of(tree, verb)
    if tense == "infinitive" and tree.dep[verb] == "advcl":  # "leaves on Sunday to see", "flew in to see"
        tense = tense_of(tree, tree.head[verb])
        return "future" if tense == "present" else tense
    return tense


class _Judging:
    def __init__(self, tree: Tree, cues: Cues, scope: Scope, tense: str) -> None:
        self.tree, self.cues, self.scope, self.tense = tree, cues, scope, tense
        self.reported = any(report.near for report in scope.reports)
        self.result = Judgement()

    def apply(self, op: Operator) -> bool:
        """Take one operator into account; tell whether it counts."""
        j, sets = self.result, op.sets
        j.idle = j.idle or IDLE in sets
        if IDLE in sets or j.spent:
            return False
        if NEGATOR in sets or DENIAL in sets or (REJECTION in sets and (j.hearsay or j.rank)):
            self.negate(op)
            return True
        if RESIGNING in sets or REMOVAL in sets:
            j.over = j.over or tense_of(self.tree, op.word) in TOLD
            j.spent = not j.over  # "will resign as chairman": what is ahead is the end
            return j.over
        if HEARSAY in sets and op.governs:
            j.hearsay = True
            j.relayed = j.relayed or self.tree.tag[op.word][:1] == "N"
            return False
        if op.governs and not sets.isdisjoint((CANCELLED, ENDED, FAILED)):
            self.end(op)
            return True
        if ENDED in sets or (FORMER in sets and (op.governs or self.tree.tag[op.word][:1] in NOMINAL)):
            j.over = True
            return True
        if PAST in sets:
            until = any(self.tree.lower[i] in UNTIL for i in op.tokens)
            counts = not until or self.tense in ("none", "past", "past perfect")
            j.over = j.over or counts
            return counts
        return self.hedge(op)

    def negate(self, op: Operator) -> None:
        j = self.result
        denies = NEGATOR not in op.sets
        if op.word != self.scope.verb and (j.asked or self.unconfirmed(op)):
            j.rank = POSSIBLY  # "did not say whether": it may be so
            j.silent += (op.word, self.below(op.word))
            j.negative = j.negative and not j.deniable  # "would neither confirm nor deny"
            return
        if j.over and not j.negative:
            j.over, j.spent = False, j.ending  # "has not ended its contract"
            return
        if not denies and j.negative and j.willed and op.word != self.scope.start:
            j.negative, j.rank, j.undone = False, POSSIBLY, True  # "has not ruled out a bid"
            return
        if not j.failed:
            j.undone = j.negative and j.deniable  # "did not deny that"
            j.negative, j.deniable = not j.negative, denies
        j.denied = j.negative and denies and op.governs and not j.unsettled
        if denies or (j.willed and op.word != self.scope.verb):
            j.rank = CERTAIN  # "does not plan to", "denied that it might"
        if denies and FUTURE in op.sets:
            j.future = j.willed = True

    def unconfirmed(self, op: Operator) -> bool:
        """Tell whether what is denied is but that somebody affirms it: "could not confirm", "declined to confirm"."""
        return has(self.cues, self.below(op.word) if op.governs else op.word, AFFIRMING)

    def below(self, word: int) -> int:
        """Return the word on the way to the claim that hangs on a word, or the word itself."""
        path = self.scope.path
        return path[max(path.index(word) - 1, 0)] if word in path else word

    def end(self, op: Operator) -> None:
        """Take in that something is over, was called off, or was tried in vain."""
        j, done = self.result, tense_of(self.tree, op.word) in DONE
        if CANCELLED in op.sets and (j.future or j.rank):
            j.negative = True
        elif CANCELLED in op.sets and done and has(self.cues, self.scope.start, PENDING):
            j.negative = j.future = True  # "blocked the takeover"
        elif FAILED not in op.sets:
            j.over = j.ending = True
        elif done:
            j.negative = j.over = j.failed = True
        else:
            j.rank, j.future = max(j.rank, PROBABLY), True

    def hedge(self, op: Operator) -> bool:
        j, sets = self.result, op.sets
        if j.ending and not sets.isdisjoint((POSSIBLE, CONDITIONAL, PROBABLE, FUTURE)):
            j.over, j.spent = False, True  # "may end its contract": it has not ended yet
            return True
        at_verb = op.word == self.scope.verb and not op.governs
        modal = self.tree.lower[op.tokens[0]] if at_verb else ""
        if modal in UNREAL and self.tense == "modal perfect":
            j.negative = j.denied = not j.negative  # "would have bought": it did not
            return True
        if modal in UNREAL and not self.reported and self.looks_back(op.word):
            self.tense = "past"  # "would later buy": it did
            return False
        if TENTATIVE in sets:
            j.rank, j.future = POSSIBLY, True
            return True
        if CONDITIONAL in sets and FUTURE in sets and self.reported and at_verb:
            j.future = True  # "said it would buy" is "will buy"
            return True
        j.willed = INTENTION in sets
        if FUTURE in sets and not (at_verb and self.tense == "modal perfect"):
            j.future = True
        j.unsettled = j.unsettled or CONDITIONAL in sets
        asks = any(self.tree.lower[i] in ASKING and self.tree.head[i] == self.scope.verb for i in op.tokens)
        j.asked = j.asked or (at_verb and asks)  # not by a clause of its own: "denied that it would sue if"
        if POSSIBLE in sets or CONDITIONAL in sets:
            j.rank = POSSIBLY
        elif PROBABLE in sets:
            j.rank = max(j.rank, PROBABLY)
        return not sets.isdisjoint((POSSIBLE, CONDITIONAL, PROBABLE, FUTURE))

    def looks_back(self, verb: int) -> bool:
        """Tell whether a verb's "would" tells what came about after something else that is told."""
        return any(self.tree.lower[k] in LATER and self.tree.dep[k] == "advmod" for k in self.tree.kids[verb])

    def time(self, *, happening: bool, passing: bool, lasting: bool, purposed: bool) -> Time:
        """Return the time of the claim; called last.

        ``happening``: the relation is over once it has been. ``passing``: so is what its words say, in a past tense.
        ``lasting``: what it says was done once, and no past tense undoes it. ``purposed``: it is what somebody was
        appointed or asked for.
        """
        j, verb = self.result, self.scope.verb
        if j.spent:
            return "current"
        if j.over:
            if j.future and not j.failed:
                j.negative = True  # "will no longer buy"
                return "future"
            return "past"
        ahead = j.unsettled and self.tense == "present" and (happening or lasting)  # "if it sues"
        if j.future or self.tense in AHEAD or purposed or ahead:
            return "future"
        if happening and verb is not None and (self.tense != "present" or self.tree.tag[verb] in ("VBZ", "VBP")):
            return "past"
        tense = self.unshifted()
        over = not lasting and (passing or tense == "past perfect")
        if tense in FINISHED and (over or j.negative):
            return "past"
        return "past" if j.negative and tense == "perfect" else "current"

    def unshifted(self) -> str:
        """Return the tense as it was said, where a report has moved it: "said it was talking" is "is talking"."""
        verb = self.scope.verb
        if self.reported and self.tense == "past perfect":
            return "perfect"
        if self.reported and self.tense == "past" and verb is not None:
            moved = self.tree.tag[verb] == "VBG" or self.tree.lemma[verb] in STATES
            return "present" if moved else "past"
        return self.tense

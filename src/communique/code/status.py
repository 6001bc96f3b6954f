"""Whether an act occurred, is planned, hypothetical, denied, ongoing or recalled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from communique.code.clauses import TIMES, Clause
from communique.code.tree import Tree
from communique.model import Interval, Status
from communique.ontology.engine import Engine

WISHES = frozenset({"hope", "wish", "want", "propose", "suggest", "prefer"})
BACKGROUND = frozenset(
    {"after", "since", "following", "in response to", "in retaliation for", "because of"}
)
"""Before a noun: what it names lies before the news."""
AHEAD = frozenset({"ahead of", "before", "prior to", "in preparation for", "in advance of"})
"""Before a noun: what it names is still to come."""
ASPECT = frozenset({"go", "keep", "continue", "start", "begin", "resume", "cease"})
RESUMES = frozenset({"where", "when", "whereupon"})
"""Words that open a clause which goes on with the story."""
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
ONE_DAY = timedelta(days=1)
RECALLED_AFTER = timedelta(days=6)
"""What began earlier than this before publication, and is over, is background."""


def tells_in_present(clauses: Iterable[Clause]) -> bool:
    """Whether an article tells its news in the present tense, as headlines and agency items do."""
    main = [c.time for c in clauses if c.kind == "verb" and c.link in ("root", "ccomp")]
    present = sum(time == "present" for time in main)
    return present > sum(time == "past" for time in main)


def status_of(
    tree: Tree, clause: Clause, clauses: dict[int, Clause], engine: Engine, in_speech: bool
) -> Status:
    """The status that grammar gives: negation first, then conditions, plans, tense.

    `in_speech`: the clause is the content of reported speech, where "would" is a will of then.
    """
    above = _status_above(tree, clause, clauses, engine, in_speech)
    if clause.negated and above in (None, "planned"):
        # 'did not recognise it until July': it did then
        return "recalled" if "until" in clause.roles and clause.time == "past" else "denied"
    if above is not None:
        return above
    if clause.conditional or _under_condition(clause, clauses):
        return "hypothetical"
    if clause.modal == "would":
        return "planned" if in_speech else "hypothetical"
    if clause.modal is not None:
        return "hypothetical"
    if clause.time == "future":
        return "planned"
    if clause.kind == "noun":
        return _noun_status(tree, clause, clauses, engine)
    return _tense_status(tree, clause, engine)


def _tense_status(tree: Tree, clause: Clause, engine: Engine) -> Status:
    if clause.time == "pluperfect":
        return "recalled"
    words = {tree.lemmas[k] for k in tree.children(clause.head, "advmod")}
    if words & engine.past_adverbs and clause.time in ("past", "perfect"):
        return "recalled"
    if clause.lemma in engine.continuing and clause.time in ("present", "past", "perfect"):
        return "ongoing"
    if clause.progressive and clause.time in ("present", "perfect", "past"):
        return "ongoing"
    if clause.time == "present" and clause.lemma in engine.standing and not _is_participle(clause):
        return "ongoing"
    return "occurred"


def is_aside(tree: Tree, clause: Clause) -> bool:
    """'the deal that they signed': a finished act by which the sentence only says what it means.

    'The envoy, who met the king, said …' and 'sent a team, which met them' go on with the news.
    """
    reduced = (
        clause.link == "acl" and clause.passive and tree.child(clause.head, "aux:pass") is None
    )
    relative = clause.link == "acl:relcl" and clause.time in ("past", "perfect")
    if not (relative or reduced) or clause.progressive:
        return False
    words = {tree.lower[k] for k in tree.kids[clause.head]}
    noun = tree.tokens[clause.head].head
    if words & RESUMES or noun < 0 or tree.lemmas[noun] == "time":
        return False
    first = tree.subtree(clause.head)[0]
    if not clause.passive and "," in (tree.lower[first], tree.lower[max(first - 1, 0)]):
        return False
    while tree.deps[noun] in ("conj", "appos") and tree.tokens[noun].head >= 0:
        noun = tree.tokens[noun].head
    above = tree.tokens[noun].head
    news = above >= 0 and (reduced or tree.deps[above] in ("root", "conj", "ccomp", "parataxis"))
    return not (news and tree.deps[noun] in ("nsubj", "nsubj:pass", "obl:agent"))


def _is_participle(clause: Clause) -> bool:
    """'…, blaming London': at the time of the verb above."""
    return clause.link == "advcl" and clause.form.endswith("ing")


def _noun_status(tree: Tree, clause: Clause, clauses: dict[int, Clause], engine: Engine) -> Status:
    if clause.particles & engine.unsure_modifiers or _is_unsure(tree, clause, engine):
        return "hypothetical"
    if clause.particles & engine.future_modifiers or clause.mark in AHEAD:
        return "planned"
    if _is_of_time(tree, clause, engine.future_modifiers):
        return "planned"
    past = clause.particles & engine.past_modifiers and clause.link != "light"
    if past or clause.mark in BACKGROUND:
        return "recalled"  # but 'held their first talks' is news
    if clause.mark in engine.ongoing_cases:
        return "ongoing"
    if clause.link == "light":
        governor = clauses.get(clause.governor) if clause.governor is not None else None
        return _tense_status(tree, governor, engine) if governor else "occurred"
    return "occurred"


def _is_of_time(tree: Tree, clause: Clause, words: frozenset[str]) -> bool:
    """'next month's summit'."""
    return any(
        tree.lemmas[k] in words
        for owner in tree.children(clause.head, "nmod:poss")
        if tree.lemmas[owner] in TIMES
        for k in tree.kids[owner]
    )


def _is_unsure(tree: Tree, clause: Clause, engine: Engine) -> bool:
    """'The threat of an invasion'."""
    token = tree.tokens[clause.head]
    return token.dep == "nmod" and tree.tokens[token.head].lemma in engine.unsure_nouns


def _status_above(
    tree: Tree, clause: Clause, clauses: dict[int, Clause], engine: Engine, in_speech: bool
) -> Status | None:
    """What the governing predicate says of an infinitive or a complement: plan, hope, failure."""
    governor = clauses.get(clause.governor) if clause.governor is not None else None
    if clause.link == "acl" and clause.time == "infinitive":
        noun = tree.lemmas[tree.tokens[clause.head].head]
        if noun in engine.plan_nouns:
            return "planned"
    if governor is None:
        return None
    if clause.link == "conj":
        bare = clause.time in ("infinitive", "none") and clause.modal is None
        return _status_above(tree, governor, clauses, engine, in_speech) if bare else None
    if clause.link == "light":
        return _status_above(tree, governor, clauses, engine, in_speech)
    if clause.link == "ccomp" and clause.time != "infinitive":
        wished = governor.lemma in WISHES
        return "hypothetical" if wished else None
    inner = clause.link in ("xcomp", "ccomp") or (
        clause.link == "acl" and clause.time == "infinitive"
    )
    completes = clause.link == "advcl" and clause.head in governor.roles.get("content", ())
    if clause.link == "advcl" and clause.time == "infinitive" and not completes:
        own = status_of(tree, governor, clauses, engine, in_speech)
        return own if own in ("planned", "hypothetical") else None
    if inner or completes or (clause.link == "advcl" and governor.lemma in ASPECT):
        return _infinitive_status(tree, clause, governor, clauses, engine, in_speech)
    return None


def _infinitive_status(
    tree: Tree,
    clause: Clause,
    governor: Clause,
    clauses: dict[int, Clause],
    engine: Engine,
    in_speech: bool,
) -> Status | None:
    if clause.time not in ("infinitive", "none", "present") or clause.modal is not None:
        return None
    if (governor.lemma == "go" and governor.progressive) or (
        clause.time == "infinitive" and governor.lemma in engine.plan_governors
    ):
        return "denied" if governor.negated else "planned"
    if governor.lemma in engine.await_governors:
        return "planned"
    if governor.lemma in engine.fail_governors:
        return "denied"
    if governor.lemma in engine.hope_governors:
        return "hypothetical"
    # 'began to withdraw', 'would go on helping': the act is as real as its beginning.
    own = status_of(tree, governor, clauses, engine, in_speech)
    return None if own == "occurred" else own


def _under_condition(clause: Clause, clauses: dict[int, Clause]) -> bool:
    at, steps = clause, 0
    while at.governor is not None and steps < 6:
        above = clauses.get(at.governor)
        if above is None:
            return False
        if above.conditional and at.link in ("xcomp", "conj", "light", "obj", "ccomp"):
            return True
        at, steps = above, steps + 1
    return False


def of_mention(status: Status, tree: Tree, clause: Clause, engine: Engine) -> Status:
    """The status of a deed that a noun only mentions: 'spoke about the army's attack on the port'.

    A war or occupation goes on; what else has an owner or an article is known already, unless the
    sentence tells of it: 'the attack killed two'.
    """
    if clause.kind != "noun" or clause.link == "root" or status == "denied":
        return status
    verb = tree.lemmas[clause.governor] if clause.governor is not None else ""
    if clause.link == "light" and ("agent" in clause.implied or verb in engine.light_verbs):
        return status  # 'launched their attack': the verb tells of it
    owned = tree.child(clause.head, "nmod:poss") is not None
    if not owned and not any(tree.lower[k] in DEFINITE for k in tree.children(clause.head, "det")):
        return status
    unsure = status in ("planned", "hypothetical")
    if clause.lemma in engine.lasting and status != "recalled":
        # 'will speak about their war': they wage it now
        return "ongoing" if not unsure or owned else status
    known = status == "occurred" and not clause.link.startswith("nsubj")
    if known or (unsure and clause.mark in BACKGROUND):
        return "recalled"  # 'would have fallen after the raids'
    return status


def with_date(status: Status, when: Interval | None, published: Interval | None) -> Status:
    """The status in view of the date: what ended days before publication is recalled."""
    if status not in ("occurred", "ongoing") or when is None or published is None:
        return status
    start, end, day = _day(when.start), _day(when.end), _day(published.start)
    if start is None or end is None or day is None:
        return status
    return "recalled" if start < day - RECALLED_AFTER and end < day else status


def ended_before(when: Interval | None, published: Interval | None) -> bool:
    """Whether the time ended more than a day before the page was published."""
    if when is None or published is None:
        return False
    end, day = _day(when.end), _day(published.start)
    return end is not None and day is not None and end < day - ONE_DAY


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None

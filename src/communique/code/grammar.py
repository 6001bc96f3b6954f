"""Tense, modality, negation and condition of a predicate, by the words that hang on it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from communique.code.tree import Tree

MODALS = frozenset({"would", "could", "may", "might", "should", "must", "can", "ought", "need"})
FUTURE = frozenset({"will", "shall", "wo", "'ll", "’ll"})
NEGATORS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "scarcely"})
NEGATIVE_WORDS = frozenset({"no", "neither", "none", "nobody", "nothing", "nor"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "in case", "provided"})
NEGATED_BY = frozenset({"advmod", "cc:preconj", "cc"})
MAY_NEGATE = NEGATED_BY | {"nsubj", "nsubj:pass", "obj", "mark"}
DENYING = NEGATORS | NEGATIVE_WORDS | {"without"}
HELPERS = frozenset({"aux", "aux:pass", "cop"})


class Grammar(NamedTuple):
    """How and when a predicate holds."""

    mark: str
    """Its subordinator: that, to, if, whether, after, …"""
    time: str
    """past, present, perfect, pluperfect, future, infinitive or none."""
    modal: str | None
    progressive: bool
    conditional: bool


NO_GRAMMAR = Grammar("", "none", None, False, False)


def grammar_of(tree: Tree, i: int, helpers: list[int]) -> Grammar:
    """The grammar of predicate i by its own words; `helpers`: its auxiliaries and copula."""
    token = tree.tokens[i]
    loose = token.dep in ("xcomp", "advcl", "acl")
    if "mark" not in tree.by[i]:
        mark, conditional = "", loose and _is_inverted_condition(tree, i)
    else:
        marks = _marks_of(tree, i)
        mark = " ".join(marks)
        conditional = not CONDITIONS.isdisjoint(marks) or _is_inverted_condition(tree, i)
    if not helpers:
        return _grammar(mark, conditional, (), token.feats, loose, ing=False)
    words = tuple([tree.tokens[k][1:5] for k in helpers])
    ing = tree.lower[i].endswith("ing")
    return _grammar(mark, conditional, words, token.feats, loose, ing=ing)


def shared_grammar(tree: Tree, i: int, first: int, of_first: Grammar) -> Grammar:
    """The grammar of a verb without helpers that is coordinated with the verb before it.

    'will visit Rome and meet the Pope': the second verb shares the helpers of the first.
    """
    own = grammar_of(tree, i, [])
    plain = of_first.time in ("past", "present") and not of_first.modal
    if plain and not of_first.progressive:
        return own
    tokens = tree.tokens
    if "Mood=Ind" in tokens[i].feats and "Mood=Ind" not in tokens[first].feats:
        return own
    return of_first._replace(mark=own.mark, conditional=of_first.conditional or own.conditional)


def _marks_of(tree: Tree, i: int) -> list[str]:
    marks = tree.by[i]["mark"]
    return [tree.lower[word] for k in marks for word in (k, *tree.children(k, "fixed"))]


def _is_inverted_condition(tree: Tree, i: int) -> bool:
    """'Should talks fail': a bare modal at the head of an adverbial clause."""
    if tree.deps[i] != "advcl":
        return False
    first = min(tree.kids[i], default=i)
    return tree.lower[first] == "should" and tree.deps[first] == "aux"


class _Word(NamedTuple):
    """A helper, wherever it stands."""

    text: str
    lemma: str
    pos: str
    feats: str


@lru_cache(maxsize=4096)
def _grammar(
    mark: str,
    conditional: bool,
    beside: tuple[tuple[str, str, str, str], ...],
    feats: str,
    loose: bool,
    *,
    ing: bool,
) -> Grammar:
    """Kept by its words, for few combinations of them make up most sentences."""
    helpers = [_Word(*word) for word in beside]
    if not helpers:
        return Grammar(mark, _simple_tense(feats, mark, loose), None, False, conditional)
    # As it stands, or by its lemma: "could", "'d" for "would".
    words = [form.lower() for h in helpers for form in (h.text, h.lemma)]
    have = next((h for h in helpers if h.lemma == "have"), None)
    be = next((h for h in helpers if h.lemma == "be"), None)
    modal = next((word for word in words if word in MODALS), None)
    bare = modal is None and have is None and be is None
    if not FUTURE.isdisjoint(words) or (bare and "'d" in words):
        time = "future"
    elif have is not None:
        time = "pluperfect" if "Tense=Past" in have.feats else "perfect"
    elif be is not None and "VerbForm=Inf" in feats and "to" in mark:
        time = "future"
    elif be is not None:
        time = "past" if "Tense=Past" in be.feats else "present"
    elif any(h.lemma == "do" and "Tense=Past" in h.feats for h in helpers):
        time = "past"
    else:
        time = _simple_tense(feats, mark, loose)
    return Grammar(mark, time, modal, be is not None and ing, conditional)


def _simple_tense(feats: str, mark: str, loose: bool) -> str:
    """The tense of a verb without helpers that tell it; `loose`: it hangs below another."""
    if "VerbForm=Inf" in feats and (loose or "to" in mark.split()):
        return "infinitive"
    if "Tense=Past" in feats:
        return "past"
    return "present" if "Tense=Pres" in feats or "Mood=Ind" in feats else "none"


def is_negated(tree: Tree, i: int) -> bool:
    """Whether a word that hangs on predicate i denies it."""
    if tree.vocabulary.isdisjoint(DENYING):
        return False
    lower = tree.lower
    for kid in tree.kids_of(i, MAY_NEGATE):
        dep, word = tree.deps[kid], lower[kid]
        if dep in NEGATED_BY:
            if word in NEGATORS and kid < i:
                following = lower[kid + 1] if kid + 1 < len(lower) else ""
                if following not in ("only", "just", "merely"):
                    return True
        elif dep == "mark":
            if word == "without":
                return True
        elif _is_negative_phrase(tree, kid):
            return True
    return False


def _is_negative_phrase(tree: Tree, i: int) -> bool:
    lower = tree.lower
    if lower[i] in NEGATIVE_WORDS:
        return True
    return any(lower[k] in NEGATIVE_WORDS for k in tree.children(i, "det", "cc:preconj", "advmod"))

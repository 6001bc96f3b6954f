"""Who does what a predicate says: its subject and object, also where grammar leaves them out.

Control, coordination, participles and relative clauses share the subject of another predicate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.code.tree import Tree

PRONOUNS = frozenset({"PRON", "DET"})
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
OBJECT_CONTROL_BY_SUBJECT = frozenset({"promise", "threaten", "vow", "pledge"})
CONTROLLERS = frozenset(
    """allow permit enable help urge ask order tell force compel invite persuade encourage require
    authorise authorize instruct warn press push want expect convince request beg implore advise
    pressure forbid cause lead get commission""".split()
)
ACTIVE = frozenset({"nsubj", "csubj", "nsubj:outer"})
ANY_SUBJECT = ACTIVE | {"nsubj:pass"}
MAIN = frozenset({"root", "conj", "ccomp", "parataxis"})


class Subjects:
    """The logical subjects and objects of one tree's predicates, each found once."""

    __slots__ = ("_found", "_passive", "tree")

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._found: dict[int, tuple[list[int], list[int]]] = {}
        self._passive: dict[int, bool] = {}

    def of(self, i: int) -> tuple[list[int], list[int]]:
        """Heads of the logical subject and of the logical object of predicate i.

        Found through control, coordination, participles and relative clauses.
        """
        found = self._found.get(i)
        if found is None:
            self._found[i] = ([], [])  # guards against a cycle in a bad tree
            found = self._found[i] = self._find_subjects(i)
        return found

    def expand(self, heads: Sequence[int]) -> list[int]:
        """The heads with what is coordinated with them, nouns in place of relative pronouns."""
        tree = self.tree
        if len(heads) == 1 and tree.pos[heads[0]] not in PRONOUNS:
            whole = tree.conjuncts(heads[0])
            if len(whole) == 1:
                return [heads[0]]
        out: list[int] = []
        for head in heads:
            for one in tree.conjuncts(head):
                real = self.antecedent(one) if tree.pos[one] in PRONOUNS else one
                if real == one:
                    if one not in out:
                        out.append(one)
                    continue
                for each in tree.conjuncts(real):
                    if each not in out:
                        out.append(each)
        return out

    def antecedent(self, i: int) -> int:
        """The noun that a relative pronoun stands for; i itself for anything else."""
        tree = self.tree
        if tree.pos[i] not in PRONOUNS or tree.lower[i] not in RELATIVE:
            return i
        for at in (i, *self.tree.ancestors(i)):
            if self.tree.deps[at] in ("acl:relcl", "advcl:relcl"):
                return self.tree.tokens[at].head
        return i

    def _stray_subject(self, i: int) -> list[int]:
        """A name before the verb that the parser took for part of a compound with what follows."""
        tree = self.tree
        by = tree.by[i]
        if tree.pos[i] != "VERB" or "nsubj:pass" in by:
            return []
        if "obj" not in by and "compound" not in by:
            return []
        near = [i, *tree.children(i, "obj")]
        before = [k for head in near for k in tree.children(head, "compound") if k < i]
        return [k for k in before if tree.pos[k] == "PROPN"]

    def _find_subjects(self, i: int) -> tuple[list[int], list[int]]:
        tree = self.tree
        by = tree.by[i]
        if "nsubj:pass" in by and self._cannot_be_passive(i):
            subjects = tree.kids_of(i, ANY_SUBJECT)
        else:
            subjects = tree.kids_of(i, ACTIVE)
        agents = self.expand(subjects or self._stray_subject(i))
        patients = self.expand(by["nsubj:pass"]) if not agents and "nsubj:pass" in by else []
        passive = bool(patients) or self.is_passive(i)
        if passive:
            patients = patients or agents
            agents = self.expand(tree.children(i, "obl:agent"))
            if not agents:
                agents = self.expand(list(self._by_phrases(i)))
        if agents and not passive:
            return agents, patients
        if passive and patients:
            return agents, patients
        inherited = self.inherited(i)
        return (agents, inherited) if passive else (inherited, patients)

    def _cannot_be_passive(self, i: int) -> bool:
        """An English main clause without "be" or "get" is active, whatever its tag."""
        tree = self.tree
        if tree.deps[i] not in MAIN or tree.tokens[i].text.endswith("ing"):
            return False
        helpers = tree.children(i, "aux", "aux:pass", "cop")
        shared = tree.deps[i] == "conj" and tree.child(i, "nsubj:pass", "nsubj") is None
        return not shared and not helpers

    def _by_phrases(self, i: int) -> Iterator[int]:
        """By-phrases of a passive, also where the parser hung them on the noun before."""
        tree = self.tree
        for kid in tree.children(i, "obl", "obj", "xcomp"):
            if tree.deps[kid] == "xcomp":
                # 'were shot dead by the police'
                yield from (k for k in tree.children(kid, "obl") if tree.case_of(k) == "by")
            elif tree.case_of(kid) == "by":
                yield kid
            else:
                yield from (n for n in tree.children(kid, "nmod") if tree.case_of(n) == "by")

    def is_passive(self, i: int) -> bool:
        """Whether predicate i is in the passive."""
        found = self._passive.get(i)
        if found is None:
            found = self._passive[i] = self._find_passive(i)
        return found

    def _find_passive(self, i: int) -> bool:
        token, by = self.tree.tokens[i], self.tree.by[i]
        if "aux:pass" in by:
            return True
        if "nsubj" in by:
            return False
        if "nsubj:pass" in by and self._cannot_be_passive(i):
            return False
        dep, feats = token.dep, token.feats
        if dep in ("conj", "root", "ccomp") and "obj" in by:
            return False  # 'blocked roads and arrested many'
        if "VerbForm=Part" not in feats and "Voice=Pass" not in feats:
            return False
        if "Tense=Pres" in feats or token.text.endswith("ing"):
            return False
        if any(self.tree.tokens[k].lemma == "have" for k in by.get("aux", ())):
            return False
        return dep in ("acl", "advcl", "xcomp", "amod") or "Voice=Pass" in feats

    def inherited(self, i: int) -> list[int]:
        """Heads of the subject that predicate i has from the one it hangs on."""
        tree, token = self.tree, self.tree.tokens[i]
        head, dep = token.head, token.dep
        if head < 0:
            return []
        if dep == "conj":
            agents, patients = self.of(head)
            if self.is_passive(head):
                return patients if patients else agents
            return agents
        if dep == "xcomp":
            return self._controller(head)
        if dep in ("advcl", "parataxis"):
            if dep == "parataxis" and tree.pos[i] != "VERB":
                return []
            return self._of_adverbial(i, head)
        if dep == "acl:relcl":
            return self.expand([head]) if self._pronounless(i) else []
        if dep == "acl":
            return self._of_acl(i, head)
        return []

    def _of_adverbial(self, i: int, head: int) -> list[int]:
        """'thanked him for coming' is his coming; any other participle is the subject's."""
        tree = self.tree
        agents, patients = self.of(head)
        marks = {tree.lower[k] for k in tree.children(i, "mark")}
        if "to" in marks and tree.tokens[head].lemma in CONTROLLERS:
            return self._controller(head)
        if marks & {"for", "of", "from", "into", "against"} and "to" not in marks:
            found = tree.child(head, "obj", "iobj")
            if found is not None:
                return self.expand([found])
        return patients if self.is_passive(head) and patients else agents

    def _pronounless(self, i: int) -> bool:
        """Whether a relative clause has neither subject nor object of its own."""
        return self.tree.child(i, "nsubj", "nsubj:pass", "obj") is None

    def _controller(self, head: int) -> list[int]:
        tree = self.tree
        agents, patients = self.of(head)
        lemma = tree.tokens[head].lemma
        if lemma in OBJECT_CONTROL_BY_SUBJECT:
            return agents
        for dep in ("obj", "iobj"):
            found = tree.child(head, dep)
            if found is not None and not self._is_thing(found):
                return self.expand([found])
        if self.is_passive(head) and patients:
            return patients
        for kid in tree.children(head, "obl"):
            if lemma in ("call", "appeal", "rely", "prevail") and tree.case_of(kid) in (
                "on",
                "upon",
                "to",
                "for",
            ):
                return self.expand([kid])
        return agents

    def _is_thing(self, i: int) -> bool:
        """A bare reflexive or "it" does not control."""
        return self.tree.tokens[i].lemma in ("it", "themselves", "itself", "himself", "herself")

    def _of_acl(self, i: int, noun: int) -> list[int]:
        tree, token = self.tree, self.tree.tokens[i]
        if "VerbForm=Inf" not in token.feats:
            return self.expand([noun])
        owner = [k for k in tree.kids[noun] if tree.deps[k] in ("nmod:poss", "amod", "compound")]
        if owner and tree.deps[owner[0]] == "nmod:poss":
            return self.expand(owner[:1])
        by = [k for k in tree.children(noun, "nmod") if tree.case_of(k) == "by"]
        if by:  # 'steps by the government to end the war'
            return self.expand(by)
        verb = tree.tokens[noun].head
        if verb >= 0 and tree.deps[noun] in ("obj", "nsubj:pass", "obl"):
            agents, patients = self.of(verb)
            return agents or patients
        return self.expand([noun]) if tree.deps[noun] == "nsubj" else []

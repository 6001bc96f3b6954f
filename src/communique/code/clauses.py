"""From trees to clauses: a predicate with its roles, polarity, tense and modality.

The relations are those of Universal Dependencies v2 (de Marneffe et al. 2021); the roles are the
codebook's (docs/codebook.md). Nothing here knows what a predicate means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from communique.code.tree import Tree
from communique.model import Token

Roles = dict[str, list[int]]

WILL = frozenset({"will", "would", "shall"})
MANNERS = frozenset({"principle", "effect", "general", "public", "private"})
"""Nouns of adverbial phrases on which a parser may hang what the verb governs."""
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
MODALS = frozenset({"would", "could", "may", "might", "should", "must", "can", "ought", "need"})
FUTURE = frozenset({"will", "shall", "wo", "'ll", "’ll"})
NEGATORS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "scarcely"})
NEGATIVE_WORDS = frozenset({"no", "neither", "none", "nobody", "nothing", "nor"})
OBJECT_CONTROL_BY_SUBJECT = frozenset({"promise", "threaten", "vow", "pledge"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "in case", "provided"})
TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february april june july
    august september october november december day week month year hour minute decade century
    morning afternoon evening night noon midnight weekend moment today yesterday tomorrow time
    quarter season spring summer autumn winter fall anniversary""".split()
)
"""Heads of phrases that say when: they fill no role."""
SPANS = frozenset(
    """day week month year hour series wave round string spate spell number dozen lot end start
    beginning resumption kind form hundred thousand act""".split()
)
"""'days of talks', 'a wave of arrests': the noun in the of-phrase is the act."""
HAPPENS = frozenset(
    """break erupt begin continue take resume flare spread start occur happen go proceed rise grow
    mount escalate intensify""".split()
)
EFFORTS = frozenset(
    """measure step action effort decision time resource care precaution opportunity initiative
    everything best pain accord agreement deal pact contract memorandum treaty""".split()
)
CONTROLLERS = frozenset(
    """allow permit enable help urge ask order tell force compel invite persuade encourage require
    authorise authorize instruct warn press push want expect convince request beg implore advise
    pressure forbid cause lead get commission""".split()
)
OF_VERBS = frozenset(
    "accuse assure inform remind convince warn notify suspect deprive rob strip relieve".split()
)
"""Verbs whose of-phrase a parser may hang on their object."""
MAIN = frozenset({"root", "conj", "ccomp", "parataxis"})
GOVERNED = frozenset({"for", "of", "against", "on", "to", "from", "about"})
VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "ADP", "ADV", "VERB", "PROPN"})
PRONOUNS = frozenset({"PRON", "DET"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "obl:agent"})
BESIDE_VERB = frozenset({"compound:prt", "advmod", "expl", "case"})
IN_TRIGGER = frozenset({"aux", "aux:pass", "compound:prt", "advmod"})
NEGATED_BY = frozenset({"advmod", "cc:preconj", "cc"})
MAY_NEGATE = NEGATED_BY | {"nsubj", "nsubj:pass", "obj", "mark"}
HELPERS = frozenset({"aux", "aux:pass", "cop"})
NO_WORDS: frozenset[str] = frozenset()
BARE = frozenset({"agent"})
POINTERS = frozenset({"it", "this", "that", "there", "what", "which"})
"""Subjects of 'it is the worst attack in years', which did not attack."""
INHERITS_AGENT = frozenset({"for", "on", "in", "at", "after", "through", "with"})


@dataclass(slots=True)
class Clause:
    """A predicate and what stands around it; token numbers are of its sentence."""

    sentence: int
    head: int
    kind: str
    """verb, noun or adjective."""
    lemma: str
    form: str
    """The predicate's word as it stands, in small letters."""
    roles: Roles
    """Heads of the role's noun phrases; "content" holds heads of clauses."""
    trigger: tuple[int, ...]
    passive: bool = False
    negated: bool = False
    time: str = "none"
    """past, present, perfect, pluperfect, future, infinitive or none."""
    progressive: bool = False
    modal: str | None = None
    conditional: bool = False
    governor: int | None = None
    """Head token of the clause that this one hangs on."""
    link: str = ""
    """How: a UD relation, "light" for the object noun of a verb, "conj"."""
    mark: str = ""
    """Its subordinator: that, to, if, whether, after, …"""
    particles: frozenset[str] = NO_WORDS
    implied: frozenset[str] = NO_WORDS
    """Roles that were passed on from another clause."""
    bag: frozenset[str] | None = field(default=None, repr=False, compare=False)
    """What `phrase_bag` found, for whoever asks next."""

    def first(self, role: str) -> int | None:
        """Head of the first noun phrase in the role."""
        found = self.roles.get(role)
        return found[0] if found else None


class ClauseReader:
    """Makes the clauses of one tree, each predicate once."""

    def __init__(self, tree: Tree, nouns: Iterable[str], light_verbs: frozenset[str]) -> None:
        self.tree = tree
        self.nouns = nouns
        self.light_verbs = light_verbs
        self._subjects: dict[int, tuple[list[int], list[int]]] = {}
        self._passive: dict[int, bool] = {}
        self._verbs: dict[int, Clause] = {}

    def read(self) -> list[Clause]:
        """All clauses of the tree in the order of their heads."""
        clauses: list[Clause] = []
        tree = self.tree
        tokens, lemmas, nouns = tree.tokens, tree.lemmas, self.nouns
        others: list[Token] = []
        for i, pos in enumerate(tree.pos):
            if pos in VERBAL and self._is_verb(tokens[i]):
                clause = self._verb(tokens[i])
                self._verbs[i] = clause
                clauses.append(clause)
            if pos == "ADJ" or (pos in NOMINAL and (lemmas[i] in nouns or "cop" in tree.by[i])):
                others.append(tokens[i])
        for token in others:
            if self._is_noun(token):
                clauses.append(self._noun(token))
            elif self._is_adjective(token):
                clauses.append(self._adjective(token))
            elif self._is_stay(token):
                clauses.append(self._stay(token))
        clauses.sort(key=_by_head)
        return clauses

    # which words are predicates

    @staticmethod
    def _is_verb(token: Token) -> bool:
        if token.pos == "VERB":
            return token.dep not in ("amod", "compound", "case", "mark", "aux")
        return token.pos == "AUX" and token.dep in (
            "root",
            "ccomp",
            "advcl",
            "conj",
            "parataxis",
            "acl:relcl",
        )

    def _is_noun(self, token: Token) -> bool:
        """An eventive noun; the last part of "sit-in" may be tagged as what it is alone."""
        if token.pos not in NOMINAL or self.tree.lemmas[token.i] not in self.nouns:
            return False
        return token.pos == "NOUN" or (
            token.pos in ("ADP", "ADV", "VERB", "PROPN")
            and token.dep in ("obj", "nsubj", "nsubj:pass", "obl", "nmod", "root")
            and (self.tree.child(token.i, "compound") is not None or self._hyphened(token.i))
        )

    def _hyphened(self, i: int) -> bool:
        """The last part of "sit-in"."""
        tokens = self.tree.tokens
        return i >= 2 and tokens[i - 1].text == "-" and tokens[i - 1].end == tokens[i].start

    def _is_adjective(self, token: Token) -> bool:
        if token.pos != "ADJ":
            return False
        return token.dep in ("xcomp", "root", "ccomp", "advcl", "acl", "acl:relcl") or (
            self.tree.child(token.i, "cop") is not None or token.dep in ("conj", "parataxis")
        )

    def _is_stay(self, token: Token) -> bool:
        """'was in Lima': a place with a copula."""
        if token.pos not in ("PROPN", "NOUN") or self.tree.case_of(token.i) not in ("in", "at"):
            return False
        return self.tree.child(token.i, "cop") is not None

    def _stay(self, token: Token) -> Clause:
        i = token.i
        roles: Roles = {"in": [i]}
        agents = self._expand(self.tree.children(i, "nsubj")) or self._inherited(i)
        if agents:
            roles["agent"] = agents
        self._prepositions(i, roles, ("obl", "nmod"))
        clause = Clause(self.tree.index, i, "verb", "be", "be", roles, (i,))
        self._grammar(clause, i)
        return clause

    # subjects

    def subjects(self, i: int) -> tuple[list[int], list[int]]:
        """Heads of the logical subject and of the logical object of predicate i.

        Found through control, coordination, participles and relative clauses.
        """
        found = self._subjects.get(i)
        if found is None:
            self._subjects[i] = ([], [])  # guards against a cycle in a bad tree
            found = self._subjects[i] = self._find_subjects(i)
        return found

    def _expand(self, heads: Iterable[int]) -> list[int]:
        out: list[int] = []
        tree = self.tree
        for head in heads:
            for one in tree.conjuncts(head):
                real = self._antecedent(one) if tree.pos[one] in PRONOUNS else one
                if real == one:
                    if one not in out:
                        out.append(one)
                    continue
                for each in tree.conjuncts(real):
                    if each not in out:
                        out.append(each)
        return out

    def _antecedent(self, i: int) -> int:
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
            subjects = tree.children(i, "nsubj", "csubj", "nsubj:outer", "nsubj:pass")
        else:
            subjects = tree.children(i, "nsubj", "csubj", "nsubj:outer")
        agents = self._expand(subjects or self._stray_subject(i))
        patients = self._expand(by["nsubj:pass"]) if not agents and "nsubj:pass" in by else []
        passive = bool(patients) or self._is_passive(i)
        if passive:
            patients = patients or agents
            agents = self._expand(tree.children(i, "obl:agent"))
            if not agents:
                agents = self._expand(self._by_phrases(i))
        if agents and not passive:
            return agents, patients
        if passive and patients:
            return agents, patients
        inherited = self._inherited(i)
        return (agents, inherited) if passive else (inherited, patients)

    def _cannot_be_passive(self, i: int) -> bool:
        """An English main clause without "be" or "get" is active, whatever its tag."""
        tree = self.tree
        if tree.deps[i] not in MAIN or tree.tokens[i].text.endswith("ing"):
            return False
        helpers = tree.children(i, "aux", "aux:pass", "cop")
        shared = tree.deps[i] == "conj" and tree.child(i, "nsubj:pass", "nsubj") is None
        return not shared and not helpers

    def _by_phrases(self, i: int) -> Iterable[int]:
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

    def _is_passive(self, i: int) -> bool:
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

    def _inherited(self, i: int) -> list[int]:
        tree, token = self.tree, self.tree.tokens[i]
        head, dep = token.head, token.dep
        if head < 0:
            return []
        if dep == "conj":
            agents, patients = self.subjects(head)
            if self._is_passive(head):
                return patients if patients else agents
            return agents
        if dep == "xcomp":
            return self._controller(head)
        if dep in ("advcl", "parataxis"):
            if dep == "parataxis" and tree.pos[i] != "VERB":
                return []
            return self._of_adverbial(i, head)
        if dep == "acl:relcl":
            return self._expand([head]) if self._pronounless(i) else []
        if dep == "acl":
            return self._of_acl(i, head)
        return []

    def _of_adverbial(self, i: int, head: int) -> list[int]:
        """'thanked him for coming' is his coming; any other participle is the subject's."""
        tree = self.tree
        agents, patients = self.subjects(head)
        marks = {tree.lower[k] for k in tree.children(i, "mark")}
        if "to" in marks and tree.tokens[head].lemma in CONTROLLERS:
            return self._controller(head)
        if marks & {"for", "of", "from", "into", "against"} and "to" not in marks:
            found = tree.child(head, "obj", "iobj")
            if found is not None:
                return self._expand([found])
        return patients if self._is_passive(head) and patients else agents

    def _pronounless(self, i: int) -> bool:
        """Whether a relative clause has neither subject nor object of its own."""
        return self.tree.child(i, "nsubj", "nsubj:pass", "obj") is None

    def _controller(self, head: int) -> list[int]:
        tree = self.tree
        agents, patients = self.subjects(head)
        lemma = tree.tokens[head].lemma
        if lemma in OBJECT_CONTROL_BY_SUBJECT:
            return agents
        for dep in ("obj", "iobj"):
            found = tree.child(head, dep)
            if found is not None and not self._is_thing(found):
                return self._expand([found])
        if self._is_passive(head) and patients:
            return patients
        for kid in tree.children(head, "obl"):
            if lemma in ("call", "appeal", "rely", "prevail") and tree.case_of(kid) in (
                "on",
                "upon",
                "to",
                "for",
            ):
                return self._expand([kid])
        return agents

    def _is_thing(self, i: int) -> bool:
        """A bare reflexive or "it" does not control."""
        return self.tree.tokens[i].lemma in ("it", "themselves", "itself", "himself", "herself")

    def _of_acl(self, i: int, noun: int) -> list[int]:
        tree, token = self.tree, self.tree.tokens[i]
        if "VerbForm=Inf" not in token.feats:
            return self._expand([noun])
        owner = [k for k in tree.kids[noun] if tree.deps[k] in ("nmod:poss", "amod", "compound")]
        if owner and tree.deps[owner[0]] == "nmod:poss":
            return self._expand(owner[:1])
        by = [k for k in tree.children(noun, "nmod") if tree.case_of(k) == "by"]
        if by:  # 'steps by the government to end the war'
            return self._expand(by)
        verb = tree.tokens[noun].head
        if verb >= 0 and tree.deps[noun] in ("obj", "nsubj:pass", "obl"):
            agents, patients = self.subjects(verb)
            return agents or patients
        return self._expand([noun]) if tree.deps[noun] == "nsubj" else []

    # verbs

    def _verb(self, token: Token) -> Clause:
        i, tree = token.i, self.tree
        by = tree.by[i]
        agents, patients = self.subjects(i)
        roles: Roles = {}
        if agents:
            roles["agent"] = agents
        objects = self._objects(i) if by else []
        if patients or objects:
            roles["patient"] = [*patients, *(o for o in objects if o not in patients)]
        if token.dep == "acl:relcl":
            self._relative_object(i, roles)
        recipients = self._expand(by["iobj"]) if "iobj" in by else []
        if recipients:
            roles["recipient"] = recipients
            roles.setdefault("patient", recipients)
        self._prepositions(i, roles, ("obl", "nmod", "obl:agent"))
        if by or objects:
            self._complete(i, roles, objects or patients or recipients)
        for thing in objects[:1] or patients[:1]:
            if "nmod" in tree.by[thing]:
                self._below_object(thing, roles, token.lemma in OF_VERBS)
        clause = Clause(
            tree.index,
            i,
            "verb",
            tree.lemmas[i],
            tree.lower[i],
            roles,
            self._verb_trigger(i),
            self._is_passive(i),
        )
        beside = tree.kids_of(i, BESIDE_VERB)
        if beside:
            clause.particles = frozenset([tree.lower[k] for k in beside])
        subjects = tree.kids_of(i, SUBJECTS)
        if not subjects or subjects[0] == 0:
            # A subject that opens the sentence counts too: the probability's weights stand on it.
            clause.implied = BARE
        self._grammar(clause, i)
        return clause

    def _below_object(self, thing: int, roles: Roles, takes_of: bool) -> None:
        """Phrases that a parser hung on the object, or on what its of-phrase names."""
        tree = self.tree
        self._prepositions(thing, roles, ("nmod",), without=("of",))
        for part in tree.by[thing]["nmod"]:
            if tree.case_of(part) == "of":
                if takes_of:
                    roles.setdefault("of", []).append(part)
                self._prepositions(part, roles, ("nmod",), without=("of",))

    def _complete(self, i: int, roles: Roles, objects: list[int]) -> None:
        """Adds the clauses that complete verb i; a gerund also under its preposition."""
        tree = self.tree
        content = self._content(i, objects)
        if content:
            roles["content"] = content
        for head in content:
            mark = tree.child(head, "mark", "case")
            if mark is not None and self._is_governed(head):
                roles.setdefault(tree.lower[mark], []).append(head)

    def _objects(self, i: int) -> list[int]:
        """Objects of verb i, with what parsers make of them: nominal complements, bare amounts."""
        tree = self.tree
        objects = self._expand(tree.children(i, "obj"))
        if objects:
            return objects
        shared = self._shared_object(i)
        if shared is not None:
            return self._expand([shared])
        for kid in tree.children(i, "xcomp", "obl:unmarked", "obl"):
            token = tree.tokens[kid]
            bare = token.pos in ("NOUN", "PROPN") and tree.child(kid, "mark", "cop", "case") is None
            owned = token.dep == "obl" and tree.child(kid, "nmod:poss") is not None and kid > i
            if bare and (token.dep == "xcomp" or self._is_amount(kid) or owned):
                return self._expand([kid])
        return []

    def _shared_object(self, i: int) -> int | None:
        """'had blocked and struck its escort': both verbs have the object of the second."""
        tree = self.tree
        if self._is_passive(i) or tree.pos[i] != "VERB":
            return None
        after = [k for k in tree.kids[i] if k > i and tree.deps[k] not in ("cc", "punct")]
        if len(after) != 1 or tree.deps[after[0]] != "conj":
            return None
        if tree.child(after[0], "nsubj", "nsubj:pass") is not None or after[0] > i + 2:
            return None
        return tree.child(after[0], "obj")

    def _is_amount(self, i: int) -> bool:
        counted = self.tree.child(i, "nummod") is not None
        return counted and self.tree.lemmas[i] not in TIMES

    def _content(self, i: int, objects: list[int]) -> list[int]:
        """Heads of the clauses that complete verb i.

        An infinitive that the parser hung on the verb as an adverbial, or on its object
        ("reaffirmed its resolve to help"), counts where there is no other.
        """
        tree = self.tree
        heads = tree.children(i, "ccomp", "xcomp", "csubj")
        if heads:
            heads = [k for k in heads if k not in objects]
        heads = heads or self._loose_content(i, objects)
        return [c for head in heads for c in self._clause_conjuncts(head)]

    def _loose_content(self, i: int, objects: list[int]) -> list[int]:
        """Complements that a parser hung elsewhere: on the verb as adverbials, on its object."""
        tree = self.tree
        by = tree.by[i]
        if not objects and "advcl" not in by and "obl" not in by:
            return []
        infinitives = [k for k in by.get("advcl", ()) if self._is_infinitive(k)]
        # 'agreed in principle to exchange'
        manner = [k for k in by.get("obl", ()) if tree.tokens[k].lemma in MANNERS]
        infinitives += [
            k for o in manner for k in tree.children(o, "acl") if self._is_infinitive(k)
        ]
        if infinitives:
            thing = tree.lemmas[objects[0]] if objects else ""
            controls = tree.tokens[i].lemma in CONTROLLERS or thing in EFFORTS
            if controls or "obj" not in by:
                return infinitives
        governed = [k for k in by.get("advcl", ()) if self._is_governed(k)]
        if governed:
            return governed
        below = [k for o in objects[:1] for k in tree.children(o, "acl", "acl:relcl")]
        whole = [k for k in below if self._is_infinitive(k) or self._is_that_clause(k)]
        # 'called the raid reckless': an adjective behind its noun is what the noun is called.
        return whole or [k for o in objects[:1] for k in tree.children(o, "amod") if k > o]

    def _is_that_clause(self, i: int) -> bool:
        """'assured him that …': a whole clause, no relative one."""
        tree = self.tree
        marks = {tree.lower[k] for k in tree.children(i, "mark")}
        subject = tree.child(i, "nsubj", "nsubj:pass", "expl")
        whole = subject is not None and tree.lower[subject] not in RELATIVE
        return "that" in marks and whole

    def _clause_conjuncts(self, head: int) -> list[int]:
        """A clause and those coordinated with it, whatever their predicates' parts of speech."""
        tree = self.tree
        out = list(tree.conjuncts(head))
        if self._is_infinitive(head):  # 'agreed to extend it and will meet': two things told
            out = [k for k in out if k == head or not self._is_told(k)]
        for kid in tree.children(head, "conj"):
            if kid not in out and tree.child(kid, "mark", "cop", "nsubj") is not None:
                out += self._clause_conjuncts(kid)
        return out

    def _is_told(self, i: int) -> bool:
        return any(self.tree.tokens[k].lemma in WILL for k in self.tree.children(i, "aux"))

    def _is_governed(self, i: int) -> bool:
        """'called for ending', 'accused of taking': a gerund under the verb's preposition."""
        tree = self.tree
        if not tree.tokens[i].text.endswith("ing"):
            return False
        return any(tree.lower[k] in GOVERNED for k in tree.children(i, "mark", "case"))

    def _is_infinitive(self, i: int) -> bool:
        tree = self.tree
        return "mark" in tree.by[i] and any(tree.lower[k] == "to" for k in tree.by[i]["mark"])

    def _relative_object(self, i: int, roles: Roles) -> None:
        """'the port that China developed': the antecedent is the object when there is none."""
        tree = self.tree
        if tree.deps[i] != "acl:relcl" or "patient" in roles:
            return
        subject = tree.child(i, "nsubj")
        if subject is None or tree.lower[subject] in RELATIVE:
            return
        stranded = [k for k in tree.kids[i] if tree.lower[k] in ("where", "when", "why")]
        preposed = [k for k in tree.children(i, "obl") if self._antecedent(k) != k]
        if not stranded and not preposed and not self._is_passive(i):
            roles["patient"] = self._expand([tree.tokens[i].head])

    def _prepositions(
        self, i: int, roles: Roles, deps: tuple[str, ...], without: tuple[str, ...] = ()
    ) -> None:
        tree = self.tree
        if tree.by[i].keys().isdisjoint(deps):
            return
        for kid in tree.children(i, *deps):
            case = tree.case_of(kid)
            if not case or case in without or self._is_time(kid):
                continue
            into = roles.get(case)
            if into is None:
                roles[case] = self._expand((kid,))
            else:
                into.extend(k for k in self._expand((kid,)) if k not in into)

    def _is_time(self, i: int) -> bool:
        text = self.tree.tokens[i].text
        if self.tree.lemmas[i] in TIMES or self.tree.lower[i] in TIMES:
            return True
        return text in ("March", "May") or (len(text) == 4 and text.isdigit())

    def _verb_trigger(self, i: int) -> tuple[int, ...]:
        tree = self.tree
        words = tree.kids_of(i, IN_TRIGGER)
        if not words:
            return (i,)
        words = [k for k in words if tree.deps[k] != "advmod" or tree.lower[k] in NEGATORS]
        return tuple(sorted([i, *words]))

    # nouns and adjectives

    def _noun(self, token: Token) -> Clause:
        i, tree = token.i, self.tree
        roles: Roles = {}
        owners = [k for k in tree.kids[i] if self._may_own(k)]
        owners = self._expand([j for k in owners for j in (*self._hyphened_to(k), k)])
        if owners:
            roles["agent"] = owners
        self._prepositions(i, roles, ("nmod", "obl"))
        for thing in (*roles.get("of", [])[:1], *roles.get("by", [])[:1]):
            # 'the withdrawal of French troops from Mali', 'the visit by Laos to Fiji'
            self._prepositions(thing, roles, ("nmod",), without=("of",))
        for kid in tree.children(i, "acl"):
            doers = self.subjects(kid)[0] if self._is_passive(kid) else []
            if doers:
                roles.setdefault("by", []).extend(d for d in doers if d != i)
        if "by" in roles:
            roles.setdefault("agent", []).extend(roles["by"])
        content = list(tree.children(i, "acl", "ccomp", "xcomp"))
        if tree.child(i, "cop") is not None:
            # 'it is our priority to help'
            content += tree.children(i, "csubj", "advcl")
        if content:
            roles["content"] = content
        clause = Clause(tree.index, i, "noun", token.lemma.lower(), token.text.lower(), roles, (i,))
        clause.particles = frozenset(
            tree.lemmas[k] for k in tree.kids[i] if tree.deps[k] in ("amod", "compound")
        )
        self._noun_context(clause, token)
        return clause

    def _hyphened_to(self, i: int) -> list[int]:
        """'the Peru-Chile dialogue': the first of the two."""
        tree = self.tree
        return [k for k in tree.children(i, "compound") if tree.lower[k + 1] in ("-", "–")]

    def _may_own(self, i: int) -> bool:
        """A possessor, or a modifier with a capital: 'Russian', 'NATO'."""
        token = self.tree.tokens[i]
        if token.dep == "nmod:poss":
            return True
        return token.dep in ("amod", "compound") and token.text[:1].isupper()

    def _noun_context(self, clause: Clause, token: Token) -> None:
        """Passes on the subject and phrases of the verb whose object (or 'for talks') this is."""
        tree = self.tree
        if tree.child(token.i, "cop") is not None:
            self._predicative(clause, token.i)
            return
        first = token.i
        while tree.deps[first] == "conj" and tree.tokens[first].head >= 0:
            first = tree.tokens[first].head
        while (
            tree.deps[first] == "nmod"
            and tree.case_of(first) == "of"
            and tree.lemmas[tree.tokens[first].head] in SPANS
        ):
            first = tree.tokens[first].head
        top = tree.tokens[first]
        verb = self._verbs.get(top.head)
        if verb is None:
            clause.governor = top.head if top.head >= 0 else None
            clause.link = top.dep
            return
        clause.governor, clause.link, clause.mark = verb.head, top.dep, tree.case_of(first)
        for name in ("negated", "time", "progressive", "modal", "conditional"):
            setattr(clause, name, getattr(verb, name))
        if top.dep in ("obj", "nsubj:pass"):
            clause.link = "light"
            clause.trigger = tuple(sorted({*verb.trigger, token.i}))
            passed = [r for r in verb.roles if r not in ("patient", "content")]
            self._pass_on(clause, verb, passed)
        elif top.dep == "nsubj" and verb.lemma in HAPPENS:
            self._pass_on(clause, verb, [r for r in verb.roles if r not in ("agent", "content")])
        elif top.dep == "obl":
            clause.negated = False
            if clause.mark in INHERITS_AGENT:
                self._pass_on(clause, verb, ["agent"])

    def _predicative(self, clause: Clause, i: int) -> None:
        """'is a strong alliance': the subject of the copula."""
        self._grammar(clause, i)
        named = [k for k in self.tree.children(i, "nsubj") if self.tree.lower[k] not in POINTERS]
        agents = self._expand(named)
        if agents:
            clause.roles["agent"] = agents

    def _pass_on(self, clause: Clause, verb: Clause, names: Iterable[str]) -> None:
        """Roles of the verb that become the noun's; a second doer becomes the role "doer"."""
        implied = set(clause.implied)
        for role in names:
            if role == "agent" and self._owned(clause):
                continue
            known = clause.roles.get(role, [])
            fresh = [h for h in verb.roles.get(role, ()) if h not in known and h != clause.head]
            if fresh and role == "agent" and known:
                clause.roles["doer"] = fresh
            elif fresh:
                clause.roles[role] = [*known, *fresh]
                implied.add(role)
        clause.implied = frozenset(implied)

    def _owned(self, clause: Clause) -> bool:
        """Whether the noun has doers of its own: 'its talks', 'the deal between A and B'."""
        own = self.tree.child(clause.head, "nmod:poss") is not None
        return own or any(role in clause.roles for role in ("between", "by", "among"))

    def _adjective(self, token: Token) -> Clause:
        i, tree = token.i, self.tree
        roles: Roles = {}
        agents = self._expand(tree.children(i, "nsubj", "nsubj:outer", "nsubj:pass"))
        agents = agents or self._inherited(i)
        if agents:
            roles["agent"] = agents
        self._prepositions(i, roles, ("obl", "nmod"))
        content = [k for k in tree.kids[i] if tree.deps[k] in ("ccomp", "xcomp", "advcl", "csubj")]
        if content:
            roles["content"] = content
        clause = Clause(
            tree.index, i, "adjective", token.lemma.lower(), token.text.lower(), roles, (i,)
        )
        verb = self._verbs.get(token.head) if token.dep == "xcomp" else None
        if verb is not None:
            if "content" not in roles:
                roles["content"] = [
                    k for k in tree.children(verb.head, "advcl") if self._is_infinitive(k)
                ]
            for name in ("negated", "time", "progressive", "modal", "conditional"):
                setattr(clause, name, getattr(verb, name))
            clause.governor, clause.link = verb.governor, verb.link
            clause.trigger = tuple(sorted({*verb.trigger, i}))
        else:
            self._grammar(clause, i)
        return clause

    # grammar

    def _grammar(self, clause: Clause, i: int) -> None:
        tree, token = self.tree, self.tree.tokens[i]
        by = tree.by[i]
        clause.governor = token.head if token.head >= 0 else None
        clause.link = token.dep
        if "mark" in by:
            marks = [
                tree.lower[word] for k in by["mark"] for word in (k, *tree.children(k, "fixed"))
            ]
            clause.mark = " ".join(marks)
            clause.conditional = not CONDITIONS.isdisjoint(marks)
        conditional = clause.conditional
        helpers = [tree.tokens[k] for k in tree.kids_of(i, HELPERS)]
        if not helpers and token.dep == "conj" and token.head in self._verbs:
            self._shared_helpers(clause, self._verbs[token.head], token)
        else:
            self._tense(clause, token, helpers)
        clause.negated = clause.negated or self._is_negated(i)
        if conditional or (token.dep == "advcl" and self._inverted_condition(i)):
            clause.conditional = True

    def _shared_helpers(self, clause: Clause, first: Clause, token: Token) -> None:
        """'will visit Rome and meet the Pope': the second verb shares the helpers of the first."""
        own = self.tree.tokens[first.head].feats
        if first.time in ("past", "present") and not first.modal and not first.progressive:
            self._tense(clause, token, [])
            return
        if "Mood=Ind" in token.feats and "Mood=Ind" not in own:
            self._tense(clause, token, [])
            return
        clause.time, clause.modal = first.time, first.modal
        clause.progressive, clause.conditional = first.progressive, first.conditional

    def _tense(self, clause: Clause, token: Token, helpers: list[Token]) -> None:
        if not helpers:
            clause.modal = None
            _simple_tense(clause, token)
            clause.progressive = False
            return
        lemmas = {h.lemma.lower() for h in helpers} | {h.text.lower() for h in helpers}
        have = next((h for h in helpers if h.lemma == "have"), None)
        be = next((h for h in helpers if h.lemma == "be"), None)
        modal = None
        if not MODALS.isdisjoint(lemmas):
            modal = next(m for m in MODALS if m in lemmas)
        clause.modal = modal
        bare = modal is None and have is None and be is None
        if not FUTURE.isdisjoint(lemmas) or ("'d" in lemmas and bare):
            clause.time = "future"
        elif have is not None:
            clause.time = "pluperfect" if "Tense=Past" in have.feats else "perfect"
        elif be is not None and "VerbForm=Inf" in token.feats and "to" in clause.mark:
            clause.time = "future"
        elif be is not None:
            clause.time = "past" if "Tense=Past" in be.feats else "present"
        elif any(h.lemma == "do" and "Tense=Past" in h.feats for h in helpers):
            clause.time = "past"
        else:
            _simple_tense(clause, token)
        clause.progressive = be is not None and token.text.lower().endswith("ing")

    def _is_negated(self, i: int) -> bool:
        tree = self.tree
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
            elif self._negative_phrase(kid):
                return True
        return False

    def _negative_phrase(self, i: int) -> bool:
        tree = self.tree
        if tree.lower[i] in NEGATIVE_WORDS:
            return True
        return any(
            tree.lower[k] in NEGATIVE_WORDS for k in tree.children(i, "det", "cc:preconj", "advmod")
        )

    def _inverted_condition(self, i: int) -> bool:
        """'Should talks fail': a bare modal at the head of an adverbial clause."""
        tree, token = self.tree, self.tree.tokens[i]
        if token.dep != "advcl":
            return False
        first = min((k for k in tree.kids[i]), default=i)
        return tree.lower[first] == "should" and tree.deps[first] == "aux"


def _simple_tense(clause: Clause, token: Token) -> None:
    """The tense of a verb without helpers that tell it."""
    feats = token.feats
    if "VerbForm=Inf" in feats and (
        "to" in clause.mark.split() or token.dep in ("xcomp", "advcl", "acl")
    ):
        clause.time = "infinitive"
    elif "Tense=Past" in feats:
        clause.time = "past"
    elif "Tense=Pres" in feats or "Mood=Ind" in feats:
        clause.time = "present"


_by_head = attrgetter("head")

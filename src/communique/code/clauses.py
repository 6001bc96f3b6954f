"""From trees to clauses: a predicate with its roles, polarity, tense and modality.

The relations are those of Universal Dependencies v2 (de Marneffe et al. 2021); the roles are the
codebook's (docs/codebook.md). Nothing here knows what a predicate means.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import TYPE_CHECKING, Any

from communique.code.grammar import (
    HELPERS,
    NEGATORS,
    NO_GRAMMAR,
    Grammar,
    grammar_of,
    is_negated,
    shared_grammar,
)
from communique.code.subjects import CONTROLLERS, RELATIVE, Subjects
from communique.code.tree import Tree

Roles = dict[str, list[int]]

NO_PREDICATE = frozenset({"amod", "compound", "case", "mark", "aux"})
"""Relations of verbs that only modify."""
CLAUSAL = frozenset({"root", "ccomp", "advcl", "conj", "parataxis", "acl:relcl"})
"""Relations in which an auxiliary stands for a verb left out."""
PREDICATIVE = CLAUSAL | {"xcomp", "acl"}
"""Relations in which an adjective says something, also without a copula."""
ARGUMENTS = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "nmod", "root"})
WILL = frozenset({"will", "would", "shall"})
MANNERS = frozenset({"principle", "effect", "general", "public", "private"})
"""Nouns of adverbial phrases on which a parser may hang what the verb governs."""
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
OF_VERBS = frozenset(
    "accuse assure inform remind convince warn notify suspect deprive rob strip relieve".split()
)
"""Verbs whose of-phrase a parser may hang on their object."""
GOVERNED = frozenset({"for", "of", "against", "on", "to", "from", "about"})
NOMINAL = frozenset({"NOUN", "ADP", "ADV", "VERB", "PROPN"})
PHRASES = frozenset({"obl", "nmod"})
BELOW_VERB = PHRASES | {"obl:agent"}
BELOW_NOUN = frozenset({"nmod"})
BARE_OBJECTS = frozenset({"xcomp", "obl:unmarked", "obl"})
COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "obl:agent"})
BESIDE_VERB = frozenset({"compound:prt", "advmod", "expl", "case"})
MARKERS = frozenset({"mark", "case"})
MARKED = MARKERS | {"cop"}
OF_NOUN = frozenset({"acl", "acl:relcl"})
IN_TRIGGER = frozenset({"aux", "aux:pass", "compound:prt", "advmod"})
NO_WORDS: frozenset[str] = frozenset()
NO_HEADS: frozenset[int] = frozenset()
NO_KIDS: tuple[int, ...] = ()
BARE = frozenset({"agent"})
POINTERS = frozenset({"it", "this", "that", "there", "what", "which"})
"""Subjects of 'it is the worst attack in years', which did not attack."""
INHERITS_AGENT = frozenset({"for", "on", "in", "at", "after", "through", "with"})


class Clause:
    """A predicate and what stands around it; token numbers are of its sentence.

    Known at once is the predicate. Every other field is read from the tree when it is first asked
    for: most clauses are asked for no more than their lemma.
    """

    __slots__ = (
        "_reader",
        "_reads",
        "bag",
        "conditional",
        "form",
        "governor",
        "head",
        "implied",
        "kind",
        "lemma",
        "link",
        "mark",
        "modal",
        "negated",
        "particles",
        "passive",
        "progressive",
        "roles",
        "sentence",
        "time",
        "trigger",
    )

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
    passive: bool
    negated: bool
    time: str
    """past, present, perfect, pluperfect, future, infinitive or none."""
    progressive: bool
    modal: str | None
    conditional: bool
    governor: int | None
    """Head token of the clause that this one hangs on."""
    link: str
    """How: a UD relation, "light" for the object noun of a verb, "conj"."""
    mark: str
    """Its subordinator: that, to, if, whether, after, …"""
    particles: frozenset[str]
    implied: frozenset[str]
    """Roles that were passed on from another clause."""
    bag: frozenset[str] | None
    """What `phrase_bag` found, for whoever asks next."""

    def __init__(
        self, reader: ClauseReader, reads: Reads, head: int, kind: str, lemma: str
    ) -> None:
        tree = reader.tree
        self._reader, self._reads = reader, reads
        self.sentence, self.head, self.kind = tree.index, head, kind
        self.lemma = lemma
        self.form = tree.lower[head]
        self.bag = None

    if not TYPE_CHECKING:  # for a checker the fields are there, and no others

        def __getattr__(self, name: str) -> Any:
            if name not in _VERB:
                raise AttributeError(name)
            self._reads[name](self._reader, self)
            return getattr(self, name)

    def doers(self) -> list[int]:
        """Heads of the doer as grammar gives it, without the other roles."""
        return self._reader.subjects.of(self.head)[0]

    def first(self, role: str) -> int | None:
        """Head of the first noun phrase in the role."""
        found = self.roles.get(role)
        return found[0] if found else None


class ClauseReader:
    """Makes the clauses of one tree, each predicate once."""

    def __init__(self, tree: Tree, nouns: Container[str]) -> None:
        self.tree = tree
        self.nouns = nouns
        self.subjects = Subjects(tree)
        # By token: clauses hold their reader, and it holds none of them.
        self._verbs: set[int] = set()
        self._roles: dict[int, Roles] = {}
        self._grammars: dict[int, Grammar] = {}

    def read(self) -> list[Clause]:
        """All clauses of the tree in the order of their heads."""
        clauses: list[Clause] = []
        tree = self.tree
        heads, deps, lemmas, nouns = tree.heads, tree.deps, tree.lemmas, self.nouns
        copular = NO_HEADS
        if "cop" in deps:
            copular = frozenset(heads[k] for k, dep in enumerate(deps) if dep == "cop")
        for i, pos in enumerate(tree.pos):
            if (pos == "VERB" and deps[i] not in NO_PREDICATE) or (
                pos == "AUX" and deps[i] in CLAUSAL
            ):
                self._verbs.add(i)
                clause = Clause(self, _VERB, i, "verb", lemmas[i])
                clause.link = deps[i]
                clause.governor = heads[i] if heads[i] >= 0 else None
                clauses.append(clause)
            if pos == "ADJ":
                if deps[i] in PREDICATIVE or i in copular:
                    clauses.append(Clause(self, _ADJECTIVE, i, "adjective", lemmas[i]))
            elif pos in NOMINAL:
                if lemmas[i] in nouns and (pos == "NOUN" or self._is_noun(i)):
                    clauses.append(Clause(self, _NOUN, i, "noun", lemmas[i]))
                elif i in copular and pos in ("PROPN", "NOUN") and tree.case_of(i) in ("in", "at"):
                    # 'was in Lima': a place with a copula
                    stay = Clause(self, _STAY, i, "verb", "be")
                    stay.form = "be"
                    clauses.append(stay)
        return clauses

    def _is_noun(self, i: int) -> bool:
        """Whether an eventive noun is one that was tagged as another part of speech."""
        tree = self.tree
        return tree.deps[i] in ARGUMENTS and (
            tree.child(i, "compound") is not None or self._is_hyphened(i)
        )

    def _is_hyphened(self, i: int) -> bool:
        """The last part of "sit-in", which may be tagged as what it is alone."""
        tokens = self.tree.tokens
        return i >= 2 and tokens[i - 1].text == "-" and tokens[i - 1].end == tokens[i].start

    # verbs

    def _verb_roles(self, clause: Clause) -> None:
        clause.roles = self._roles_of_verb(clause.head)

    def _roles_of_verb(self, i: int) -> Roles:
        roles = self._roles.get(i)
        if roles is None:
            roles = self._roles[i] = self._find_roles(i)
        return roles

    def _find_roles(self, i: int) -> Roles:
        tree = self.tree
        by = tree.by[i]
        agents, patients = self.subjects.of(i)
        roles: Roles = {}
        if agents:
            roles["agent"] = agents
        objects = self._objects(i) if by else []
        if patients or objects:
            roles["patient"] = [*patients, *(o for o in objects if o not in patients)]
        if tree.deps[i] == "acl:relcl":
            self._relative_object(i, roles)
        recipients = self.subjects.expand(by["iobj"]) if "iobj" in by else []
        if recipients:
            roles["recipient"] = recipients
            roles.setdefault("patient", recipients)
        if by:
            self._prepositions(i, roles, BELOW_VERB)
        if by or objects:
            self._complete(i, roles, objects or patients or recipients)
        for thing in objects[:1] or patients[:1]:
            if "nmod" in tree.by[thing]:
                self._below_object(thing, roles, tree.tokens[i].lemma in OF_VERBS)
        return roles

    def _verb_passive(self, clause: Clause) -> None:
        clause.passive = self.subjects.is_passive(clause.head)

    def _verb_particles(self, clause: Clause) -> None:
        lower = self.tree.lower
        beside = self.tree.kids_of(clause.head, BESIDE_VERB)
        clause.particles = frozenset([lower[k] for k in beside]) if beside else NO_WORDS

    def _verb_implied(self, clause: Clause) -> None:
        subjects = self.tree.kids_of(clause.head, SUBJECTS)
        # A subject that opens the sentence counts too: the probability's weights stand on it.
        clause.implied = BARE if not subjects or subjects[0] == 0 else NO_WORDS

    def _verb_trigger(self, clause: Clause) -> None:
        clause.trigger = self._trigger_of_verb(clause.head)

    def _trigger_of_verb(self, i: int) -> tuple[int, ...]:
        tree = self.tree
        words = tree.kids_of(i, IN_TRIGGER)
        if words:
            words = [k for k in words if tree.deps[k] != "advmod" or tree.lower[k] in NEGATORS]
        return tuple(sorted([i, *words]))

    def _stay_roles(self, clause: Clause) -> None:
        i, tree = clause.head, self.tree
        roles: Roles = {"in": [i]}
        agents = self.subjects.expand(tree.children(i, "nsubj")) or self.subjects.inherited(i)
        if agents:
            roles["agent"] = agents
        self._prepositions(i, roles, PHRASES)
        clause.roles = roles

    def _below_object(self, thing: int, roles: Roles, takes_of: bool) -> None:
        """Phrases that a parser hung on the object, or on what its of-phrase names."""
        tree = self.tree
        self._prepositions(thing, roles, BELOW_NOUN, without=("of",))
        for part in tree.by[thing]["nmod"]:
            if tree.case_of(part) == "of":
                if takes_of:
                    roles.setdefault("of", []).append(part)
                self._prepositions(part, roles, BELOW_NOUN, without=("of",))

    def _complete(self, i: int, roles: Roles, objects: list[int]) -> None:
        """Adds the clauses that complete verb i; a gerund also under its preposition."""
        tree = self.tree
        content = self._content(i, objects)
        if content:
            roles["content"] = content
        for head in content:
            if self._is_governed(head):
                mark = min(tree.kids_of(head, MARKERS))
                roles.setdefault(tree.lower[mark], []).append(head)

    def _objects(self, i: int) -> list[int]:
        """Objects of verb i, with what parsers make of them: nominal complements, bare amounts."""
        tree = self.tree
        by = tree.by[i]
        if "obj" in by:
            return self.subjects.expand(by["obj"])
        shared = self._shared_object(i) if "conj" in by else None
        if shared is not None:
            return self.subjects.expand([shared])
        for kid in tree.kids_of(i, BARE_OBJECTS):
            below, dep = tree.by[kid], tree.deps[kid]
            if tree.pos[kid] not in ("NOUN", "PROPN") or not MARKED.isdisjoint(below):
                continue
            owned = dep == "obl" and "nmod:poss" in below and kid > i
            if dep == "xcomp" or owned or self._is_amount(kid):
                return self.subjects.expand([kid])
        return []

    def _shared_object(self, i: int) -> int | None:
        """'had blocked and struck its escort': both verbs have the object of the second."""
        tree = self.tree
        if self.subjects.is_passive(i) or tree.pos[i] != "VERB":
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
        heads = tree.kids_of(i, COMPLEMENTS)
        if heads:
            heads = [k for k in heads if k not in objects]
        heads = heads or self._loose_content(i, objects)
        return [c for head in heads for c in self._clause_conjuncts(head)]

    def _loose_content(self, i: int, objects: list[int]) -> list[int]:
        """Complements that a parser hung elsewhere: on the verb as adverbials, on its object."""
        tree = self.tree
        by = tree.by[i]
        adverbial = by.get("advcl", ())
        infinitives = [k for k in adverbial if self._is_infinitive(k)]
        for phrase in by.get("obl", ()):
            if tree.tokens[phrase].lemma in MANNERS:  # 'agreed in principle to exchange'
                below = tree.children(phrase, "acl")
                infinitives += [k for k in below if self._is_infinitive(k)]
        if infinitives:
            effort = bool(objects) and tree.lemmas[objects[0]] in EFFORTS
            controls = effort or tree.tokens[i].lemma in CONTROLLERS
            if controls or "obj" not in by:
                return infinitives
        governed = [k for k in adverbial if self._is_governed(k)]
        if governed or not objects:
            return governed
        thing = objects[0]
        below = tree.kids_of(thing, OF_NOUN)
        whole = [k for k in below if self._is_infinitive(k) or self._is_that_clause(k)]
        # 'called the raid reckless': an adjective behind its noun is what the noun is called.
        return whole or [k for k in tree.children(thing, "amod") if k > thing]

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
        out = tree.conjuncts(head)
        if "conj" not in tree.by[head] and len(out) == 1:
            return out
        out = list(out)
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
        preposed = [k for k in tree.children(i, "obl") if self.subjects.antecedent(k) != k]
        if not stranded and not preposed and not self.subjects.is_passive(i):
            roles["patient"] = self.subjects.expand([tree.tokens[i].head])

    def _prepositions(
        self, i: int, roles: Roles, deps: frozenset[str], without: tuple[str, ...] = ()
    ) -> None:
        tree = self.tree
        for kid in tree.kids_of(i, deps):
            case = tree.case_of(kid)
            if not case or case in without or self._is_time(kid):
                continue
            into = roles.get(case)
            if into is None:
                roles[case] = self.subjects.expand((kid,))
            else:
                into.extend(k for k in self.subjects.expand((kid,)) if k not in into)

    def _is_time(self, i: int) -> bool:
        text = self.tree.tokens[i].text
        if self.tree.lemmas[i] in TIMES or self.tree.lower[i] in TIMES:
            return True
        return text in ("March", "May") or (len(text) == 4 and text.isdigit())

    # nouns

    def _noun_roles(self, clause: Clause) -> None:
        i, tree = clause.head, self.tree
        roles: Roles = {}
        kids = [j for k in tree.kids[i] for j in (*self._below(k), k)]
        owners = [k for k in kids if self._may_own(k)]
        owners = self.subjects.expand([j for k in owners for j in (*self._hyphened_to(k), k)])
        if owners:
            roles["agent"] = owners
        self._prepositions(i, roles, PHRASES)
        for thing in (*roles.get("of", [])[:1], *roles.get("by", [])[:1]):
            # 'the withdrawal of French troops from Mali', 'the visit by Laos to Fiji'
            self._prepositions(thing, roles, BELOW_NOUN, without=("of",))
        for kid in tree.children(i, "acl"):
            doers = self.subjects.of(kid)[0] if self.subjects.is_passive(kid) else []
            if doers:
                roles.setdefault("by", []).extend(d for d in doers if d != i)
        if "by" in roles:
            roles.setdefault("agent", []).extend(roles["by"])
        content = list(tree.children(i, "acl", "ccomp", "xcomp"))
        copular = tree.child(i, "cop") is not None
        if copular:
            # 'it is our priority to help'
            content += tree.children(i, "csubj", "advcl")
        if content:
            roles["content"] = content
        clause.roles, clause.implied = roles, NO_WORDS
        if copular:
            # 'is a strong alliance': the subject of the copula
            named = [k for k in tree.children(i, "nsubj") if tree.lower[k] not in POINTERS]
            agents = self.subjects.expand(named)
            if agents:
                roles["agent"] = agents
        else:
            self._pass_on(clause)

    def _below(self, i: int) -> tuple[int, ...] | list[int]:
        """'Chadian commando raids', hung on the commandos: whose they are does the raids."""
        tree = self.tree
        small = tree.deps[i] == "compound" and tree.tokens[i].text[:1].islower()
        return tree.children(i, "compound", "amod") if small else NO_KIDS

    def _hyphened_to(self, i: int) -> list[int]:
        """'the Peru-Chile dialogue': the first of the two."""
        tree = self.tree
        return [k for k in tree.children(i, "compound") if tree.lower[k + 1] in ("-", "–")]

    def _may_own(self, i: int) -> bool:
        """A possessor, or a modifier with a capital: 'Russian', 'NATO'."""
        dep = self.tree.deps[i]
        if dep == "nmod:poss":
            return True
        return dep in ("amod", "compound") and self.tree.tokens[i].text[:1].isupper()

    def _pass_on(self, clause: Clause) -> None:
        """Roles of the verb whose object (or 'for talks') the noun is become the noun's."""
        tree = self.tree
        top = self._top(clause.head)
        verb, dep = tree.heads[top], tree.deps[top]
        if verb not in self._verbs:
            return
        if dep in ("obj", "nsubj:pass"):
            self._inherit(clause, verb, without=("patient", "content"))
        elif dep == "nsubj" and tree.lemmas[verb] in HAPPENS:
            self._inherit(clause, verb, without=("agent", "content"))
        elif dep == "obl" and tree.case_of(top) in INHERITS_AGENT:
            self._inherit(clause, verb, only=("agent",))

    def _inherit(
        self,
        clause: Clause,
        verb: int,
        without: tuple[str, ...] = (),
        only: tuple[str, ...] | None = None,
    ) -> None:
        """Adds the verb's roles; a second doer becomes the role "doer"."""
        implied = set()
        for role, heads in self._roles_of_verb(verb).items():
            if role in without or (only is not None and role not in only):
                continue
            if role == "agent" and self._is_owned(clause):
                continue
            known = clause.roles.get(role, [])
            fresh = [h for h in heads if h not in known and h != clause.head]
            if fresh and role == "agent" and known:
                clause.roles["doer"] = fresh
            elif fresh:
                clause.roles[role] = [*known, *fresh]
                implied.add(role)
        clause.implied = frozenset(implied)

    def _is_owned(self, clause: Clause) -> bool:
        """Whether the noun has doers of its own: 'its talks', 'the deal between A and B'."""
        own = self.tree.child(clause.head, "nmod:poss") is not None
        return own or any(role in clause.roles for role in ("between", "by", "among"))

    def _top(self, i: int) -> int:
        """The noun by which noun i hangs on its verb: the first of several, "days" of "talks"."""
        tree = self.tree
        heads, deps = tree.heads, tree.deps
        while deps[i] == "conj" and heads[i] >= 0:
            i = heads[i]
        while deps[i] == "nmod" and tree.case_of(i) == "of" and tree.lemmas[heads[i]] in SPANS:
            i = heads[i]
        return i

    def _noun_place(self, clause: Clause) -> None:
        """The verb that the noun hangs on, and how: "light" for its object."""
        i, tree = clause.head, self.tree
        if "cop" in tree.by[i]:
            self._own_place(clause)
            clause.mark = self._grammar_of(i).mark
            return
        top = self._top(i)
        head, dep = tree.heads[top], tree.deps[top]
        clause.governor, clause.link, clause.mark = head if head >= 0 else None, dep, ""
        if head in self._verbs:
            clause.mark = tree.case_of(top)
            if dep in ("obj", "nsubj:pass"):
                clause.link = "light"

    def _noun_source(self, clause: Clause) -> int | None:
        """The predicate whose tense and modality are the noun's: a verb, the noun itself, none."""
        if "cop" in self.tree.by[clause.head]:
            return clause.head
        return clause.governor if clause.governor in self._verbs else None

    def _noun_grammar(self, clause: Clause) -> None:
        source = self._noun_source(clause)
        _set_grammar(clause, NO_GRAMMAR if source is None else self._grammar_of(source))

    def _noun_negation(self, clause: Clause) -> None:
        source = self._noun_source(clause)
        apart = source != clause.head and clause.link == "obl"
        clause.negated = source is not None and not apart and is_negated(self.tree, source)

    def _noun_trigger(self, clause: Clause) -> None:
        verb = clause.governor if clause.link == "light" else None
        words = () if verb is None else self._trigger_of_verb(verb)
        clause.trigger = tuple(sorted({*words, clause.head}))

    def _noun_particles(self, clause: Clause) -> None:
        tree = self.tree
        beside = tree.children(clause.head, "amod", "compound")
        clause.particles = frozenset([tree.lemmas[k] for k in beside]) if beside else NO_WORDS

    # adjectives

    def _adjective_roles(self, clause: Clause) -> None:
        i, tree = clause.head, self.tree
        roles: Roles = {}
        agents = self.subjects.expand(tree.children(i, "nsubj", "nsubj:outer", "nsubj:pass"))
        agents = agents or self.subjects.inherited(i)
        if agents:
            roles["agent"] = agents
        self._prepositions(i, roles, PHRASES)
        content = tree.children(i, "ccomp", "xcomp", "advcl", "csubj")
        verb = self._called_by(i)
        if content:
            roles["content"] = list(content)
        elif verb is not None:
            below = tree.children(verb, "advcl")
            roles["content"] = [k for k in below if self._is_infinitive(k)]
        clause.roles = roles

    def _called_by(self, i: int) -> int | None:
        """The verb whose complement adjective i is: 'remains ready', 'called it reckless'."""
        verb = self.tree.heads[i]
        return verb if self.tree.deps[i] == "xcomp" and verb in self._verbs else None

    def _adjective_place(self, clause: Clause) -> None:
        verb = self._called_by(clause.head)
        self._own_place(clause, verb)
        clause.mark = "" if verb is not None else self._grammar_of(clause.head).mark

    def _adjective_grammar(self, clause: Clause) -> None:
        verb = self._called_by(clause.head)
        _set_grammar(clause, self._grammar_of(clause.head if verb is None else verb))

    def _adjective_negation(self, clause: Clause) -> None:
        verb = self._called_by(clause.head)
        clause.negated = is_negated(self.tree, clause.head if verb is None else verb)

    def _adjective_trigger(self, clause: Clause) -> None:
        verb = self._called_by(clause.head)
        words = () if verb is None else self._trigger_of_verb(verb)
        clause.trigger = tuple(sorted({*words, clause.head}))

    # grammar

    def _own_place(self, clause: Clause, at: int | None = None) -> None:
        at = clause.head if at is None else at
        head = self.tree.heads[at]
        clause.governor = head if head >= 0 else None
        clause.link = self.tree.deps[at]

    def _own_grammar(self, clause: Clause) -> None:
        grammar = self._grammar_of(clause.head)
        clause.mark, clause.time, clause.modal, clause.progressive, clause.conditional = grammar

    def _own_negation(self, clause: Clause) -> None:
        clause.negated = is_negated(self.tree, clause.head)

    def _grammar_of(self, i: int) -> Grammar:
        found = self._grammars.get(i)
        if found is None:
            found = self._grammars[i] = self._find_grammar(i)
        return found

    def _find_grammar(self, i: int) -> Grammar:
        tree = self.tree
        dep, helpers = tree.deps[i], tree.kids_of(i, HELPERS)
        first = tree.heads[i]
        if helpers or dep != "conj" or first not in self._verbs or first > i:
            return grammar_of(tree, i, helpers)
        return shared_grammar(tree, i, first, self._grammar_of(first))

    # what a kind of clause never has

    def _no_passive(self, clause: Clause) -> None:
        clause.passive = False

    def _no_particles(self, clause: Clause) -> None:
        clause.particles = NO_WORDS

    def _no_implied(self, clause: Clause) -> None:
        clause.implied = NO_WORDS

    def _bare_trigger(self, clause: Clause) -> None:
        clause.trigger = (clause.head,)


def _set_grammar(clause: Clause, grammar: Grammar) -> None:
    _, clause.time, clause.modal, clause.progressive, clause.conditional = grammar


Reads = Mapping[str, Callable[[ClauseReader, Clause], None]]
_PLACE = ("governor", "link", "mark")
_GRAMMAR = ("time", "modal", "progressive", "conditional")
_OWN: Reads = {
    **dict.fromkeys(("governor", "link"), ClauseReader._own_place),
    **dict.fromkeys(("mark", *_GRAMMAR), ClauseReader._own_grammar),
    "negated": ClauseReader._own_negation,
}
_VERB: Reads = {
    **_OWN,
    "roles": ClauseReader._verb_roles,
    "passive": ClauseReader._verb_passive,
    "particles": ClauseReader._verb_particles,
    "implied": ClauseReader._verb_implied,
    "trigger": ClauseReader._verb_trigger,
}
_STAY: Reads = {
    **_OWN,
    "roles": ClauseReader._stay_roles,
    "passive": ClauseReader._no_passive,
    "particles": ClauseReader._no_particles,
    "implied": ClauseReader._no_implied,
    "trigger": ClauseReader._bare_trigger,
}
_NOUN: Reads = {
    **dict.fromkeys(_PLACE, ClauseReader._noun_place),
    **dict.fromkeys(_GRAMMAR, ClauseReader._noun_grammar),
    "negated": ClauseReader._noun_negation,
    "roles": ClauseReader._noun_roles,
    "passive": ClauseReader._no_passive,
    "particles": ClauseReader._noun_particles,
    "implied": ClauseReader._noun_roles,
    "trigger": ClauseReader._noun_trigger,
}
_ADJECTIVE: Reads = {
    **dict.fromkeys(_PLACE, ClauseReader._adjective_place),
    **dict.fromkeys(_GRAMMAR, ClauseReader._adjective_grammar),
    "negated": ClauseReader._adjective_negation,
    "roles": ClauseReader._adjective_roles,
    "passive": ClauseReader._no_passive,
    "particles": ClauseReader._no_particles,
    "implied": ClauseReader._no_implied,
    "trigger": ClauseReader._adjective_trigger,
}

"""Whose a noun without owner is: what stands near, what is in focus, what the article is about."""

from __future__ import annotations

from communique.detect.actor_owners import GROUPS, OwnerReader
from communique.detect.actor_scan import PERSON_USES, Phrase
from communique.detect.coreference import Reading
from communique.model import GUESSED, Code
from communique.ontology.actors import Noun, fold


class ContextReader(OwnerReader):
    """Reads nouns whose owner the phrase does not say."""

    def bare(self, k: int, noun: Noun, words: tuple[str, ...]) -> Reading | None:
        """Whose a noun without owner is; `words`: the name that goes with it."""
        phrase = self.phrases[k]
        if words or self.learning:
            return self._by_kind(phrase, noun, words)
        tail = phrase.units[-1]
        one = tail.start == phrase.start and tail.end == phrase.end  # "… and Foreign Minister"
        topic = self._topic(noun)
        if topic is not None:
            return topic
        if (self.definite(phrase) and not self._narrowed(phrase)) or (one and not noun.plural):
            seen = self.focus.same_noun(noun.term, noun.plural)
            if seen is None and noun.kind == "office" and not noun.plural:
                seen = self.focus.same_office(noun.term, self.number)
            own = self._own_officer(phrase, noun, seen.codes) if seen is not None else None
            if own is not None:
                return own
            if seen is not None:
                return Reading(
                    seen.codes, "anaphor", f"the {noun.term} → last of that name",
                    person=seen.person,
                )  # fmt: skip
        return self._by_kind(phrase, noun, words)

    def _own_officer(self, phrase: Phrase, noun: Noun, codes: tuple[Code, ...]) -> Reading | None:
        """In a state's own statement "the Secretary" is its own, not its guest of like office."""
        own = self._office_of_issuer(phrase, noun)
        if own is None or own in codes or noun.term in self.registry.words["guest office"]:
            return None
        person = self.focus.latest_person((own,))
        return Reading((own,), "anaphor", f"the {noun.term} → the issuer's", person=person)

    def _narrowed(self, phrase: Phrase) -> bool:
        """Whether a noun before it makes it another ("the transport minister")."""
        return any(
            self.tokens[i].pos in ("NOUN", "PROPN")
            for i in range(phrase.start + 1, phrase.units[-1].start)
        )

    def _topic(self, noun: Noun) -> Reading | None:
        """A country set before the sentence: "In Norway, … the government"."""
        if noun.bare != "country" or not self.phrases or self.phrases[0].start != 1:
            return None
        first = self.phrases[0]
        if self.low(0) not in ("in", "inside") or not self._is_name(0):
            return None
        if self.low(first.end) != "," and first.end < len(self.tokens):
            return None
        return Reading((first.units[-1].code,), "anaphor", "country set before the sentence")

    def _by_kind(self, phrase: Phrase, noun: Noun, words: tuple[str, ...]) -> Reading | None:
        rule = {
            "unknown": self._unknown, "group": self._group, "firm": self._firm, "ngo": self._ngo,
            "intl": self._partners, "usa": self._american,
        }.get(noun.bare)  # fmt: skip
        if rule is not None:
            return rule(phrase, noun)
        if noun.bare != "country":
            if noun.kind == "asset" and self.definite(phrase):
                return None
            return None
        return self._local(phrase, noun, words)

    def _local(self, phrase: Phrase, noun: Noun, words: tuple[str, ...]) -> Reading | None:
        """The country of a noun: by the name with it, by what stands near, by the article."""
        if "abroad" in noun.traits:
            sent = noun.kind == "office" and self._is_sent(phrase)
            own = self._office_of_issuer(phrase, noun) if noun.term.startswith("special") else None
            code = own or (self._sender(phrase) if sent else self.focus.abroad())
            return Reading((code,), "office", GUESSED) if code else None
        if self._elsewhere(phrase, noun):
            return None
        ruler = self._ruler(phrase, noun)
        if ruler is not None:
            return Reading((ruler,), "office", "ruler named before it")
        own = self._office_of_issuer(phrase, noun)
        if noun.term in self.registry.words["guest office"]:
            own = None if words else own
        code = own or self.focus.origin(words) or self._office_of_issuer(phrase, noun)
        if code is None and not words and not self.learning:
            code = (
                self._below(phrase)
                or self._where(phrase)
                or self._near(phrase, noun)
                or self._scene(phrase, noun)
            )
            if code is not None:
                return Reading((code,), "office", "country named near it")
        if code is None and words:
            code = self._named_here()
        if code is None and not self.learning and self.definite(phrase):
            code = self.focus.carried_on(self.number)
        if code is None and self.focus.short:
            code = self._only_country()
        code = self._that_has(noun, code or self.focus.main())
        return Reading((code,), "office", GUESSED) if code else None

    def _that_has(self, noun: Noun, code: Code | None) -> Code | None:
        """The country, or for an office that it does not have the one last named that has it."""
        having = self.registry.rulers.get(noun.term)
        if having is None or code in having or code is None or not self.registry.is_country(code):
            return code
        return self.focus.latest_of(having) or self.focus.most_named(having) or code

    def _ruler(self, phrase: Phrase, noun: Noun) -> Code | None:
        """The country whose leader gives a government his name ("the Nordmann regime")."""
        before = phrase.units[-1].start - 1
        taken = any(unit.start <= before < unit.end for unit in phrase.units)
        if noun.kind != "body" or before < phrase.start or taken:
            return None
        word = self.tokens[before].text
        if not word[:1].isupper():
            return None
        here = self.focus.origin([fold(word)])
        leaders = self.registry.surnames.get(fold(word), ())
        day = self.focus.published
        if day is not None:
            leaders = [x for x in leaders if x.since <= day and (not x.until or day <= x.until)]
        codes = {leader.code for leader in leaders}
        if here is not None and here in codes:
            return here
        return codes.pop() if len(codes) == 1 else None

    def _is_sent(self, phrase: Phrase) -> bool:
        """Whether what follows says where an envoy works ("special envoy for Norway")."""
        return self.low(phrase.end) in ("for", "to") and phrase.end + 1 in self.by_start

    def _sender(self, phrase: Phrase) -> Code | None:
        """Whose an envoy is who is named with where he works: the issuer's, else the article's."""
        there = self.phrases[self.by_start[phrase.end + 1]]
        own = self.focus.issuer or self.focus.main()
        return own if all(unit.code != own for unit in there.units) else None

    def _office_of_issuer(self, phrase: Phrase, noun: Noun) -> Code | None:
        """In a state's own statement "the Secretary", "the Department" are its own."""
        code = self.focus.issuer
        if code is None or not self.registry.is_country(code):
            return None
        own = noun.kind == "office" or noun.term in ("department", "administration")
        return (
            code
            if own and not noun.plural and self.tokens[phrase.end - 1].text[0].isupper()
            else None
        )

    def _elsewhere(self, phrase: Phrase, noun: Noun) -> bool:
        """Whether an adjective says that it is not the article's country ("foreign …")."""
        first = phrase.units[0].start if phrase.units else phrase.end
        words = self.registry.words["elsewhere"]
        before = [self.low(i) for i in range(phrase.start, first)]
        if "other" in before and noun.kind in ("office", "body"):
            return True
        return any(word in words for word in before)

    def _below(self, phrase: Phrase) -> Code | None:
        """A place inside what describes the noun ("the officers that took power in Norway")."""
        if not self.sentence.parsed:
            return None
        head = phrase.end - 1
        for other in self.phrases:
            if other.start <= head or not other.start or self.low(other.start - 1) not in (
                "in", "of", "from", "across", "throughout", "inside",
            ):  # fmt: skip
                continue
            tail = other.tail
            if tail is None or not tail.code or tail.use in PERSON_USES:
                continue
            if self._under(other.end - 1, head):
                return tail.code if self.registry.is_country(tail.code) else None
        return None

    def _under(self, i: int, head: int) -> bool:
        """Whether that token depends on `head`, in eight steps at most."""
        for _ in range(8):
            i = self.tokens[i].head
            if i < 0 or i == head:
                return i == head
        return False

    def _where(self, phrase: Phrase) -> Code | None:
        """As in "… to Finland, where judges …": the country before "where"."""
        for i in range(phrase.start - 1, max(-1, phrase.start - 6), -1):
            if self.low(i) == "where":
                seen = next((s for s in self.focus.here(self.number) if s.token < i), None)
                return seen.codes[0] if seen is not None and seen.codes else None
        return None

    def _near(self, phrase: Phrase, noun: Noun) -> Code | None:
        """The country last named in the sentence before the noun."""
        if not self.definite(phrase) or noun.kind == "asset":
            return None
        for seen in self.focus.here(self.number):
            if seen.weak or len(seen.codes) != 1 or seen.token >= phrase.start:
                continue
            if self.registry.is_country(seen.codes[0]):
                return seen.codes[0]
        return None

    def _scene(self, phrase: Phrase, noun: Noun) -> Code | None:
        """Where the sentence puts what people do ("protesters marched in Lahore")."""
        if noun.kind not in ("people", "body") or "away" in noun.traits:
            return None
        for other in self.phrases:
            tail = other.tail
            if other.start <= phrase.end or tail is None or not tail.code:
                continue
            if self.low(other.start - 1) not in ("in", "at", "across", "outside", "near"):
                continue
            if (
                tail.use not in PERSON_USES
                and self.registry.is_country(tail.code)
                and (self._under(other.end - 1, self._verb(phrase)))
            ):
                return tail.code
        return None

    def _verb(self, phrase: Phrase) -> int:
        """The verb that the phrase depends on, through nouns."""
        i = self.tokens[phrase.end - 1].head
        for _ in range(3):
            if i < 0 or self.tokens[i].pos == "VERB":
                break
            i = self.tokens[i].head
        return i

    def _named_here(self) -> Code | None:
        """The one country that the sentence names, where it does not name the article's own."""
        main = self.focus.main()
        units = [unit for phrase in self.phrases for unit in phrase.units if unit.code]
        if any(unit.code == main for unit in units):
            return None
        named = {
            unit.code
            for unit in units
            if unit.use == "name" and self.registry.kind_of(unit.code) == "country"
        }
        return next(iter(named)) if len(named) == 1 else None

    def _only_country(self) -> Code | None:
        """The country of a sentence that names just one."""
        codes = {
            unit.code
            for phrase in self.phrases
            for unit in phrase.units
            if unit.code and self.registry.is_country(unit.code)
        }
        return next(iter(codes)) if len(codes) == 1 else None

    def _unknown(self, phrase: Phrase, noun: Noun) -> Reading | None:
        code = (
            self._against(phrase) if noun.term in self.registry.words["against a state"] else None
        )
        if code is not None:
            group = self.focus.group_of(code, self.number)
            if group is not None and not phrase.names:
                return Reading((group,), "group", f"the {noun.term} → group named before")
            return Reading((code + "REB",), "people", "rebels against the state they are in")
        return Reading(("UNK",), "people", "unnamed attackers")

    def _against(self, phrase: Phrase) -> Code | None:
        """Whose rebels they are: of the country of the title, else the only one in the article.

        Not of one that backs them ("pro-Norwegian", "Finnish-backed").
        """
        if self.learning or any(unit.code for unit in phrase.units):
            return None
        titled = [code for code in self.focus.titled if self.registry.is_country(code)]
        if len(titled) == 1:
            return titled[0]
        code = self._below(phrase) or self._scene(phrase, phrase.noun) if phrase.noun else None
        return code or self.focus.only()

    def _ngo(self, phrase: Phrase, noun: Noun) -> Reading | None:
        if self.definite(phrase) and not noun.plural:
            return self._group(phrase, noun)
        return Reading(("NGO",), "organisation", "organisation without a country")

    def _partners(self, _phrase: Phrase, _noun: Noun) -> Reading | None:
        return Reading(("INTL",), "people", "unnamed partners")

    def _group(self, phrase: Phrase, noun: Noun) -> Reading | None:
        if not self.definite(phrase) or noun.plural or phrase.names:
            return None
        seen = self.focus.latest(GROUPS)
        return Reading(seen.codes, "anaphor", f"the {noun.term} → last group") if seen else None

    def _firm(self, phrase: Phrase, noun: Noun) -> Reading | None:
        alone = self.definite(phrase) and not phrase.names and not noun.plural
        seen = self.focus.latest(("organisation",)) if alone else None
        if seen is not None:
            return Reading(seen.codes, "anaphor", f"the {noun.term} → last organisation")
        return Reading(("MNC",), "organisation", "firm without a country")

    def _american(self, phrase: Phrase, noun: Noun) -> Reading | None:
        if self.focus.counts["USA"]:
            return Reading(("USA",), "organisation", "body of the state", noun.sector)
        return self._local(phrase, noun, ())

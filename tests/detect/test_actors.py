"""Actors in tagged sentences: "word/POS" or "word/POS/head/relation", heads counted from 1."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.detect.actors import actor_of_phrase, detect_actors
from communique.model import ActorMention, Article, Interval, Sentence, Token


def sentence(tagged: str, offset: int = 0, parsed: bool = False) -> tuple[str, Sentence]:
    text, tokens = "", []
    for i, item in enumerate(tagged.split()):
        word, pos, *tree = item.split("/")
        glued = word in (",", ".", "'s", "-") or text.endswith("-")
        text += ("" if not text or glued else " ") + word
        end = offset + len(text)
        head, dep = (int(tree[0]) - 1, tree[1]) if tree else (-1, "")
        feats = "PronType=Rel" if word == "who" else ""
        tokens.append(
            Token(
                i,
                word,
                {"said": "say"}.get(word, word.lower()),
                pos,
                feats,
                head,
                dep,
                end - len(word),
                end,
            )
        )
    return text, Sentence(offset, offset + len(text), tuple(tokens), parsed)


def detect(
    *tagged: str, dateline: str | None = None, published: str | None = None, parsed: bool = False
) -> list[tuple[str, ActorMention]]:
    text, sentences = "", []
    for line in tagged:
        own, made = sentence(line, len(text), parsed)
        sentences.append(made)
        text += own + "\n"
    day = Interval(published, published, "metadata") if published else None
    article = Article(
        "a", "a.txt", text, (), None, None, None, dateline, None, day, "", "en", "good"
    )
    found = detect_actors(article, sentences)
    return [(sentences[m.sentence].tokens[m.head].text, m) for m in found]


def codes(found: list[tuple[str, ActorMention]]) -> dict[str, tuple[str, ...]]:
    return {word: mention.codes for word, mention in found}


@pytest.mark.parametrize(
    ("tagged", "head", "expected"),
    [
        ("Norway/PROPN warned/VERB Finland/PROPN ./PUNCT", "Norway", ("NOR",)),
        ("Norwegian/ADJ investors/NOUN left/VERB ./PUNCT", "investors", ("NOR",)),
        ("Norway/PROPN 's/PART ambassador/NOUN left/VERB ./PUNCT", "ambassador", ("NOR",)),
        (
            "The/DET ambassador/NOUN of/ADP Norway/PROPN to/ADP Finland/PROPN spoke/VERB ./PUNCT",
            "ambassador",
            ("NOR",),
        ),
        ("The/DET Kremlin/PROPN denied/VERB it/PRON ./PUNCT", "Kremlin", ("RUS",)),
        ("The/DET Dutch/PROPN agreed/VERB ./PUNCT", "Dutch", ("NLD",)),
        ("Gunmen/NOUN killed/VERB nine/NUM Finns/PROPN ./PUNCT", "Gunmen", ("UNK",)),
        ("Gunmen/NOUN killed/VERB nine/NUM Finns/PROPN ./PUNCT", "Finns", ("FIN",)),
        (
            "The/DET foreign/ADJ ministers/NOUN of/ADP Norway/PROPN ,/PUNCT Finland/PROPN and/CCONJ"
            " Iceland/PROPN met/VERB ./PUNCT",
            "ministers",
            ("NOR", "FIN", "ISL"),
        ),
        (
            "The/DET Norwegian/ADJ and/CCONJ Finnish/ADJ governments/NOUN agreed/VERB ./PUNCT",
            "governments",
            ("NOR", "FIN"),
        ),
        (
            "A/DET spokesman/NOUN for/ADP the/DET European/PROPN Union/PROPN spoke/VERB ./PUNCT",
            "spokesman",
            ("EU",),
        ),
        ("Syrian/ADJ rebels/NOUN advanced/VERB ./PUNCT", "rebels", ("SYRREB",)),
    ],
)
def test_codes_of_a_phrase(tagged: str, head: str, expected: tuple[str, ...]) -> None:
    assert codes(detect(tagged))[head] == expected


@pytest.mark.parametrize(
    "tagged",
    [
        "Ships/NOUN crossed/VERB the/DET South/PROPN China/PROPN Sea/PROPN ./PUNCT",
        "Norway/PROPN thrash/VERB Finland/PROPN by/ADP nine/NUM goals/NOUN ./PUNCT",
    ],
)
def test_no_actor(tagged: str) -> None:
    assert not [m for _, m in detect(tagged) if m.kind != "people"]


def test_place_is_weak_and_seat_is_not() -> None:
    found = dict(detect("Oslo/PROPN urged/VERB calm/NOUN in/ADP Helsinki/PROPN ./PUNCT"))
    assert not found["Oslo"].weak
    assert found["Helsinki"].weak


def test_person_keeps_name_office_and_codes() -> None:
    found = detect(
        "Finnish/ADJ Foreign/PROPN Minister/PROPN Aino/PROPN Virtanen/PROPN spoke/VERB ./PUNCT",
        "Ms/PROPN Virtanen/PROPN left/VERB Oslo/PROPN ./PUNCT",
        "She/PRON thanked/VERB Norway/PROPN ./PUNCT",
    )
    later = [m for word, m in found if m.sentence > 0 and m.codes == ("FIN",)]
    assert {m.sentence for m in later} == {1, 2}
    assert {m.name for m in later} == {"Aino Virtanen"}
    assert {m.office for m in later} == {"Foreign Minister"}


def test_apposition_gives_the_office() -> None:
    found = dict(
        detect(
            "Aino/PROPN Virtanen/PROPN ,/PUNCT a/DET spokeswoman/NOUN for/ADP the/DET Finnish/ADJ"
            " army/NOUN ,/PUNCT spoke/VERB ./PUNCT"
        )
    )
    assert found["Virtanen"].codes == ("FIN",)
    assert found["Virtanen"].office == "spokeswoman"


def test_two_sides_and_counterpart() -> None:
    found = detect(
        "Norway/PROPN and/CCONJ Finland/PROPN met/VERB ./PUNCT",
        "Both/DET sides/NOUN agreed/VERB ./PUNCT",
        "Norwegian/ADJ President/PROPN Ola/PROPN Nordmann/PROPN met/VERB his/PRON counterpart/NOUN",
    )
    assert set(codes(found)["sides"]) == {"NOR", "FIN"}
    assert codes(found)["counterpart"] == ("FIN",)


def test_leader_alone_and_by_date() -> None:
    old = codes(detect("Putin/PROPN warned/VERB Obama/PROPN ./PUNCT", published="2014-03-01"))
    assert old == {"Putin": ("RUS",), "Obama": ("USA",)}


def test_bare_noun_takes_the_dateline() -> None:
    found = codes(
        detect(
            "Police/NOUN in/ADP Norway/PROPN stopped/VERB Finns/PROPN ./PUNCT",
            "The/DET ministry/NOUN protested/VERB ./PUNCT",
            dateline="HELSINKI",
        )
    )
    assert found["Police"] == ("NOR",)
    assert found["ministry"] == ("FIN",)


def test_heads_follow_the_tree() -> None:
    found = dict(
        detect(
            "President/PROPN/4/nsubj Ola/PROPN/1/flat Nordmann/PROPN/1/flat left/VERB/0/root",
            dateline="Oslo",
            parsed=True,
        )
    )
    assert found["President"].codes == ("NOR",)
    assert found["President"].name == "Ola Nordmann"


WORDS = (
    "Norway Norwegian president Ola Nordmann the two sides his counterpart of , and who 's - Oslo"
    " said “ we they"
).split()
TAGS = ["NOUN", "PROPN", "ADJ", "VERB", "PRON", "DET", "ADP", "PUNCT", "PART", "CCONJ"]
DEPS = ["nsubj", "obj", "conj", "appos", "flat", "acl:relcl", "nmod", "nmod:poss", "root", ""]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_tree_gives_mentions_inside_its_sentence(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    tokens, text = [], ""
    for i in range(count):
        word = data.draw(st.sampled_from(WORDS))
        tag, dep = data.draw(st.sampled_from(TAGS)), data.draw(st.sampled_from(DEPS))
        head = data.draw(st.integers(-1, count - 1))
        feats = data.draw(st.sampled_from(["", "PronType=Rel"]))
        start = len(text)
        text += word + " "
        tokens.append(Token(i, word, word, tag, feats, head, dep, start, len(text) - 1))
    made = Sentence(0, len(text), tuple(tokens), data.draw(st.booleans()))
    url = data.draw(st.sampled_from([None, "https://www.state.gov/a", "http://[::1"]))
    article = Article("a", "a", text, (), url, None, None, " ", None, None, "", "en", "good")
    for mention in detect_actors(article, [made]):
        assert made.tokens[mention.head].start >= mention.start >= 0
        assert mention.start < mention.end <= len(text)
        assert mention.reason


def test_own_statement_is_its_issuers() -> None:
    _, made = sentence("We/PRON thank/VERB Norway/PROPN ./PUNCT")
    url = "https://www.state.gov/briefing"
    article = Article(
        "a", "a", "We thank Norway.", (), url, None, None, None, None, None, "", "en", "good"
    )
    found = detect_actors(article, [made])
    assert found[0].codes == ("USA",)


def test_first_person_in_quotation_marks_is_the_speaker() -> None:
    found = detect(
        "“/PUNCT/3/punct We/PRON/3/nsubj agree/VERB/6/ccomp ”/PUNCT/3/punct Putin/PROPN/6/nsubj"
        " said/VERB/0/root",
        parsed=True,
    )
    assert codes(found)["We"] == ("RUS",)
    assert dict(found)["We"].name == "Vladimir Putin"


def test_an_object_is_not_its_own_subject() -> None:
    found = detect(
        "President/PROPN/4/nsubj Ola/PROPN/1/flat Nordmann/PROPN/1/flat left/VERB/0/root",
        "Finnish/ADJ/2/amod President/PROPN/5/nsubj Aino/PROPN/2/flat Virtanen/PROPN/2/flat"
        " thanked/VERB/0/root him/PRON/5/obj",
        dateline="Oslo",
        parsed=True,
    )
    assert dict(found)["him"].name == "Ola Nordmann"


def test_a_lone_phrase() -> None:
    text, made = sentence("former/ADJ Finnish/ADJ foreign/ADJ minister/NOUN")
    found = actor_of_phrase(made, text)
    assert found is not None
    assert (found.codes, found.sector) == (("FIN",), "ELI")
    text, made = sentence("Donald/PROPN Trump/PROPN")
    at_home, out = (actor_of_phrase(made, text, day) for day in ("2018-01-01", "2022-01-01"))
    assert at_home is not None and out is not None
    assert (at_home.sector, at_home.office, out.sector) == ("GOV", "President", "ELI")
    text, made = sentence("a/DET table/NOUN")
    assert actor_of_phrase(made, text) is None


def test_an_envoy_is_not_of_the_country_he_is_sent_to() -> None:
    found = detect(
        "Special/ADJ/2/amod Envoy/PROPN/6/nsubj for/ADP/4/case Chad/PROPN/2/nmod Ola/PROPN/2/flat "
        "spoke/VERB/0/root ./PUNCT/6/punct",
        parsed=True,
    )
    assert codes(found)["Chad"] == ("TCD",)
    assert codes(found).get("Envoy", ()) == ()


def test_two_people_are_nobody_named_before() -> None:
    found = detect(
        "Norway/PROPN/2/nsubj met/VERB/0/root Sweden/PROPN/2/obj ./PUNCT/2/punct",
        "Two/NUM/2/nummod people/NOUN/3/nsubj died/VERB/0/root ./PUNCT/3/punct",
        parsed=True,
    )
    assert len(codes(found).get("people", ())) < 2


def test_rebels_are_those_of_their_country() -> None:
    found = detect(
        "Rebels/NOUN/4/nsubj in/ADP/3/case Chad/PROPN/1/nmod attacked/VERB/0/root "
        "soldiers/NOUN/4/obj ./PUNCT/4/punct",
        parsed=True,
    )
    assert codes(found)["Rebels"] == ("TCDREB",)


def test_gunmen_may_be_anybodys() -> None:
    found = detect(
        "Gunmen/NOUN/4/nsubj in/ADP/3/case Chad/PROPN/1/nmod attacked/VERB/0/root "
        "soldiers/NOUN/4/obj ./PUNCT/4/punct",
        parsed=True,
    )
    assert codes(found)["Gunmen"] == ("UNK",)


def test_rebels_are_of_the_group_named_before() -> None:
    found = detect(
        "The/DET Kachin/PROPN Independence/PROPN Army/PROPN attacked/VERB Myanmar/PROPN ./PUNCT",
        "The/DET insurgents/NOUN left/VERB ./PUNCT",
    )
    assert codes(found)["insurgents"] == ("KIA",)


def test_four_leaders_are_the_four_who_were_met() -> None:
    found = detect(
        "President/PROPN Boric/PROPN met/VERB President/PROPN Petro/PROPN of/ADP Colombia/PROPN "
        ",/PUNCT President/PROPN Quispe/PROPN of/ADP Peru/PROPN and/CCONJ President/PROPN "
        "Salas/PROPN of/ADP Bolivia/PROPN in/ADP Chile/PROPN ./PUNCT",
        "The/DET three/NUM leaders/NOUN agreed/VERB ./PUNCT",
        published="2023-05-01",
    )
    assert set(codes(found)["leaders"]) == {"COL", "PER", "BOL"}


def test_an_office_is_of_a_country_that_has_it() -> None:
    found = detect(
        "Norway/PROPN and/CCONJ Norway/PROPN and/CCONJ Qatar/PROPN talked/VERB ./PUNCT",
        "The/DET Amir/PROPN left/VERB ./PUNCT",
    )
    assert codes(found)["Amir"] == ("QAT",)


def test_named_counterpart_is_of_the_other_party() -> None:
    found = detect(
        "Norway/PROPN/3/nsubj and/CCONJ/1/cc Sweden/PROPN/1/conj ./PUNCT/1/punct",
        "Norwegian/ADJ/2/amod Minister/PROPN/3/nmod:desc Ola/PROPN/5/nsubj Nordmann/PROPN/3/flat "
        "met/VERB/0/root his/PRON/7/nmod:poss counterpart/NOUN/5/obj Eva/PROPN/7/appos "
        "Lind/PROPN/8/flat ./PUNCT/5/punct",
        parsed=True,
    )
    assert codes(found)["Eva"] == ("SWE",)

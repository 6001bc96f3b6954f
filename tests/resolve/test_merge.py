"""One happening told several times becomes one event; what contradicts stays beside it."""

from __future__ import annotations

import random
import time
from datetime import date

from communique.resolve.merge import block_of, merge
from communique.resolve.telling import Spot, Teller, Told, points_back, tell
from communique.resolve.words import content_words, proper_names, surname

DAY = date(2023, 5, 5).toordinal()


def teller(article, day=DAY, cluster=None, parties=()):
    published = (day, day) if day is not None else None
    return Teller(article, cluster or article, published, frozenset(parties))


def report(name, sentence, type="CONSULT", **others):
    values = {
        "start": 0,
        "mode": None,
        "status": "occurred",
        "sources": ("NOR",),
        "targets": ("FIN",),
        "days": None,
        "spot": None,
        "people": frozenset(),
        "trigger": "met",
    }
    values |= others
    return Told(
        id=name,
        type=type,
        words=content_words(sentence),
        names=proper_names(sentence),
        definite=points_back(sentence, values["trigger"]),
        **values,
    )


def events(*articles):
    return merge(telling for who, reports in articles for telling in tell(who, reports))


def groups(*articles):
    return sorted(sorted(r.id for r in event.told) for event in events(*articles))


CALL = "Foreign Minister Huitfeldt called her Finnish counterpart Haavisto about icebreakers."
TALKS = "Huitfeldt and Haavisto discussed icebreakers and the coming summit."
PEOPLE = frozenset({("NOR", "huitfeldt"), ("FIN", "haavisto")})
SHELLS = "Norwegian guns shelled the harbour of Oulu and sank three fishing boats."


def test_told_twice_in_one_article():
    told = [
        report("a", CALL, days=(DAY, DAY), people=PEOPLE),
        report("b", TALKS, start=200, sources=("FIN", "NOR"), targets=()),
    ]
    (event,) = events((teller("x"), told))
    assert [r.id for r in event.told] == ["a", "b"]
    assert event.days == (DAY, DAY) and event.sources == 1


def test_what_names_one_side_joins_only_where_one_pair_fits():
    alone = report("c", "She called the meeting useful.", start=300, targets=(), trigger="meeting")
    another = report("d", "She later met scholars.", start=400, targets=())
    pair = report("a", CALL)
    other = report("b", CALL, start=100, targets=("SWE",))
    assert groups((teller("x"), [alone, another, pair])) == [["a", "c"], ["d"]]
    assert groups((teller("x"), [alone, pair, other])) == [["a"], ["b"], ["c"]]


def test_a_background_visit_is_another_event():
    recalled = report("b", CALL, start=90, status="recalled", days=(DAY - 600, DAY - 600))
    assert groups((teller("x"), [report("a", CALL), recalled])) == [["a"], ["b"]]


def test_told_in_two_articles():
    one = (teller("x"), [report("a", CALL, days=(DAY, DAY), people=PEOPLE)])
    two = (
        teller("y", DAY + 1),
        [report("b", TALKS, people=PEOPLE, sources=("FIN", "NOR"), targets=())],
    )
    (event,) = events(one, two)
    assert event.sources == 2
    assert event.lead.id == "a" and event.dated.id == "a"


def test_other_people_or_days_meet_at_another_event():
    one = (teller("x"), [report("a", CALL, days=(DAY, DAY), people=PEOPLE)])
    others = frozenset({("NOR", "store"), ("FIN", "niinisto")})
    assert groups(one, (teller("y"), [report("b", CALL, people=others)])) == [["a"], ["b"]]
    late = (teller("y", DAY + 9), [report("b", CALL, people=PEOPLE)])
    assert groups(one, late) == [["a"], ["b"]]


def test_repeatable_acts_need_shared_words_and_names():
    def shelling(name, sentence, **others):
        return report(name, sentence, type="ASSAULT", trigger="shelled", **others)

    one = (teller("x"), [shelling("a", SHELLS)])
    again = "Three fishing boats sank when guns shelled the harbour of Oulu, officials said."
    elsewhere = "Guns shelled the harbour of Kotka, where three fishing boats burned."
    assert groups(one, (teller("y"), [shelling("b", again)])) == [["a", "b"]]
    assert groups(one, (teller("y"), [shelling("b", elsewhere)])) == [["a"], ["b"]]
    assert groups(one, (teller("y"), [shelling("b", "Guns fired at a customs post.")])) == [
        ["a"],
        ["b"],
    ]


def test_places_must_fit():
    oulu, kotka = Spot("city:oulu", "city", "FIN"), Spot("city:kotka", "city", "FIN")
    finland = Spot("country:FIN", "country", "FIN")

    def told(name, spot):
        return report(name, SHELLS, type="ASSAULT", trigger="shelled", spot=spot)

    one = (teller("x"), [told("a", oulu)])
    assert groups(one, (teller("y"), [told("b", kotka)])) == [["a"], ["b"]]
    (event,) = events(one, (teller("y"), [told("b", finland)]))
    assert event.spot == oulu and event.placed.id == "a"


def test_the_same_formula_on_two_occasions_is_two_acts():
    words = (
        "The minister condemned the unlawful seizure of ships in the northern strait by pirates."
    )

    def told(name, parties):
        return (
            teller(name, parties=parties),
            [report(name, words, type="ACCUSE", trigger="condemned")],
        )

    assert groups(told("a", ("NOR", "SWE")), told("b", ("NOR", "DNK"))) == [["a"], ["b"]]
    assert groups(told("a", ("NOR", "SWE")), told("b", ("NOR", "SWE"))) == [["a", "b"]]


def test_a_campaign_is_one_event_a_day_under_all_its_names():
    def told(name, sentence, trigger, day=DAY):
        return teller(name, day), [report(name, sentence, type="ASSAULT", trigger=trigger)]

    one = told("a", "They spoke about the war against Finland.", "war")
    assert groups(one, told("b", "Prices rose after the invasion.", "invasion")) == [["a", "b"]]
    assert groups(one, told("b", "Prices rose after the invasion.", "invasion", DAY + 5)) == [
        ["a"],
        ["b"],
    ]


def test_a_plan_is_fulfilled_and_a_denial_contradicts():
    plan = (
        teller("p", DAY - 3),
        [report("p", CALL, status="planned", days=(DAY, DAY), people=PEOPLE)],
    )
    done = (teller("x"), [report("a", CALL, days=(DAY, DAY), people=PEOPLE)])
    denied = (teller("n", DAY + 2), [report("n", CALL, status="denied", people=PEOPLE)])
    by_report = {event.told[0].id: event for event in events(plan, done, denied)}
    assert len(by_report) == 3
    assert by_report["a"].fulfils == (by_report["p"].id,)
    assert by_report["a"].contradicts == (by_report["n"].id,)
    assert by_report["n"].contradicts == (by_report["a"].id,)


def test_copies_are_one_source():
    one = (teller("x"), [report("a", SHELLS, type="ASSAULT", status="recalled")])
    copy = (teller("y", DAY + 3, "x"), [report("b", SHELLS, type="ASSAULT", status="recalled")])
    (event,) = events(one, copy)
    assert len(event.tellings) == 2 and event.sources == 1


def test_undated_articles_are_joined_with_none():
    one = (teller("x", None), [report("a", CALL, people=PEOPLE)])
    two = (teller("y", None), [report("b", CALL, people=PEOPLE)])
    assert groups(one, two) == [["a"], ["b"]]


def many(count, seed=1):
    """Articles about invented acts, a third of them told more than once."""
    chance = random.Random(seed)
    verbs = [f"verb{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)]
    kinds = ("ASSAULT", "CONSULT", "REQUEST", "AID", "SANCTION")
    codes = ("NOR", "FIN", "SWE", "DNK", "ISL", "EST", "LVA", "LTU")
    articles = []
    for number in range(count):
        act = random.Random(seed * count + number // 3)
        sentence = " ".join(act.sample(verbs, 12))
        day = DAY + act.randrange(200)
        told = report(
            f"r{number}",
            sentence,
            type=act.choice(kinds),
            sources=(act.choice(codes),),
            targets=(act.choice(codes),),
            trigger="did",
            status=act.choice(("occurred", "occurred", "planned", "denied")),
            days=(day, day) if chance.random() < 0.5 else None,
        )
        articles.append((teller(f"article{number}", day + chance.randrange(2)), [told]))
    return articles


def test_order_and_shards_change_nothing():
    articles = many(600)
    expected = events(*articles)
    assert len(expected) < 500
    assert sorted(r.id for event in expected for r in event.told) == sorted(
        told.id for _, reports in articles for told in reports
    )
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        assert events(*articles) == expected
    tellings = [telling for who, reports in articles for telling in tell(who, reports)]
    shards = [[t for t in tellings if hash(block_of(t)) % 4 == shard] for shard in range(4)]
    joined = [event for shard in shards for event in merge(shard)]
    assert sorted(joined, key=lambda event: event.id) == expected
    assert merge(tellings + tellings) == expected


def test_a_later_report_keeps_the_id():
    one = (teller("x"), [report("a", CALL, days=(DAY, DAY), people=PEOPLE)])
    (before,) = events(one)
    (after,) = events(one, (teller("y", DAY + 1), [report("b", TALKS, people=PEOPLE)]))
    assert after.id == before.id


def test_one_crowded_block_costs_no_more_than_its_reports():
    def crowd(count):
        told = [
            (
                teller(f"a{number}"),
                [report(f"r{number}", SHELLS.replace("Oulu", f"Oulu{number}"), type="ASSAULT")],
            )
            for number in range(count)
        ]
        start = time.process_time()
        events(*told)
        return time.process_time() - start

    crowd(200)
    few, many = (min(crowd(count) for _ in range(3)) for count in (600, 3000))
    assert many < 15 * max(few, 0.05)  # pairs would cost 25 times as much


def test_words_of_evidence():
    words = content_words("Norway's minister said on Monday that 12,500 sailors boarded ships.")
    assert words == {"12,500", "sailor", "board", "ship"}
    assert proper_names("Guns shelled Oulu and the Gulf of Bothnia on Monday.") == {
        "oulu",
        "gulf",
        "bothnia",
    }
    assert surname("Sauli Niinistö") == "niinisto"
    assert surname("Joseph R. Biden, Jr.") == "biden"
    assert surname("King Abdullah II") == "abdullah"
    assert surname("…") == ""
    assert points_back("They deplored the recent attack.", "attack")
    assert not points_back("Guns attack ships.", "attack")

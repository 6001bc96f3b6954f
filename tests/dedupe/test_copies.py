from __future__ import annotations

import random

from communique.dedupe import clusters, prints_of

STORY = (
    "The harbour council of Tromso met on Monday evening and agreed to lend two icebreakers to "
    "Finland for the coming winter. Ministers of both sides praised the plan, which had been under "
    "talks since the spring, and said that crews would begin to train together in November. "
    "Fishermen along the coast had asked for the ships after a hard frost closed three ports. "
    "A delegation from Oulu will inspect the vessels before they sail; the cost is to be shared."
)
OTHER = (
    "Negotiators from Chile reached Lima late on Tuesday for a fourth round of discussions about "
    "the fishing grounds south of the border. Neither side spoke to the press at the airport. "
    "A draft that leaked last week would let boats of both countries cross it with a licence; "
    "an idea that unions in Arica have refused. The round is expected to end before the holiday."
)


def found(*texts, days=None):
    prints = [
        prints_of(f"a{number}", days[number] if days else 100, text)
        for number, text in enumerate(texts)
    ]
    return clusters(prints)


def test_a_copy_points_at_the_earliest():
    assert found(STORY, STORY, days=[101, 100]) == {"a0": "a1", "a1": "a1"}


def test_a_cut_copy_with_a_new_head_is_a_copy():
    cut = "OSLO (Agency) - " + STORY[: len(STORY) * 2 // 3]
    assert found(STORY, cut, OTHER) == {"a0": "a0", "a1": "a0", "a2": "a2"}


def test_long_quotations_make_no_copy():
    speech = "“" + OTHER + "”"
    one = "The president spoke for an hour about the sea to a full hall. " + speech
    two = "Reporters in the gallery heard few new ideas from the head of state. " + speech
    assert len(set(found(one, two).values())) == 2


def test_bulletins_that_differ_in_their_numbers_are_no_copies():
    bulletin = (
        "The ministry of health said that {} people fell ill and {} recovered since Sunday, while "
        "{} remain in the hospitals of the capital, {} of them in a grave state. The sum of those "
        "who received a first dose rose to {}, and the ministry again asked everyone to keep away "
        "from crowded places, to wear masks in shops and to call a doctor at any sign of fever."
    )
    assert (
        len(set(found(bulletin.format(1, 2, 3, 4, 5), bulletin.format(6, 7, 8, 9, 10)).values()))
        == 2
    )


def test_old_articles_are_forgotten():
    assert found(STORY, STORY, days=[100, 160]) == {"a0": "a0", "a1": "a1"}
    assert found(STORY, STORY, days=[100, None]) == {"a0": "a0", "a1": "a0"}


def test_short_and_empty_texts_have_no_copies():
    assert found("", "", "Talks ended.", "Talks ended.") == {f"a{n}": f"a{n}" for n in range(4)}


def test_order_changes_nothing():
    texts = [STORY, OTHER, STORY + " " + OTHER, OTHER[:300], STORY[100:]]
    prints = [prints_of(f"a{number}", 100, text) for number, text in enumerate(texts)]
    expected = clusters(prints)
    for seed in range(5):
        random.Random(seed).shuffle(prints)
        assert clusters(prints) == expected

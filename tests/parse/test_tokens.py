import pytest

from communique.parse.tokens import tokenize

CASES = {
    "The U.S.-led coalition didn't strike.": "The U.S. - led coalition did n't strike .",
    "Dr. Alvi's office can’t confirm it.": "Dr. Alvi 's office ca n’t confirm it .",
    "It's $5bn (about €4.5 bn).": "It 's $ 5 bn ( about € 4.5 bn ) .",
    "“We'll sign,” he said.": "“ We 'll sign , ” he said .",
    "a 16-year-old well-known anti-war vice-president": "a 16 - year - old well - known anti-war "
    "vice - president",
    "Rs. 5,000 on 9/11 at 7:30 p.m. in the 1990s": "Rs. 5,000 on 9/11 at 7:30 p.m. in the 1990s",
    "al-Qaeda, O'Neill of Sana'a, Shi'ites": "al - Qaeda , O'Neill of Sana'a , Shi'ites",
    "press@state.gov, https://www.un.org/en/ga.": "press@state.gov , https://www.un.org/en/ga .",
    "S/RES/2334, A/RES/71/1 (S/2020/123).": "S/RES/2334 , A/RES/71/1 ( S/2020/123 ) .",
    "and/or 50% of US$3m": "and / or 50 % of US$ 3 m",
    "girls' school, ministers’ talks": "girls ' school , ministers ’ talks",
    "He cannot go...": "He can not go ...",
    "Gen. Asim, Lt. Gen. Li, George W. Bush.": "Gen. Asim , Lt. Gen. Li , George W. Bush .",
    "plan B.": "plan B .",
    "[sic] 'quoted' \"so\"": "[ sic ] ' quoted ' \" so \"",
    "Dont ask, ive seen whats there; arent you gonna go?": "Do nt ask , i ve seen what s there ; "
    "are nt you gon na go ?",
    "I dunno, todays talks cant fail.": "I du n no , today s talks ca nt fail .",
    "Ring 555/555-0142 or ext. 4-0142 (c. 1950).": "Ring 555/555-0142 or ext. 4-0142 ( c. 1950 ) .",
    "in the mid-1980s, the 1960's and '68, 3days": "in the mid-1980s , the 1960's and '68 , 3 days",
    "Levy of Salem Inc.. Rs500 (plan.doc)": "Levy of Salem Inc. . Rs 500 ( plan.doc )",
    "Who...? ;-) :( <3 ^_^ --> ==-- ok": "Who ... ? ;-) :( <3 ^_^ --> ==-- ok",
    "the gov't of Sa'ad, Fa'iz": "the gov't of Sa'ad , Fa'iz",
    "mailto:desk@example.org, doi:10.5555/12.3": "mailto:desk@example.org , doi:10.5555/12.3",
    "Nobody\u2060's\u200b here\ufeff.": "Nobody 's here .",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_words_as_in_the_treebanks(text: str, expected: str) -> None:
    assert " ".join(text[a:b] for a, b in tokenize(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Its a pity.", "It s a pity ."),
        ("We know its not over.", "We know it s not over ."),
        ("its been years", "it s been years"),
        ("The party and its leader agree.", "The party and its leader agree ."),
        ("Iran kept its promise to its neighbours.", "Iran kept its promise to its neighbours ."),
        ("Its ambassador left.", "Its ambassador left ."),
        ("Lets go home.", "Let s go home ."),
        ("The treaty lets them inspect.", "The treaty lets them inspect ."),
        ("ITS STAFF LEFT", "ITS STAFF LEFT"),
    ],
)
def test_a_missing_apostrophe_is_seen_by_what_stands_around(text: str, expected: str) -> None:
    assert " ".join(text[a:b] for a, b in tokenize(text)) == expected


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\t \n"])
def test_nothing_comes_of_blanks(text: str) -> None:
    assert tokenize(text) == []


def test_every_visible_character_is_in_one_word() -> None:
    text = "".join(map(chr, range(33, 0x2400))) + " 🇺🇳 👍🏽 क्षि e\u0301 \ud800"
    covered = [i for a, b in tokenize(text) for i in range(a, b)]
    assert len(covered) == len(set(covered))
    missed = {text[i] for i in set(range(len(text))) - set(covered)}
    assert all(c.isspace() or "\u2000" < c < "\u2070" for c in missed)

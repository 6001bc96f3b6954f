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
    "Nobody\u2060's\u200b here\ufeff.": "Nobody 's here .",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_words_as_in_the_treebanks(text: str, expected: str) -> None:
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

import pytest

from communique.parse import split_sentences

# Sentences are separated by " | "; the bar stands for the single space of the running text.
HARD = [
    "President Dr Arif Alvi met the envoy. | He left on Monday.",
    "The U.S. Congress voted on Tuesday. | The bill goes to the president.",
    "He flew back to the U.S. | The talks resume next week.",
    "Gen. Asim Munir met Lt. Gen. Smith. | They discussed the border.",
    "Pakistan will get Rs. 5 bn in aid. | India will not.",
    "The plane landed at 9 a.m. Monday. | No one was hurt.",
    "It ended at 5 p.m. | He then left.",
    "Lt Gen Faiz Hameed arrived in Kabul. | Maj. Gen. Babar Iftikhar spoke later.",
    "Smt. Sushma Swaraj met Md. Yunus. | Shri Modi was absent.",
    "H.E. Mr. Ban Ki-moon opened the session. | Delegates stood up.",
    "“We will sign,” he said. | “That is final.”",
    "“We will not wait.” | The minister then left the room.",
    "“Will you sign?” he asked. | Nobody answered.",
    "“Never!” President Sisi said in Cairo. | The crowd cheered.",
    'He said "we agree." | Then he sat down.',
    'The envoy was blunt. | "We have no deal," she said.',
    "Under Sec. 5 of the act, aid stops. | Art. 51 is not invoked.",
    "J. K. Rowling wrote it. | George W. Bush read it.",
    "The talks, led by A. B. Vajpayee, failed. | A. Q. Khan was named.",
    "Apple Inc. Chief Executive Tim Cook came. | So did others.",
    "He works for Huawei Technologies Co. Ltd. in Shenzhen. | She left Acme Inc. | They met.",
    "Sen. Marco Rubio, R-Fla., voted no. | Rep. Marjorie Greene, R-Ga., did not vote.",
    "The summit is on Jan. 5 in Geneva. | It lasts until Feb. 7.",
    "He was born in Sept. 1960. | His father was a general.",
    "See No. 12 for details. | The answer was No. | We moved on.",
    "Brig. (retd.) Ijaz Shah resigned. | His deputy, Capt. (Retd.) Safdar, stayed.",
    "The vote was 5.3 percent ahead. | Turnout fell 2.5 points.",
    "He lives at St. Mary's in Ft. Lauderdale. | Mt. Ararat is far.",
    "They want arms, e.g. tanks, i.e. heavy ones. | That costs approx. 3 bn.",
    "Visit www.un.org or mail a.b@un.org. | Ask for Mr. Li.",
    "Wait... what happened? | Nobody knew!",
    "Why now? | Because the U.K. and the E.U. agreed. | It took years.",
    "(Laughter.) | Thank you all. | (Applause.)",
    "The D.C. Circuit ruled. | In Washington, D.C., nobody spoke.",
    "Crown Prince Mohammed bin Salman al-Saud v. Jones was heard. | The court adjourned.",
    "The case Smith vs. Jones began. | Prof. Lee testified.",
    "Amb. Linda Thomas-Greenfield left. | Pres. Biden stayed.",
    "He met Adm. Sir Tony Radakin, Gov. Abbott and Hon. Justice Isa. | All agreed.",
    "It was signed by Ch. Shujaat and Engr. Khurram. | Nothing came of it.",
    "He praised Martin Luther King Jr. and left. | He quoted Martin Luther King Jr. | He wept.",
    "The firm paid $1.5 m. to the state. | 12 people were held.",
    "The U.N. Security Council met. | The U.N. said so.",
    "He sailed in 1805. [19] | His return was late.[20][21] | Nothing is known of it.",
    "Many tools (e.g. The Historian) exist. | Drs. Ali and Khan use them.",
]


@pytest.mark.parametrize("marked", HARD)
def test_hard_passages(marked: str) -> None:
    expected = marked.split(" | ")
    text = marked.replace(" | ", " ")
    assert [text[a:b] for a, b in split_sentences(text)] == expected


def test_glued_sentences_are_cut() -> None:
    text = "He left on Monday.The minister stayed."
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "He left on Monday.",
        "The minister stayed.",
    ]


def test_line_breaks_always_end_a_sentence() -> None:
    text = "A headline\nFirst line of\r\nthe story.\n\n  Last.  "
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "A headline",
        "First line of",
        "the story.",
        "Last.",
    ]


def test_bounds_are_kept() -> None:
    text = "One. Two. Three."
    assert split_sentences(text, 5, 9) == [(5, 9)]
    assert split_sentences(text, 5) == [(5, 9), (10, 16)]
    assert split_sentences("") == split_sentences(" \n ") == []


def test_hostile_line_is_cut() -> None:
    text = "word " * 100_000 + "x" * 50_000
    spans = split_sentences(text)
    assert all(0 < b - a <= 2_000 for a, b in spans)
    assert sum(len(text[a:b].replace(" ", "")) for a, b in spans) == len(text.replace(" ", ""))

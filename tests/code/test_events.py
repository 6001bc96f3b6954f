"""What is coded, between whom, with which status."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communique.model import Record

Read = Callable[..., Record]
DAY = "2023-05-05"


def told(record: Record) -> set[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    return {(r.type, r.sources, r.targets, r.status) for r in record.reports}


CASES = [
    ("Norway condemned Russia on Friday.", ("ACCUSE", ("NOR",), ("RUS",), "occurred")),
    ("Russia was condemned by Norway on Friday.", ("ACCUSE", ("NOR",), ("RUS",), "occurred")),
    ("Norway did not condemn Russia.", ("ACCUSE", ("NOR",), ("RUS",), "denied")),
    ("Kenya urged Sudan to end the war.", ("REQUEST", ("KEN",), ("SDN",), "occurred")),
    (
        "Sudanese soldiers killed three Ethiopian farmers near the border.",
        ("ASSAULT", ("SDN",), ("ETH",), "occurred"),
    ),
    (
        "President Xi Jinping will visit Vietnam next week.",
        ("CONSULT", ("CHN",), ("VNM",), "planned"),
    ),
    ("Peru had condemned Chile in 2019.", ("ACCUSE", ("PER",), ("CHL",), "recalled")),
    (
        "Kenya welcomed the fertiliser sent by Chile.",
        ("SUPPORT", ("KEN",), ("CHL",), "occurred"),
    ),
    (
        "Kenyan soldiers blocked the road leading into Uganda.",
        ("COERCE", ("KEN",), ("UGA",), "occurred"),
    ),
    (
        "Kenya called for a boycott against Uganda.",
        ("REQUEST", ("KEN",), ("UGA",), "occurred"),
    ),
    (
        "Kenya condemned the Ugandan media and government.",
        ("ACCUSE", ("KEN",), ("UGA",), "occurred"),
    ),
    (  # a deed that is only mentioned
        "Spain and Italy discussed Chad's attack on Niger.",
        ("ASSAULT", ("TCD",), ("NER",), "recalled"),
    ),
    (
        "Spain will discuss Chad's war against Niger with Italy.",
        ("ASSAULT", ("TCD",), ("NER",), "ongoing"),
    ),
    (
        "Chad attacked Niger on Monday. Spain and Italy spoke about Chad's invasion.",
        ("ASSAULT", ("TCD",), ("NER",), "recalled"),
    ),
    ("Chad launched its attack on Niger.", ("ASSAULT", ("TCD",), ("NER",), "occurred")),
    (
        "Norway bought the ships that Chad seized from Niger.",
        ("COERCE", ("TCD",), ("NER",), "recalled"),
    ),
    (
        "The premier of Peru, who met the Danish king, praised Denmark.",
        ("CONSULT", ("PER",), ("DNK",), "occurred"),
    ),
    # those hurt in an attack are of whom it hit
    (
        "Rebels in Chad attacked a Kenyan convoy, killing ten soldiers.",
        ("ASSAULT", ("TCDREB",), ("KEN",), "occurred"),
    ),
    (
        "Peru signed a pact with lenders including the European Union.",
        ("AGREE", ("PER",), ("EU",), "occurred"),
    ),
    # violence that names no victim falls where it is done
    ("Bandits raided farms near the lakes of Kenya.", ("ASSAULT", ("UNK",), ("KEN",), "occurred")),
    (
        "Two nurses were killed in an Eritrean air strike in Ethiopia.",
        ("ASSAULT", ("ERI",), ("ETH",), "occurred"),
    ),
    (
        "Peruvian artillery shells killed two people in Quito.",
        ("ASSAULT", ("PER",), ("ECU",), "occurred"),
    ),
    (
        "Bombs planted by Boko Haram fighters exploded near a school in Kenya.",
        ("ASSAULT", ("BOKOHARAM",), ("KEN",), "occurred"),
    ),
    (
        "Peru and Chile discussed next month's Peruvian summit.",
        ("CONSULT", ("PER",), (), "planned"),
    ),
    (
        "If Chile closes the port, Peru will impose a tariff on its fruit.",
        ("THREATEN", ("PER",), ("CHL",), "occurred"),
    ),
    (  # an old date beside the news
        "Peru frees ten Chileans who were jailed in 2015.",
        ("CONCEDE", ("PER",), ("CHL",), "occurred"),
    ),
    (
        "Peru and Chile opened their first talks since 1995.",
        ("CONSULT", ("PER", "CHL"), (), "occurred"),
    ),
    (
        "Four nurses were kidnapped by gunmen in Chad's eastern region.",
        ("ASSAULT", ("UNK",), ("TCD",), "occurred"),
    ),
    (
        "Two Danish nurses were killed in a Chadian air strike on a school.",
        ("ASSAULT", ("TCD",), ("DNK",), "occurred"),
    ),
    (
        "Kenya received a note about the ships seized by Chad from Niger.",
        ("COERCE", ("TCD",), ("NER",), "recalled"),
    ),
    (
        "Peru announced that Chilean migrants will be deported.",
        ("THREATEN", ("PER",), ("CHL",), "occurred"),
    ),
    (
        "The minister went to Lima for the Peru-Chile Strategic Dialogue.",
        ("CONSULT", ("PER",), ("CHL",), "occurred"),
    ),
    (
        "Gunmen killed three refugees in Chad.",
        ("ASSAULT", ("UNK",), ("TCD",), "occurred"),
    ),
    (
        "Norway says that it is investigating Chad's army.",
        ("ACCUSE", ("NOR",), ("TCD",), "ongoing"),
    ),
]


@pytest.mark.parametrize(("text", "event"), CASES)
def test_event_with_actors_and_status(read: Read, text: str, event: tuple[object, ...]) -> None:
    assert event in told(read(text, published=DAY))


def test_both_of_a_coordination_are_sources(read: Read) -> None:
    record = read("France and Germany signed an agreement with Japan on Monday.", published=DAY)
    (report,) = [r for r in record.reports if r.type == "AGREE"]
    assert set(report.sources) == {"FRA", "DEU"}
    assert report.targets == ("JPN",)


def test_own_word_about_the_future_is_a_promise(read: Read) -> None:
    record = read(
        "Foreign Minister Ine Eriksen Soreide of Norway met the Finnish president. "
        "She said that Norway would provide Finland with ten ships.",
        published=DAY,
    )
    assert any(
        r.type == "AGREE" and r.sources == ("NOR",) and r.targets == ("FIN",)
        for r in record.reports
    )


def test_what_another_must_do_is_a_request(read: Read) -> None:
    record = read("The Kenyan president said that Sudan must withdraw its troops.", published=DAY)
    assert ("REQUEST", ("KEN",), ("SDN",), "occurred") in told(record)


def test_content_of_a_request_is_not_coded_again(read: Read) -> None:
    record = read("Kenya urged Sudan to release the prisoners.", published=DAY)
    assert {r.type for r in record.reports} == {"REQUEST"}


def test_chain_of_who_says_so(read: Read) -> None:
    record = read(
        "The Norwegian foreign minister said that Russia had attacked Ukraine.", published=DAY
    )
    (report,) = [r for r in record.reports if r.type == "ASSAULT"]
    assert [link.actor for link in report.attribution] == [("NOR",)]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya thrash Scotland by nine wickets after bowling them out before tea.",
        "Shares in Karachi stormed past a record as traders attacked the benchmark index.",
        "Tourists from Norway visited Finland.",
        "Peru's president visited the towns on the coast after the earthquake.",
        "It was the worst attack on Kenya since spring.",
        "Chad has the means to launch an attack on Niger.",
        "A bombing in Chad's capital killed two guards.",
        "A judge in Peru lifted the curfew.",
        "A court of Peru denied the appeal of a Chilean man.",
        "The minister of Peru did not speak about the demand that he resign.",
        "A court of Peru upheld the sentence of a Chilean man.",
    ],
)
def test_no_event(read: Read, text: str) -> None:
    assert not read(text, published=DAY).reports


def test_an_envoy_called_home_for_talks_talks_with_nobody(read: Read) -> None:
    record = read("Peru recalled its ambassador to Chile for consultations.", published=DAY)
    assert {r.type for r in record.reports} == {"SANCTION"}


def test_a_second_number_of_victims_is_no_second_act(read: Read) -> None:
    record = read("Chad's army shelled Niger, killing two guards and injuring six.", published=DAY)
    assert {r.targets for r in record.reports} == {("NER",)}


def test_our_allies_are_partners_without_a_name(read: Read) -> None:
    record = read("Peru condemned Chile. Peru thanked its allies for the help.", published=DAY)
    assert ("SUPPORT", ("PER",), ("INTL",), "occurred") in told(record)


def test_a_regime_is_of_the_country_of_its_leader(read: Read) -> None:
    record = read("The Danish minister condemned the Maduro regime.", published=DAY)
    assert ("ACCUSE", ("DNK",), ("VEN",), "occurred") in told(record)


def test_we_are_whose_page_it_is(read: Read) -> None:
    record = read(
        "Chile said that it had jailed ten men. We again call on Chile to free the men.",
        published=DAY,
        url="https://www.state.gov/statement",
    )
    assert ("REQUEST", ("USA",), ("CHL",), "occurred") in told(record)


def test_that_country_is_the_last_one_named(read: Read) -> None:
    record = read(
        "Denmark and Norway met. Denmark houses Nigeriens who left Niger after Chad's raid on "
        "that country.",
        published=DAY,
    )
    assert any(r.type == "ASSAULT" and r.targets == ("NER",) for r in record.reports)


def test_a_list_goes_on_after_as_well_as(read: Read) -> None:
    record = read(
        "The ministers of Kenya, Uganda and Chad, as well as the Danish foreign minister, met.",
        published=DAY,
    )
    assert ("CONSULT", ("KEN", "UGA", "TCD", "DNK"), (), "occurred") in told(record)


def test_a_town_is_of_the_country_in_the_news(read: Read) -> None:
    record = read("Gunmen killed two guards in Cordoba, Argentina.", published=DAY)
    assert ("ASSAULT", ("UNK",), ("ARG",), "occurred") in told(record)


def test_nothing_is_counted_twice_in_a_sentence(read: Read) -> None:
    record = read(
        "At a meeting between the presidents of Peru and Chile, who met in Lima on Thursday, "
        "trade was discussed.",
        published=DAY,
    )
    assert sum(r.type == "CONSULT" for r in record.reports) <= 1


def test_evidence_is_the_exact_words(read: Read) -> None:
    text = "Norway condemned Russia on Friday. Kenya urged Sudan to end the war."
    record = read(text, published=DAY)
    assert record.reports
    for report in record.reports:
        for evidence in report.evidence:
            assert record.article.text[evidence.start : evidence.end] == evidence.text
            assert evidence.text


def test_date_is_tied_to_publication_only_where_there_is_one(read: Read) -> None:
    dated = read("Norway condemned Russia on Friday.", published=DAY).reports[0]
    assert dated.when is not None
    assert (dated.when.start, dated.when.end) == (DAY, DAY)
    undated = read("Norway condemned Russia on Friday.").reports[0]
    assert undated.when is None
    assert "Friday" in undated.when_reason


def test_policy_at_home_is_no_event(read: Read) -> None:
    people = "We thank the workers of Chile and we support our Chilean farmers. "
    text = "Chile's government asked Chileans to read more to Chilean children.\n\n" + 6 * people
    home = read(text, published=DAY)
    assert not [r for r in home.reports if r.type in ("SUPPORT", "REQUEST")]
    abroad = read(text + "\n\nChile condemned Peru's raid.", published=DAY)
    assert ("ACCUSE", ("CHL",), ("PER",), "occurred") in told(abroad)


def test_what_a_government_tells_its_own_people_is_policy(read: Read) -> None:
    text = "We ask all Americans to read more. We condemn Iran's raid on the Iraqi port."
    page = "https://www.whitehouse.gov/briefing-room/reading"
    assert {r.type for r in read(text, published=DAY, url=page).reports} == {"ACCUSE", "ASSAULT"}


def test_a_fact_sheet_speaks_for_who_issues_it(read: Read) -> None:
    text = "Our farmers asked for help. We asked our farmers for patience."
    title = "Fact sheet: Chile's plan for its farms"
    assert not read(text, published=DAY, title=title).reports


@pytest.mark.parametrize(
    "text",
    [
        "Chile is at the meeting.",
        "We will get on with the meeting that Chile's minister opened.",
        "Chile met the test of the year.",
        "The envoy for the Ukraine talks lives in Kyiv.",
    ],
)
def test_a_meeting_needs_another_side(read: Read, text: str) -> None:
    assert not [r for r in read(text, published=DAY).reports if r.type == "CONSULT"]


def test_a_surname_in_a_transcript_is_no_leader_that_nobody_names(read: Read) -> None:
    text = (
        "DIRECTOR YOUNG: We thank the Peruvian army.\n\nQUESTION: Why?\n\nDIRECTOR YOUNG: It won."
    )
    assert not any("TTO" in r.sources for r in read(text, published="2021-05-05").reports)


def test_whom_one_met_may_hang_on_the_verb_that_tells(read: Read) -> None:
    text = "Peru's minister announced on Monday after a meeting in Lima with Chile's envoy a deal."
    consult = [r for r in read(text, published=DAY).reports if r.type == "CONSULT"]
    assert [{*r.sources, *r.targets} for r in consult] == [{"PER", "CHL"}]


def test_the_inquiry_of_a_house_is_not_its_country_s(read: Read) -> None:
    assert not read("Norway's airport launches an inquiry.", published=DAY).reports


def test_who_is_to_blame_is_whom_the_speaker_accuses(read: Read) -> None:
    record = read("The Kenyan president said that Uganda was to blame for the raid.", published=DAY)
    assert ("ACCUSE", ("KEN",), ("UGA",), "occurred") in told(record)
    assert not read("Uganda is to blame.", published=DAY).reports


def test_the_owner_of_a_page_speaks_in_it(read: Read) -> None:
    text = "The harvest in Kenya failed. It was the third. I thank Uganda for its grain."
    record = read(text, published=DAY, url="https://www.state.gov/grain")
    assert ("SUPPORT", ("USA",), ("UGA",), "occurred") in told(record)


def test_cooperation_needs_another_side(read: Read) -> None:
    assert not read("Norway promotes its ties.", published=DAY).reports


def test_a_name_behind_a_long_office_is_the_name_alone(read: Read) -> None:
    text = (
        "Deputy Secretary of State for Trade, Energy, and Coastal Safety Ana Rojas, "
        "who speaks for the United States, will visit Kenya."
    )
    assert [r.source_text for r in read(text, published=DAY).reports] == ["Ana Rojas"]


def test_a_pope_is_no_private_person(read: Read) -> None:
    record = read("Pope Francis met Swiss President Doris Leuthard.", published="2017-05-06")
    assert [(r.type, {*r.sources, *r.targets}) for r in record.reports] == [
        ("CONSULT", {"VAT", "CHE"})
    ]


def test_what_one_is_accused_of_attempting_is_told_by_the_accuser(read: Read) -> None:
    record = read("Kenya accuses Uganda of attempting to overthrow its government.", published=DAY)
    assert told(record) == {("ACCUSE", ("KEN",), ("UGA",), "occurred")}


def test_unknown_men_who_are_hit_are_of_the_place(read: Read) -> None:
    record = read("In Niger, Chadian soldiers killed two gunmen.", published=DAY)
    assert told(record) == {("ASSAULT", ("TCD",), ("NER",), "occurred")}


def test_others_hit_in_the_same_attack_are_of_the_same_side(read: Read) -> None:
    text = "A Chadian rocket kills four Nigerien guards and injures six others."
    assert {r.targets for r in read(text, published=DAY).reports} == {("NER",)}


def test_a_participle_shares_the_date_of_its_verb(read: Read) -> None:
    text = "In 2015, Norway started supporting Kenya against Somali rebels, providing airstrikes."
    record = read(text, published="2019-09-15")
    assert {r.status for r in record.reports} == {"recalled"}


def test_the_day_of_a_raid_is_not_the_day_of_its_condemnation(read: Read) -> None:
    record = read("Norway condemns the raid by Chad on 29 April.", published=DAY)
    (blame,) = (r for r in record.reports if r.type == "ACCUSE")
    assert blame.when is None and "speaks of" in blame.when_reason


def test_who_owns_the_commandos_raids(read: Read) -> None:
    record = read("Norway condemned Chadian commando raids against Niger.", published=DAY)
    assert ("ASSAULT", ("TCD",), ("NER",), "recalled") in told(record)

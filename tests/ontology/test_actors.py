"""The actor registry: what the shipped files hold, and what the loader refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from communique.errors import SettingsError
from communique.ontology.actors import DATA, ActorRegistry, fold, name_words


@pytest.fixture(scope="module")
def registry() -> ActorRegistry:
    return ActorRegistry.load()


def code(registry: ActorRegistry, text: str) -> str | None:
    words = name_words(text)
    return next((n.code for n in registry.names[words[0]] if n.words == words), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("People’s Republic of China", "CHN"),
        ("Republic of Korea", "KOR"),
        ("DPRK", "PRK"),
        ("U.S.", "USA"),
        ("Türkiye", "TUR"),
        ("Côte d'Ivoire", "CIV"),
        ("Kosovo", "XKX"),
        ("Gaza Strip", "PSE"),
        ("Hong Kong", "HKG"),
        ("Élysée", "FRA"),
        ("Security Council", "UN"),
        ("Tehrik-i-Taliban Pakistan", "TTP"),
        ("Knesset", "ISR"),
        ("Balochistan", "PAK"),
        ("South China Sea", ""),
    ],
)
def test_names(registry: ActorRegistry, text: str, expected: str) -> None:
    assert code(registry, text) == expected


def test_every_country_has_a_name_and_people(registry: ActorRegistry) -> None:
    uses: dict[str, set[str]] = {}
    for names in registry.names.values():
        for name in names:
            uses.setdefault(name.code, set()).add(name.use)
    countries = [actor.code for actor in registry.actors.values() if actor.kind == "country"]
    assert len(countries) > 190
    assert [c for c in countries if "name" not in uses[c]] == []
    without = [c for c in countries if not uses[c] & {"adjective", "people"}]
    assert without == ["COG", "DMA"]  # "Congolese" and "Dominican" go to the larger neighbour


def test_folding_is_blind_to_accents_stops_and_apostrophes() -> None:
    assert fold("Erdoğan") == "erdogan"
    assert fold("U.S.") == "us"
    assert fold("Sana’a") == "sana'a"
    assert fold("...") == "..."
    assert name_words("Workers’ Party") == ("workers", "party")
    assert name_words("People's Daily") == ("people", "'s", "daily")


def test_leaders_by_full_and_short_name(registry: ActorRegistry) -> None:
    assert {leader.code for leader in registry.leaders["xi jinping"]} == {"CHN"}
    assert {leader.code for leader in registry.surnames["macron"]} == {"FRA"}
    assert any(leader.alone for leader in registry.surnames["putin"])
    assert not any(leader.alone for leader in registry.surnames["khan"])


def test_a_group_knows_its_country(registry: ActorRegistry) -> None:
    assert registry.country_of("HOUTHI") == "YEM"
    assert registry.country_of("NATO") is None
    assert "NOR" in registry.actors["NATO"].members


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped files, the long ones cut to what Norway needs."""
    folder = tmp_path / "actors"
    shutil.copytree(DATA, folder)
    for file in ("names.csv", "leaders.csv"):
        lines = (folder / file).read_text("utf-8").splitlines(keepends=True)
        kept = lines[:4] + [line for line in lines[4:] if ",NOR," in line]
        (folder / file).write_text("".join(kept), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("names.csv", "Atlantis,ATL,name,", "unknown code 'ATL'"),
        ("names.csv", "Oslo,NOR,nickname,", "use 'nickname' is none of"),
        ("names.csv", "Norway,NOR,name,", "stands already in line"),
        ("names.csv", "---,NOR,name,", "name without letters"),
        ("names.csv", "Oslo,NOR", "2 values, not 4"),
        ("actors.csv", "NOR,country,Norway,,,", "code NOR stands twice"),
        ("actors.csv", "XYZ,planet,Mars,,,", "kind 'planet' is none of"),
        ("nouns.csv", "president,,,GOV,office,country,,", "'president' stands twice"),
        ("nouns.csv", "viceroy,,,GOV,office,country,,shiny", "unknown trait"),
        ("leaders.csv", "Ola Nordmann,Nordmann,XYZ,King,2000-01-01,,m,", "unknown code 'XYZ'"),
    ],
)
def test_bad_rows_are_refused_with_file_and_line(
    copy: Path, file: str, line: str, message: str
) -> None:
    path = copy / file
    text = path.read_text("utf-8")
    path.write_text(text + line + "\n", "utf-8")
    with pytest.raises(SettingsError, match=message) as error:
        ActorRegistry(copy)
    where = f"{path}:{text.count(chr(10)) + 1}:"
    assert where in str(error.value)


def test_bad_columns_and_missing_files_are_refused(copy: Path) -> None:
    (copy / "given_names.csv").write_text("name,sex\n", "utf-8")
    with pytest.raises(SettingsError, match="columns are"):
        ActorRegistry(copy)
    (copy / "given_names.csv").unlink()
    with pytest.raises(SettingsError, match="cannot be read"):
        ActorRegistry(copy)

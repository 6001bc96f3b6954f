"""The command line as a user meets it: output, errors, exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time

import pytest

from communique import cli
from communique.record import Store
from communique.run.coder import load_stages

STORY = "The king of Norway visited Finland on Monday, and he talked to people there about it.\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys, stages):
    """Runs a command in an empty folder, with the stages of the tests; gives code, out, err."""
    monkeypatch.setattr("communique.run.coder.load_stages", lambda settings, parser=None: stages)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments, stdin=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture
def whole(run, monkeypatch):
    """The same with the stages of the program: what its users have."""
    monkeypatch.setattr("communique.run.coder.load_stages", load_stages)
    return run


@pytest.fixture
def page(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(STORY + "Most read\n")
    return page


def test_read_prints_the_record(run, page):
    code, out, err = run("read", page, "--published", "2023-05-05", "--title", "A visit")
    assert (code, err) == (0, "")
    for words in ("A visit", "Published 2023-05-05", "CONSULT", "NOR → FIN", "occurred"):
        assert words in out
    assert "The king of Norway visited Finland" in out and "consult.visit.1" in out
    assert "Not the story" in out and "Most read" in out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 100


def test_read_takes_standard_input_and_gives_json(run):
    code, out, _ = run("read", "-", "--json", stdin=STORY)
    found = json.loads(out)
    assert code == 0 and found["format"] == "communique.record/1"
    start, end = (found["reports"][0]["evidence"][0][key] for key in ("start", "end"))
    assert STORY[start:end] == "visited"


def test_add_query_explain(run, page, tmp_path):
    code, out, err = run("add", page, tmp_path / "missing.txt", "--record", "r")
    assert code == 1 and "2 items in, 1 added, 1 missing" in out and "missing.txt" in err
    code, out, err = run("add", page, "--record", "r")
    assert code == 0 and "1 item in, 0 added, 1 known" in out
    code, out, _ = run("query", "SELECT type, sources FROM reports", "--record", "r")
    assert code == 0 and "CONSULT" in out and "NOR" in out and "1 row" in out
    code, out, _ = run("query", "SELECT type, sources FROM reports", "--record", "r", "--csv")
    assert out == "type,sources\nCONSULT,NOR\n"
    code, out, _ = run("query", "SELECT id, quad FROM reports", "--record", "r", "--json")
    (row,) = json.loads(out)
    assert row["quad"] == 1
    code, out, _ = run("explain", row["id"][:8], "--record", "r")
    assert code == 0 and "consult.visit.1" in out and "The king of Norway visited" in out
    code, out, _ = run("explain", row["id"], "--record", "r", "--json")
    assert json.loads(out)["table"] == "reports"


def test_add_says_what_it_left_out(run, tmp_path):
    line = {"id": "a", "text": STORY, "published": "one of these days"}
    (tmp_path / "in.jsonl").write_text(json.dumps(line) + "\n")
    code, out, _ = run("add", "in.jsonl", "--record", "record")
    assert code == 0
    assert "1 item has a warning" in out and "'one of these days' is no date" in out


def test_add_gives_its_sums_as_json(run, page):
    code, out, _ = run("add", page, "nothing*.txt", "--json")
    assert code == 1
    found = json.loads(out)
    assert found["taken"] == found["passed"] + sum(found["dropped"].values()) == 2


def test_the_record_is_where_the_settings_say(run, page, tmp_path):
    (tmp_path / "communique.toml").write_text('record = "elsewhere"\n')
    assert run("add", page)[0] == 0
    assert Store(tmp_path / "elsewhere", create=False).counts()["articles"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["read", "missing.txt"], 1, "no such file"),
        (["read", "."], 1, "folder"),
        (["read", "-"], 1, "-: "),
        (["read", "page.txt", "--published", "Friday"], 2, "'Friday' is no date"),
        (["read"], 2, "Missing argument"),
        (["read", "a", "b"], 2, "b"),
        (["fly"], 2, "fly"),
        (["add", "page.txt", "--jobs", "0"], 2, "--jobs"),
        (["add", "page.txt", "--record", "page.txt"], 2, "no record can be made"),
        (["query", "SELECT 1"], 2, "no record in record"),
        (["explain", "abcdef"], 2, "no record in record"),
        (["predict", "weather", "page.txt", "out"], 2, "articles, relations, attribution"),
        (["predict", "articles", "missing", "out"], 2, "cannot be read"),
        (["predict", "articles", "page.txt", "no/such/out"], 2, "cannot be written"),
        (["evaluate", "weather", "gold.jsonl"], 2, "articles, relations"),
        (["evaluate", "articles", "page.txt"], 2, "gold"),
    ],
)
def test_errors_are_one_line(run, page, tmp_path, arguments, code, words):
    (tmp_path / "gold.jsonl").write_text('{"id": "1", "text": "x"}\n')
    found, out, err = run(*arguments)
    assert found == code and out == ""
    assert err.startswith("communique: ") and err.count("\n") == 1 and words in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "DELETE FROM reports"], "only one SELECT"),
        (["query", "SELECT nothing FROM reports"], "nothing"),
        (["query", "SELECT * FROM read_text('/etc/hostname')"], "hostname"),
        (["explain", "ffffff"], "no line has an id"),
        (["explain", "../x"], "is no id"),
    ],
)
def test_errors_over_a_record_are_one_line(run, page, arguments, words):
    run("add", page)
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert err.startswith("communique: ") and err.count("\n") == 1 and words in err


def test_a_bad_settings_file_stops_everything(run, page, tmp_path):
    (tmp_path / "communique.toml").write_text('recrod = "x"\n')
    code, _, err = run("add", page)
    assert code == 2 and "unknown key 'recrod'" in err and not (tmp_path / "record").exists()


def test_a_defect_gives_no_traceback(run, page, monkeypatch):
    def broken(settings, parser=None):
        raise ZeroDivisionError("halves of nothing")

    monkeypatch.setattr("communique.run.coder.load_stages", broken)
    code, _, err = run("read", page)
    assert code == 2 and err.count("\n") == 1
    assert "a defect of the program: ZeroDivisionError: halves of nothing" in err


def test_a_page_cannot_command_the_terminal(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(
        "The king \x1b[2J\x1b]0;mine\x07 visited \u202eFinland\u202c on Monday.\n[red]x[/]\n"
    )
    code, out, err = run("read", page, "--title", "A [bold]visit[/bold] \x1b[31m")
    assert code == 0 and "[bold]visit[/bold]" in out and "[red]x[/]" in out
    assert not set("\x1b\x07\u202e\u202c") & set(out + err)


def test_predict_and_evaluate(whole, tmp_path):
    lines = [
        {
            "id": "1",
            "text": "The king of Norway visited Finland.",
            "source": "Norway",
            "target": "Finland",
            "plover": "CONSULT",
        },
        {"id": "2", "text": "", "plover": "AID"},
        {
            "id": "3",
            "text": "The king of Norway visited Sweden.",
            "source": "Norway",
            "target": "Sweden",
            "plover": "AID",
        },
    ]
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, lines)) + "\nno json\n")
    code, out, err = whole("predict", "relations", gold, "out.jsonl")
    made = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert code == 1 and "4 lines, 2 of them errors" in err
    assert [answer["id"] for answer in made] == ["1", "2", "3", None]
    assert all(answer["type"] == "CONSULT" for answer in made)
    code, out, _ = whole("evaluate", "relations", gold)
    # CONSULT: 1 right of 3 said (the fourth line has no id); AID: none.
    assert code == 0 and out.splitlines()[-1] == "root 25.0 quad 25.0 binary 100.0 on 3"
    assert whole("evaluate", "relations", gold, "--pred", "out.jsonl")[1] == out
    assert "3  AID → CONSULT" in whole("evaluate", "relations", gold, "--errors")[1]
    found = json.loads(whole("evaluate", "relations", gold, "--json")[1])
    assert found["measures"]["root"] == pytest.approx(25)


def test_predictions_of_articles_keep_offsets(run, tmp_path):
    text = "‘Ünïcode’ 漢 stands first.\r\nThe king of Norway visited Finland on Monday.\nMost read"
    (tmp_path / "in.jsonl").write_text(
        json.dumps({"id": 7, "text": text, "published": "2023-05-05"}) + '\n{"id": 8}\n[1]\n'
    )
    code, _, _ = run("predict", "articles", "in.jsonl", "out.jsonl")
    made = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    (event,) = made[0]["events"]
    assert text[event["start"] : event["end"]] == "visited"
    assert [text[start:end] for start, end in made[0]["debris"]] == ["Most read"]
    assert made[0]["id"] == 7 and made[0]["published"]["from"] == "2023-05-05"
    assert set(made[1]) == {"id", "error"} and made[1]["id"] == 8
    assert code == 1 and made[2]["id"] is None


def test_floors(whole, tmp_path):
    line = {
        "id": "1",
        "text": "The king of Norway visited Finland.",
        "source": "Norway",
        "target": "Finland",
        "plover": "CONSULT",
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(line) + "\n")
    base = ["evaluate", "relations", "gold.jsonl", "--floors", "floors.json"]
    assert whole(*base)[0] == 2
    assert whole(*base, "--raise-floors")[0] == 0
    assert whole(*base)[0] == 0
    floors = json.loads((tmp_path / "floors.json").read_text())
    assert floors["relations"]["floors"] == {"binary": 100.0, "quad": 100.0, "root": 100.0}
    (tmp_path / "bad.jsonl").write_text('{"id": "1", "type": "AID"}\n')
    code, _, err = whole(*base, "--pred", "bad.jsonl")
    assert code == 1 and "root is 0.0000, below its floor of 100.0" in err
    assert whole(*base, "--pred", "bad.jsonl", "--raise-floors")[0] == 1
    assert whole(*base, "--pred", "bad.jsonl", "--lower-floors")[0] == 0
    (tmp_path / "gold.jsonl").write_text(json.dumps(line | {"id": "2"}) + "\n")
    assert "is not the gold of these floors" in whole(*base)[2]
    assert whole(*base, "--raise-floors")[0] == 2
    assert whole(*base, "--lower-floors")[0] == 0
    assert whole("evaluate", "relations", "gold.jsonl", "--raise-floors")[0] == 2


def test_look_ups(run):
    code, out, _ = run("who", "the Kremlin")
    assert code == 0 and "RUS" in out
    code, out, _ = run("where", "Helsinki", "--json")
    assert code == 0 and json.loads(out)["answer"]["facts"]["country"] == "FIN"
    code, out, _ = run("when", "last Friday", "--published", "2023-05-08")
    assert code == 0 and "2023-05-05" in out
    code, out, _ = run("where", "Zzyzxq\x1b[2J")
    assert code == 1 and "is not known" in out and "\x1b" not in out
    assert run("when", "today", "--published", "noon")[0] == 2
    assert run("where", "Hyderabad", "--context", "Atlantis")[0] == 2


def test_version_and_help(run):
    assert run("--version")[1] == "communique 0.1.0\n"
    code, out, _ = run("--help")
    assert code == 0
    for name in ("read", "add", "query", "explain", "predict", "evaluate", "codebook"):
        assert name in out


def test_help_is_quick_and_brings_nothing_heavy():
    program = (
        "import sys; from communique.cli import main; main(['--help']); "
        "heavy = {'numpy', 'duckdb', 'spacy', 'lxml', 'trafilatura', 'yaml'} & set(sys.modules); "
        "sys.exit(', '.join(heavy) or 0)"
    )
    took = []
    for _ in range(3):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False
        )
        took.append(time.perf_counter() - start)
        assert done.returncode == 0, done.stderr
    # The aim is 0.35 s on an idle core; a busy build server gets three times that.
    assert min(took) < 1.05


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    environment = os.environ | {"COLUMNS": "80"}
    program = "import sys; from communique.cli import main; sys.exit(main(['--help']))"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdout=writer,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )
    os.close(writer)
    assert b"Traceback" not in done.stderr

"""Files, folders, globs, JSONL, HTML and addresses."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from communique.errors import ItemError, RetryError, SettingsError
from communique.model import Page
from communique.read import fetch as fetching
from communique.read import iter_sources, read_bytes, read_source
from communique.read.source import iso_date

STORY = "The minister of Norway met his guest in Oslo and promised to repair the bridge in spring."
HTML = f"""<!DOCTYPE html><html lang="en"><head><title>A bridge for Oslo | The Daily Bridge</title>
<meta property="og:title" content="A bridge for Oslo">
<meta property="article:published_time" content="2023-05-04T10:00:00+02:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>A bridge for Oslo</h1><p>OSLO: {STORY}</p>
<p>{STORY.replace("spring", "autumn")}</p><p>The two sides agreed on the cost and thanked the
engineers for a patient piece of work.</p></article><footer>© 2023</footer></body></html>"""


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STORY)
    page = read_source(str(file))
    assert (page.source, page.text, page.language) == (str(file), STORY, "en")
    assert (page.published, page.published_basis) == (None, None)


def test_standard_input_is_read() -> None:
    page = read_source("-", stdin=STORY.encode(), published="2023-05-05")
    assert (page.published, page.published_basis) == ("2023-05-05", "user")


@pytest.mark.parametrize("value", ["yesterday", "2023-13-01", "2023-02-30", "", "05/06/2023"])
def test_a_wrong_date_is_a_wrong_setting(value: str) -> None:
    with pytest.raises(SettingsError, match="is no date"):
        read_source("-", stdin=STORY.encode(), published=value)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2023", "2023"),
        ("2023-05", "2023-05"),
        ("2021-07-01T15:02:07+00:00", "2021-07-01T15:02:07+00:00"),
        ("Thu, 04 May 2023 10:00:00 +0200", "2023-05-04T10:00:00+02:00"),
        ("soon", None),
    ],
)
def test_dates_of_metadata(value: str, iso: str | None) -> None:
    assert iso_date(value) == iso


@pytest.mark.parametrize(
    ("name", "reason"), [("no-such-file", "missing"), (".", "folder"), ("a\x00b", "missing")]
)
def test_what_cannot_be_read_is_an_item_error(name: str, reason: str) -> None:
    with pytest.raises(ItemError) as caught:
        read_source(name)
    assert caught.value.reason == reason


def test_html_gives_story_title_and_date() -> None:
    page = read_bytes(HTML.encode(), source="a.html")
    assert page.title == "A bridge for Oslo"
    assert (page.published, page.published_basis) == ("2023-05-04", "html metadata")
    assert f"OSLO: {STORY}\n\n" in page.text
    assert "Home" not in page.text and "©" not in page.text


def test_html_without_a_story_gives_all_its_text() -> None:
    deep = "<div>" * 5_000 + f"<p>{STORY}</p><script>var x = 1;</script>" + "</div>" * 5_000
    page = read_bytes(f"<html><body>{deep}</body></html>".encode(), source="a")
    assert page.text == STORY


def test_html_with_scripts_alone_is_empty() -> None:
    with pytest.raises(ItemError) as caught:
        read_bytes(b"<html><head><script>var x=1;</script></head><body></body></html>", source="a")
    assert caught.value.reason == "empty"


def test_plain_text_with_angles_is_no_html() -> None:
    text = "The price is < 5 and > 3 in the two countries of the north, they said."
    assert read_bytes(text.encode(), source="a").text == text


def lines(*items: object) -> str:
    return "\n".join(i if isinstance(i, str) else json.dumps(i) for i in items) + "\n"


def test_many_sources(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "b").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text(STORY)
    (folder / "z.txt").write_text(STORY)
    (folder / "b" / "a.txt").write_text(STORY)
    (folder / "pic.png").write_bytes(b"\x89PNG\r\n")
    found = list(iter_sources([str(folder), str(folder / "*.txt"), str(folder / "*.doc"), "nix"]))
    names = [Path(x.source).name if isinstance(x, Page) else x.reason for x in found]
    assert names == ["a.txt", "binary", "z.txt", "z.txt", "missing", "missing"]


@pytest.mark.parametrize("packed", [False, True])
def test_jsonl(tmp_path: Path, packed: bool) -> None:
    text = lines(
        {
            "id": "one",
            "text": STORY,
            "title": "A bridge",
            "url": "https://x.example/1",
            "published": "2023-05-04",
        },
        {"id": 7, "text": STORY, "date": "2023-09", "title": None, "extra": {"a": 1}},
        {"text": HTML},
        "",
        "{not json",
        [1, 2],
        {"id": "no text"},
        {"id": "empty", "text": " "},
        {"id": "odd", "text": STORY, "published": "last week"},
        "[" * 100_000,
    )
    file = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    found = list(iter_sources([str(file)]))
    pages = [x for x in found if isinstance(x, Page)]
    errors = [x for x in found if isinstance(x, ItemError)]
    assert [p.source for p in pages] == ["one", "7", f"{file}:3", "odd"]
    assert (pages[0].title, pages[0].url) == ("A bridge", "https://x.example/1")
    assert [p.published for p in pages] == ["2023-05-04", "2023-09", "2023-05-04", None]
    assert pages[3].warnings == ("published 'last week' is no date and was left out",)
    assert [e.reason for e in errors] == ["json", "json", "json", "empty", "json"]
    assert f"{file}:5: not JSON" in str(errors[0])


def test_a_broken_archive_gives_what_came_before(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    data = gzip.compress((lines({"id": "1", "text": STORY}) * 2_000).encode())
    file.write_bytes(data[: len(data) // 2])
    found = list(iter_sources([str(file)]))
    assert isinstance(found[-1], ItemError) and "cannot be read on" in str(found[-1])
    assert sum(isinstance(x, Page) for x in found) == len(found) - 1


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        code = {"/gone": 404, "/busy": 503, "/loop": 302, "/file": 302, "/ftp": 302}.get(
            self.path, 200
        )
        self.send_response(code)
        if self.path == "/loop":
            self.send_header("Location", "/loop")
        if self.path == "/file":
            self.send_header("Location", "file:///etc/hostname")
        if self.path == "/ftp":
            self.send_header("Location", "ftp://127.0.0.1/a")
        self.send_header("Content-Type", "text/plain; charset=koi8-r")
        self.end_headers()
        if code == 200:
            self.wfile.write(b"x" * 3_000_000 if self.path == "/big" else STORY.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_address_is_fetched(site: str) -> None:
    page = read_source(f"{site}/a b?q=ü")
    assert (page.text, page.url) == (STORY, f"{site}/a b?q=ü")


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/gone", "http"), ("/loop", "http"), ("/file", "http"), ("/ftp", "url"), ("/big", "too big")],
)
def test_bad_addresses(site: str, path: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 1_000_000)
    with pytest.raises(ItemError) as caught:
        read_source(site + path)
    assert caught.value.reason == reason


def test_what_may_work_later_is_to_be_retried(site: str) -> None:
    with pytest.raises(RetryError):
        read_source(f"{site}/busy")
    with pytest.raises(RetryError):
        read_source("http://127.0.0.1:1/")


@pytest.mark.parametrize(
    "url", ["http://", "https:///x", "http://[::1", "http://a b/", "http://\ud800/"]
)
def test_no_address(url: str) -> None:
    with pytest.raises(ItemError) as caught:
        read_source(url)
    assert caught.value.reason == "url"


def test_a_record_is_no_folder_of_texts(tmp_path):
    record = tmp_path / "record"
    record.mkdir()
    (record / "catalog.sqlite").write_bytes(b"SQLite format 3")
    (record / "reports.parquet").write_bytes(b"PAR1")
    (tmp_path / "note.txt").write_text("Chile met Peru in Lima on Monday to talk about trade.")
    (error,) = iter_sources([str(record)])
    assert "is a record" in str(error)
    (page,) = iter_sources([str(tmp_path)])
    assert isinstance(page, Page)
    assert "Chile met Peru" in page.text

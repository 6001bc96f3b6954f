"""One page from the web: http and https only, with limits on time, size and redirects."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from typing import IO
from urllib.parse import quote, urlsplit, urlunsplit

from communique.errors import ItemError, RetryError
from communique.read.address import is_url

MAX_BYTES = 20 * 1024 * 1024
SECONDS = 20.0
"""For the whole download, and for each wait on the network."""
MAX_REDIRECTS = 5
AGENT = "communique (+reader of news for the diplomatic record)"
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS
    max_repeats = 2

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not is_url(newurl):
            raise ItemError(f"{req.full_url}: redirects to {newurl!r}, not a web address", "url")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str) -> tuple[bytes, str | None]:
    """The body and the Content-Type of an address.

    Raises ItemError (not a web address, refused, gone, over 20 MB) or RetryError (time out, no
    connection, server busy).
    """
    request = urllib.request.Request(_ascii(url), headers={"User-Agent": AGENT})
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    try:
        with opener.open(request, timeout=SECONDS) as response:
            return _body(url, response), response.headers.get("Content-Type")
    except urllib.error.HTTPError as error:
        if error.code in AGAIN:
            raise RetryError(f"{url}: the server answers {error.code}; try again later") from error
        raise ItemError(f"{url}: the server answers {error.code} {error.reason}", "http") from error
    except http.client.InvalidURL as error:
        raise ItemError(f"{url}: not a web address: {error}", "url") from error
    except (OSError, http.client.HTTPException) as error:
        raise RetryError(f"{url}: cannot be fetched: {error}; try again later") from error


def _ascii(url: str) -> str:
    """The address with everything outside ASCII escaped; ItemError when it has no host."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("idna").decode("ascii") if parts.netloc else ""
    except (ValueError, UnicodeError) as error:
        raise ItemError(f"{url}: not a web address: {error}", "url") from error
    if not parts.hostname:
        raise ItemError(f"{url}: not a web address: no host", "url")
    path, query = (
        quote(parts.path, "/%:@!$&'()*+,;=~-._"),
        quote(parts.query, "/%:@!$&'()*+,;=~-._?"),
    )
    return urlunsplit((parts.scheme.lower(), host, path, query, ""))


def _body(url: str, response: IO[bytes]) -> bytes:
    deadline, parts, size = time.monotonic() + SECONDS, [], 0
    while chunk := response.read(65_536):
        size += len(chunk)
        if size > MAX_BYTES:
            raise ItemError(f"{url}: more than {MAX_BYTES // 2**20} MB; too big", "too big")
        if time.monotonic() > deadline:
            raise RetryError(f"{url}: not complete after {SECONDS:.0f} seconds; try again later")
        parts.append(chunk)
    return b"".join(parts)

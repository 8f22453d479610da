"""Who may come in through a browser: anyone with a link that works once, and then its cookie.

Every account of a machine reaches its loopback, and so does every page in a browser. So there is
a token, and a look at the Host (a foreign name that was bent to this machine) and at the Origin
(a foreign page that opens a WebSocket to us, which no browser forbids).
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

STRANGER = "This lab does not know this browser: open the link that `dl-lab serve` printed.\n"
FOREIGN_HOST = (
    "This lab does not accept that host name: open the link that `dl-lab serve` printed.\n"
)
FOREIGN_PAGE = "This lab accepts only its own page, not a page of another site.\n"
SPENT = """<!doctype html><meta charset="utf-8"><title>dl-lab</title>
<link rel="icon" href="data:,">
<body style="font: 16px monospace; margin: 4em; background: #11141b; color: #d8dee9">
<p>This link no longer works: each link works once, and only the newest one is valid.</p>
<p>For a new link, press Enter in the terminal of <b>dl-lab serve</b>, or start it again.</p>
"""
COME_IN = """<!doctype html><meta charset="utf-8"><title>dl-lab</title>
<link rel="icon" href="data:,"><meta http-equiv="refresh" content="0; url=/">
"""
"""Not a redirect: after one, a link clicked on another site's page comes without the cookie."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Access:
    """Keeps the tokens and the cookies, and looks at every request."""

    def __init__(self, names: frozenset[str], *, addresses: bool = False) -> None:
        self.names = names
        """What a browser may call this machine, with any port: a tunnel has one of its own."""
        self.addresses = addresses
        """Whether any bare IP address will do too: those cannot be bent."""
        # not fixed: cookies know no ports, and two labs must not take each other's
        self.cookie = f"dl-lab-{secrets.token_hex(4)}"
        self._token = ""
        self._sessions: list[str] = []

    def new_token(self) -> str:
        """The word of a new link. An older one that nobody used is worth nothing from now on."""
        self._token = secrets.token_urlsafe(32)
        return self._token

    def spend(self, token: str) -> str | None:
        """A new session for the token, which is then worth nothing; None for any other word."""
        if not self._token or not _same(token, self._token):
            return None
        self._token = ""
        self._sessions.append(secrets.token_urlsafe(32))
        return self._sessions[-1]

    def knows(self, request: web.Request) -> bool:
        """Whether the browser has a cookie of ours."""
        shown = request.cookies.get(self.cookie, "")
        return any(_same(shown, session) for session in self._sessions)

    def answers_to(self, host: str) -> bool:
        """Whether a Host header names this machine."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.names or (self.addresses and _is_address(name))

    @web.middleware
    async def check_request(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request pass, or answer it with a refusal."""
        if not self.answers_to(request.host):
            return _refused(FOREIGN_HOST)
        if "Upgrade" in request.headers and not _is_own_page(request):
            return _refused(FOREIGN_PAGE)
        if "token" in request.query and request.path == "/" and request.method == "GET":
            return self._admit(request)
        return await handler(request) if self.knows(request) else _refused(STRANGER)

    def _admit(self, request: web.Request) -> web.Response:
        session = self.spend(request.query["token"])
        if session is None and not self.knows(request):
            return web.Response(text=SPENT, content_type="text/html", status=403)
        response = web.Response(text=COME_IN, content_type="text/html")
        if session:
            response.set_cookie(self.cookie, session, httponly=True, samesite="Strict")
        return response


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Nobody frames us, nothing is loaded from elsewhere, and no cache keeps what is private."""
    response.headers.update(HEADERS)
    keep = "no-cache" if request.path.startswith("/static/") else "no-store"
    response.headers.setdefault("Cache-Control", keep)


def _refused(words: str) -> web.Response:
    return web.Response(text=words, status=403)


def _is_own_page(request: web.Request) -> bool:
    """Whether the page that asks came from the very name and port that it asks."""
    scheme, _, origin = request.headers.get("Origin", "").partition("://")
    return scheme in ("http", "https") and origin.lower() == request.host.lower()


def _is_address(name: str) -> bool:
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())

"""Requests and answers, incoming and outgoing."""

import msgspec

Pairs = list[tuple[str, str]]


class Url(msgspec.Struct, frozen=True):
    """An http or https URL, taken apart once.  *target* is path and query as sent on the request line."""

    scheme: str
    host: str
    port: int
    target: str = "/"

    @property
    def authority(self) -> str:
        """The Host header: the port is left out when it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        default = 443 if self.scheme == "https" else 80
        return host if self.port == default else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


class Request(msgspec.Struct):
    """A request that a sink sends.  `host` and `content-length` are the client's to add."""

    url: Url
    headers: Pairs
    body: bytes = b""
    method: str = "POST"


class Answer(msgspec.Struct):
    """What a target answered.  *body* is bounded by the client; *truncated* tells that more came."""

    status: int
    headers: Pairs
    body: bytes = b""
    truncated: bool = False

    def header(self, name: str) -> str | None:
        """Return the first header *name* (lower case), or None."""
        for key, value in self.headers:
            if key.lower() == name:
                return value
        return None


class IncomingRequest(msgspec.Struct):
    """A request that came to one of our doors.  Header names are as they came; *raw_headers* are bytes.

    *target* is path and query; *peer* the address of the client, or of the client behind a trusted proxy;
    *certificate* the subject of a verified client certificate.
    """

    method: str
    target: str
    raw_headers: list[tuple[bytes, bytes]]
    body: bytes
    peer: str = ""
    certificate: str | None = None

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark, or the empty string."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """Return the first header *name* (lower case) as text, or None."""
        wanted = name.encode()
        for key, value in self.raw_headers:
            if key.lower() == wanted:
                return value.decode("latin-1")
        return None


class Response(msgspec.Struct):
    """What one of our doors answers."""

    status: int
    body: bytes = b""
    headers: Pairs = []

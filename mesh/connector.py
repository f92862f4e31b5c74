"""The contracts of a connector: what it gets, what it offers, and what it may raise.

A connector is a module with a `Config` (a subclass of SourceConfig or SinkConfig) and a function
`create(config, context)` that returns a Source, a PushSource or a Sink.  Entry points of the groups
`crossmesh.sources` and `crossmesh.sinks` name it; it is imported only when the file uses its type.
A source module also has `normalise(message, config) -> Normalised`, pure: no clock, no randomness, no I/O.
A connector translates.  Retry, back-off, dead letters, metrics, shutdown and restart are the mesh's.
"""

import logging
from asyncio import Future
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, runtime_checkable

import msgspec

from mesh.errors import MalformedMessage
from mesh.event import Event
from mesh.http.client import Client
from mesh.http.messages import Answer, IncomingRequest, Request, Response
from mesh.settings import ConnectionConfig, ConnectorConfig, Secret, SinkConfig, SourceConfig

__all__ = [
    "Answer",
    "Attempt",
    "Checkable",
    "ConnectionConfig",
    "ConnectorConfig",
    "Context",
    "IncomingRequest",
    "Ingress",
    "MalformedMessage",
    "Message",
    "Normalised",
    "Outcome",
    "PushSource",
    "Request",
    "Response",
    "Secret",
    "Sink",
    "SinkConfig",
    "Source",
    "SourceConfig",
    "StateStore",
]


class Message(msgspec.Struct, frozen=True):
    """What came from upstream, before it is an event.

    `headers` are the transport's own pairs (HTTP or Kafka headers, message attributes), `key` a record key,
    `origin` where it was, in words for people, such as `sqs:uploads/2a5f...` or `kafka:orders/3@1207`.
    """

    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    key: bytes | None = None
    origin: str = ""


class Normalised(msgspec.Struct, frozen=True):
    """What one message became: events, parts that are no event (each with its reason), or a control message.

    `ignored` is a short reason such as `s3:TestEvent` when the message is a control message, which is
    acknowledged and never becomes an event.
    """

    events: tuple[Event, ...] = ()
    rejected: tuple[tuple[Message, str], ...] = ()
    ignored: str | None = None


class Attempt(msgspec.Struct, frozen=True):
    """One attempt at a delivery: *number* counts from 1, *deadline* is time.monotonic() seconds."""

    number: int
    deadline: float
    idempotency_key: str
    traceparent: str | None = None


class Outcome(msgspec.Struct, frozen=True):
    """A delivery that succeeded.  *code* is stable, such as `http.ok` or `duplicate`; *reply* a CloudEvent answer."""

    status: int | None = None
    code: str = "delivered"
    request_id: str | None = None
    reply: Event | None = None


class Ingress(Protocol):
    """The entrance of the bus, as one source sees it."""

    def accept(self, *events: Event) -> "Future[None]":
        """Return a future that is done when all *events* are on stable storage, all or none.

        A pull source's ingress waits while the bus is full and fails only with BusDown; a push source's fails
        with Overloaded.  The future may be shared with other callers: never cancel it, shield it.
        """

    def reject(self, message: Message, reason: str) -> "Future[None]":
        """Return a future that is done when *message* is in quarantine, durably."""


class StateStore(Protocol):
    """A connector's own small durable state: checkpoints."""

    async def get(self, key: str) -> tuple[bytes, int] | None:
        """Return the value and its version, or None."""

    async def put(self, key: str, value: bytes, version: int) -> bool:
        """Store *value* if the stored version is still *version* (0: absent); return whether it was."""


class Context(Protocol):
    """What a connector gets from the mesh."""

    name: str
    connection: ConnectionConfig | None
    http: Client
    state: StateStore
    log: logging.LoggerAdapter[logging.Logger]
    clock: Callable[[], float]  # wall clock, unix seconds

    def report(self, position: str | None = None, lag: int | None = None) -> None:
        """Tell where a source stands: for metrics and `mesh status`."""


@runtime_checkable
class Source(Protocol):
    """A source that pulls."""

    async def run(self, ingress: Ingress) -> None:
        """Read until cancelled; raise when the connection is lost: the daemon restarts it with back-off."""


@runtime_checkable
class PushSource(Protocol):
    """A source that is called, at /sources/<name> of the listener."""

    async def handle(self, request: IncomingRequest, ingress: Ingress) -> Response:
        """Return the answer; 2xx only after accept or reject is done."""


class Sink(Protocol):
    """Calls one target.  One attempt, no sleep, no retry, no redirect; failures are `mesh.errors.Failure`s."""

    def prepare(self, event: Event, attempt: Attempt) -> Request:
        """Return the request that *send* makes; pure.  Raises Refused when the event is too large for the target."""

    async def send(self, request: Request, attempt: Attempt) -> Answer:
        """Make one attempt; raises a Failure when no answer came."""

    def interpret(self, answer: Answer, event: Event) -> Outcome:
        """Say what *answer* means; raises a Failure.  Pure: tests feed it scripted answers."""


@runtime_checkable
class Checkable(Protocol):
    """A connector that can say whether it is set up right, without sending an event."""

    async def check(self) -> str:
        """Return one sentence on what was checked; raises Misconfigured or Unavailable."""


Create = Callable[[Any, Context], Source | PushSource | Sink]
Normalise = Callable[[Message, Any], Normalised]
Handler = Callable[[IncomingRequest], Response | Awaitable[Response]]
Headers = Mapping[str, str]

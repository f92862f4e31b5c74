"""What a bus is: append once, read by many subscriptions, each with a durable cursor.

A bus knows no source, no sink and no cloud.  It owns positions, cursors, retries, dead letters, quarantine,
dedup keys and time-outs of waiting events; the delivery engine decides what becomes of an event.
All buses pass the conformance suite of `mesh.testing`, with the differences they declare in `Features`.
"""

from asyncio import Future
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any, Literal, Protocol

import msgspec

from mesh.event import Event

Route = Callable[[Event], Iterable[str]]
"""Names of the subscriptions whose filter matches an event; runs once per event, never raises."""


class Record(msgspec.Struct, frozen=True, gc=False):
    """An event as the bus takes it.  *accepted_at* is unix seconds; *trace* the traceparent it came with."""

    event: Event
    accepted_at: float
    trace: str | None = None


class Failed(msgspec.Struct, frozen=True, omit_defaults=True):
    """One failed attempt, as it is kept with a retry or a dead letter."""

    kind: str  # Failure.kind, or a reason of the mesh: crash, loop, duplicate, expired, backlog
    code: str
    reason: str
    at: float  # unix seconds
    status: int | None = None
    detail: str = ""
    request_id: str | None = None
    seconds: float | None = None  # how long the attempt took


class Delivery(msgspec.Struct, eq=False):
    """One event for one subscription, from hand-out to settle, retry, dead letter or release.

    *attempts* counts the attempts used up before this hand-out, *function_failures* those among them in which
    the function itself failed; *running_seconds* is the time since the first attempt while the subscription ran,
    which the delivery engine keeps up to date before it calls `retry`.
    """

    position: int
    event: Event
    accepted_at: float
    subscription: str
    trace: str | None = None
    attempts: int = 0
    function_failures: int = 0
    running_seconds: float = 0.0
    first_failure: Failed | None = None
    last_failure: Failed | None = None
    redriven: bool = False  # passes by the dedup check
    replayed: bool = False
    private: Any = None  # the bus's own


class Subscribed(msgspec.Struct, frozen=True):
    """A subscription as the bus sees it.  *definition* is kept with the cursor, for `removed` ones."""

    name: str
    definition: str = ""
    start: Literal["now", "earliest"] | float = "now"  # unix seconds; only when the subscription is new
    was: str | None = None
    backlog_bytes: int | None = None
    on_full: Literal["hold", "dead_letter"] = "hold"
    dedup_window_seconds: float | None = None
    retry_max_seconds: float = 600.0  # due times are brought down to now + this at start (SEMANTICS 9)


class ReaderState(msgspec.Struct, frozen=True):
    """What a subscription holds: events not yet settled, their age and size, and how many wait for a retry."""

    lag_events: int
    oldest_accepted_at: float | None
    held_bytes: int
    waiting: int
    handed_out: int
    caught_up: bool
    parked: int = 0
    dead_letters: int = 0
    holding: bool = False


class Features(msgspec.Struct, frozen=True):
    """What differs between buses: declared, tested, shown in `mesh status`."""

    atomic: bool  # a batch is stored whole or not at all
    ordered: bool  # positions are handed out in order
    durability: str  # "fsync" or "replicated"


class BusStatus(msgspec.Struct, frozen=True):
    """How full and how fast the bus is.  Sizes in bytes, times in seconds; *full* names why appends are refused."""

    live_bytes: int
    limit_bytes: int
    free_bytes: int
    head: int
    events_appended: int
    commits: int
    writer_seconds: float  # since the writer last finished a commit, while one is due; 0.0 when idle
    full: str | None = None
    notes: tuple[str, ...] = ()  # rot found, log rebuilt, WAL copies kept: for /healthz


class Reader(Protocol):
    """The events of one subscription.  Single consumer; every method is called on the loop."""

    name: str
    ready: Callable[[], None]  # set by the consumer; called, on the loop, when there is something to take

    def take(self, limit: int) -> list[Delivery]:
        """Return at most *limit* deliveries, oldest first; never waits."""

    def settle(
        self, delivery: Delivery, reply: Record | None = None, key: str | None = None
    ) -> "Future[None] | None":
        """Mark *delivery* as done, in one commit with its *reply* and dedup *key*; out of order is normal.

        With a reply, a future: it fails with Overloaded when the bus cannot take the reply now; then nothing
        is settled, and the caller calls again.
        """

    def retry(self, delivery: Delivery, delay: float, failure: Failed, counts: bool) -> None:
        """Keep *delivery* durably and give it again in *delay* seconds; *counts*: an attempt is used up."""

    def dead_letter(self, delivery: Delivery, failure: Failed) -> None:
        """Move *delivery* to the dead letters, durably, in one commit with its settle."""

    def park(self, delivery: Delivery, key: str) -> None:
        """Keep *delivery* behind another event of *key*; `unpark` gives it again."""

    def unpark(self, key: str) -> None:
        """Give the oldest parked delivery of *key* again."""

    def release(self, delivery: Delivery) -> None:
        """Give *delivery* again as if it had not been taken: pause, breaker, shutdown."""

    def extend(self, delivery: Delivery) -> None:
        """Keep *delivery* alive while an attempt runs long; nothing to do where the engine has no leases."""

    def duplicate(self, key: str, delivery: Delivery) -> bool:
        """Whether *key* was recorded by a settle of another position within the dedup window."""

    def state(self) -> ReaderState:
        """Return what the subscription holds; cheap."""

    async def close(self) -> None:
        """Make all settles durable and stop: a successor may open the same cursor.  Taken deliveries are released."""


class DeadLetter(msgspec.Struct, frozen=True):
    """An event that could not be delivered to one subscription."""

    id: int
    subscription: str
    position: int
    event: Event
    accepted_at: float
    died_at: float
    reason: str  # Failed.kind of the last failure
    attempts: int
    first_failure: Failed | None
    last_failure: Failed | None
    state: Literal["dead", "redriving"] = "dead"


class Quarantined(msgspec.Struct, frozen=True):
    """Bytes that are no event."""

    id: int
    source: str
    reason: str
    at: float
    origin: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    key: bytes | None = None


class DeadLetters(Protocol):
    """The dead-letter store."""

    async def list(
        self, *, subscription: str | None = None, reason: str | None = None, after: int = 0, limit: int = 100
    ) -> list[DeadLetter]:
        """Return dead letters by rising id."""

    async def get(self, id: int) -> DeadLetter | None:  # noqa: A002 - the column's name
        """Return one dead letter, or None."""

    async def counts(self) -> dict[str, int]:
        """Return how many dead letters each subscription has."""


class QuarantineStore(Protocol):
    """The quarantine."""

    async def list(self, *, source: str | None = None, after: int = 0, limit: int = 100) -> list[Quarantined]:
        """Return quarantined messages by rising id."""

    async def get(self, id: int) -> Quarantined | None:  # noqa: A002 - the column's name
        """Return one quarantined message, or None."""


class Archive(Protocol):
    """The log, read by position: for explain, replay and tests."""

    def read(self, start: int, end: int | None = None) -> AsyncIterator[tuple[int, Record]]:
        """Yield positions and records from *start* up to *end* (or the head at the call), in order."""


class Bus(Protocol):
    """The store between sources and sinks."""

    features: Features
    dead_letters: DeadLetters
    quarantined: QuarantineStore
    archive: Archive

    def append(self, records: Sequence[Record]) -> "Future[None]":
        """Store *records*, all or none; the future is done when they are durable.

        Fails with Overloaded (disk, limit, or the memory bound of what is not yet committed) or BusDown.
        The future may be shared by several callers: never cancel it.
        """

    def quarantine(
        self, source: str, reason: str, body: bytes, *, headers: Sequence[tuple[str, str]] = (),
        key: bytes | None = None, origin: str = "",
    ) -> "Future[None]":  # fmt: skip
        """Keep bytes that are no event; the future is done when they are durable."""

    async def open(self, subscriptions: Sequence[Subscribed], route: Route) -> dict[str, Reader]:
        """Open a durable cursor for each of *subscriptions* and route by *route* from now on.

        Durable when it returns.  May be called again with a new list: readers that are still open are kept and
        returned as they are, closed or new ones are opened from their cursor, names that are gone become
        `removed` and are kept for the time the bus was told.
        """

    async def get_state(self, owner: str, key: str) -> tuple[bytes, int] | None:
        """Return a connector's state and its version, or None."""

    async def put_state(self, owner: str, key: str, value: bytes, version: int) -> bool:
        """Compare-and-set a connector's state; durable when it returns True."""

    def holding(self, event: Event) -> str | None:
        """Return the name of a subscription that is full, holds, and matches *event*; None while none holds."""

    def status(self) -> BusStatus:
        """Return how full and how fast the bus is; cheap."""

    async def close(self) -> None:
        """Flush cursors, mark a clean end, release the data directory."""

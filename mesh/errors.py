"""Every exception of the mesh.

MeshError
├── InvalidEvent            an event that breaks the CloudEvents specification, or a limit
├── MalformedMessage        bytes of a source that cannot become an event: quarantine
├── ConfigError             the file is wrong; carries every problem found
├── BusError
│   ├── Overloaded          the bus is full or at its bounds: come again after `retry_after` seconds
│   └── BusDown             the bus cannot store anything: nothing was accepted
├── HttpError               of the HTTP client
│   ├── NotSent             the request never left: refused, DNS, TLS, no free connection in time
│   ├── NoAnswer            sent, but no (whole) answer came: the target may have acted
│   └── AddressRefused      the address policy forbids this target
└── Failure                 what a sink raises; see each class for what the mesh does
    ├── Unavailable  Throttled  FunctionFailed
    └── Refused  Misconfigured  Unknown
"""

from typing import ClassVar

MAX_DETAIL = 1024


class MeshError(Exception):
    """Root of all exceptions of the mesh."""


class InvalidEvent(MeshError):
    """An event breaks the specification or a limit; *attribute* names the culprit when there is one."""

    def __init__(self, reason: str, attribute: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.attribute = attribute


class MalformedMessage(MeshError):
    """A message of a source cannot become an event; its bytes belong in quarantine."""


class ConfigError(MeshError):
    """The file is wrong.  `problems` holds one text per mistake, `file:line:column: key.path: what ...`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class BusError(MeshError):
    """The bus refused or failed."""


class Overloaded(BusError):
    """The bus is full or at its bounds; nothing was stored.  Come again after *retry_after* seconds."""

    def __init__(self, reason: str, retry_after: float = 1.0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class BusDown(BusError):
    """The bus cannot store anything any more; the process is about to end."""


class HttpError(MeshError):
    """The HTTP client got no usable answer."""


class NotSent(HttpError):
    """The request never reached the target, so the target did not act."""


class NoAnswer(HttpError):
    """The request was sent, but no whole answer came back; the target may have acted."""


class AddressRefused(NotSent):
    """The address policy forbids this target (link-local, metadata, our own door, or the file's egress policy)."""


class Failure(MeshError):
    """A delivery failed.  The subclass says what the mesh does about it.

    *code* is stable and dotted, such as `lambda.function_error`; *status* is the HTTP or provider status;
    *detail* is at most 1 KiB of the answer, without secrets; *retry_after* is in seconds.
    """

    kind: ClassVar[str] = "failure"

    def __init__(
        self,
        reason: str,
        *,
        code: str = "",
        status: int | None = None,
        detail: str = "",
        retry_after: float | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code or self.kind
        self.status = status
        self.detail = detail[:MAX_DETAIL]
        self.retry_after = retry_after
        self.request_id = request_id


class Unavailable(Failure):
    """The target could not be reached or failed for now: retry with back-off; counts for the breaker."""

    kind = "unavailable"


class Throttled(Failure):
    """The target is busy: wait as told, lower the concurrency; no attempt is used up."""

    kind = "throttled"


class FunctionFailed(Failure):
    """The function itself failed: retry after `retry.function_delays`, then dead-letter."""

    kind = "function_failed"


class Refused(Failure):
    """This event can never succeed there: dead-letter now."""

    kind = "refused"


class Misconfigured(Failure):
    """The target or our credentials are wrong: pause the subscription, keep its events, probe."""

    kind = "misconfigured"


class Unknown(Failure):
    """Sent, but no answer: retry, or dead-letter when `retry.on_unknown` says so."""

    kind = "unknown"


FAILURES: dict[str, type[Failure]] = {
    cls.kind: cls for cls in (Unavailable, Throttled, FunctionFailed, Refused, Misconfigured, Unknown)
}

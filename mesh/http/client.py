"""The HTTP client of all sinks: keep-alive pools, absolute deadlines, one attempt, no redirects."""

from mesh.http.messages import Answer, Request
from mesh.settings import ClientTls


class Client:
    """Sends requests.  One per process; a pool per origin and TLS settings."""

    async def send(
        self, request: Request, deadline: float, tls: ClientTls | None = None, max_answer_bytes: int = 65536
    ) -> Answer:
        """Send *request* once and return the answer, whatever its status.

        *deadline* is time.monotonic() seconds and covers connect, TLS, sending and the whole answer.
        Raises NotSent (AddressRefused), when the target cannot have acted, or NoAnswer, when it may have.
        """
        raise NotImplementedError

"""Typed values of the file that connectors share: durations, sizes, rates, secrets, TLS, authentication.

Every model is closed (an unknown key is an error) and frozen.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_DURATION_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SIZE = re.compile(r"(\d+)(B|KiB|MiB|GiB|TiB)?")
_SIZE_UNITS = {None: 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40}
MAX_DURATION_SECONDS = 366 * 86400.0


def parse_duration(value: Any) -> Any:
    """Return the seconds of `250ms 30s 5m 24h 7d`; more than zero, at most 366 days."""
    if not isinstance(value, str) or not (match := _DURATION.fullmatch(value)):
        raise ValueError(f"{value!r} is not a duration; expected a number and a unit, such as 250ms, 30s, 5m, 24h or 7d")
    seconds = float(match[1]) * _DURATION_UNITS[match[2]]
    if not 0 < seconds <= MAX_DURATION_SECONDS:
        raise ValueError(f"{value!r} is out of range; expected more than 0 and at most 366d")
    return seconds


def parse_size(value: Any) -> Any:
    """Return the bytes of `64KiB 1MiB 10GiB`, or of a plain number."""
    if isinstance(value, bool) or not (match := _SIZE.fullmatch(str(value))):
        raise ValueError(f"{value!r} is not a size; expected a number and a unit, such as 64KiB, 1MiB or 10GiB")
    return int(match[1]) * _SIZE_UNITS[match[2]]


def parse_rate(value: Any) -> Any:
    """Return the events per second of `100/s`."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)/(s|m|h)", value) if isinstance(value, str) else None
    if not match or not float(match[1]):
        raise ValueError(f"{value!r} is not a rate; expected a number and a unit, such as 100/s")
    return float(match[1]) / _DURATION_UNITS[match[2]]


def parse_share(value: Any) -> Any:
    """Return the fraction of `50%`."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)%", value) if isinstance(value, str) else None
    if not match or not 0 < float(match[1]) <= 100:
        raise ValueError(f"{value!r} is not a share; expected a percentage, such as 50%")
    return float(match[1]) / 100


Duration = Annotated[float, BeforeValidator(parse_duration)]
Size = Annotated[int, BeforeValidator(parse_size)]
Rate = Annotated[float, BeforeValidator(parse_rate)]
Share = Annotated[float, BeforeValidator(parse_share)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?$")]


class Secret:
    """A secret of the file: written plainly, `{env: NAME}`, `{file: path}`, or a list of two during rotation.

    It prints as `***` everywhere.  A file is read again when it changes.
    """

    MAX_BYTES = 65536

    def __init__(self, sources: list[str | Mapping[str, str]]) -> None:
        self._sources = sources
        self._files: dict[str, tuple[int, str]] = {}

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Return a Secret of a value of the file.  Raises ValueError; never prints the value."""
        parts = value if isinstance(value, list) else [value]
        if not 1 <= len(parts) <= 2:
            raise ValueError("expected one secret, or a list of two during rotation")
        for part in parts:
            if isinstance(part, str) and part:
                continue
            if isinstance(part, Mapping) and len(part) == 1 and (set(part) <= {"env", "file"}):
                continue
            raise ValueError("expected text, {env: NAME} or {file: path}")
        secret = cls(parts)
        secret.values()
        return secret

    @property
    def plain(self) -> bool:
        """Whether the secret itself stands in the file."""
        return any(isinstance(source, str) for source in self._sources)

    def reveal(self) -> str:
        """Return the current secret (of two, the new one)."""
        return self.values()[0]

    def values(self) -> list[str]:
        """Return every accepted value, the new one first.  Raises ValueError when a reference cannot be read."""
        return [self._read(source) for source in self._sources]

    def _read(self, source: str | Mapping[str, str]) -> str:
        if isinstance(source, str):
            return source
        if name := source.get("env"):
            value = os.environ.get(name)
            if not value:
                raise ValueError(f"the environment variable {name} is not set")
            return value
        return self._read_file(source["file"])

    def _read_file(self, name: str) -> str:
        path = Path(name)
        try:
            stat = path.stat()
            if (cached := self._files.get(name)) and cached[0] == stat.st_mtime_ns:
                return cached[1]
            if not path.is_file():
                raise ValueError(f"{name} is not a regular file")
            if stat.st_size > self.MAX_BYTES:
                raise ValueError(f"{name} is larger than 64 KiB")
            text = path.read_text().strip("\r\n")
        except OSError as error:
            raise ValueError(f"cannot read {name}: {error.strerror}") from error
        self._files[name] = (stat.st_mtime_ns, text)
        return text

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.plain_serializer_function_ser_schema(lambda _: "***")
        )


class Settings(BaseModel):
    """A block of the file: closed and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class FileReference(Settings):
    """`{file: path}` where the content is not a secret: a certificate, a CA bundle."""

    file: str


class ClientTls(Settings):
    """TLS towards a target."""

    ca: FileReference | None = None
    certificate: FileReference | None = None
    key: FileReference | None = None
    verify: bool = True


class Breaker(Settings):
    """When to stop calling a target that fails."""

    failures: Share = 0.5
    of: int = Field(default=20, ge=1, le=1000)
    within: Duration = 30.0
    open: Duration = 30.0


class SinkAuth(Settings):
    """How the mesh proves itself to a target."""

    type: Literal["token", "basic", "api_key", "oauth2", "hmac", "mtls", "oidc_token_file", "none"]
    token: Secret | None = None
    username: str | None = None
    password: Secret | None = None
    header: str | None = None
    secret: Secret | None = None
    file: str | None = None


class ConnectionConfig(Settings):
    """A connection: where an account is and how to log in.  Which keys count depends on `type`."""

    name: Name
    type: str
    region: str | None = None
    role: str | None = None
    external_id: str | None = None
    session_name: str | None = None
    profile: str | None = None
    endpoint: str | None = None


class ConnectorConfig(Settings):
    """Keys that every source and sink has."""

    name: Name
    type: str
    connection: str | None = None
    enabled: bool = True
    owner: str | None = None
    share: tuple[str, ...] = ()


class SourceConfig(ConnectorConfig):
    """Keys that every source has."""

    strict: bool = False
    body: Literal["envelope", "payload"] = "envelope"
    in_flight: int = Field(default=1000, ge=1, le=100_000)
    attributes: dict[str, str | int | bool] = {}


class SinkConfig(ConnectorConfig):
    """Keys that every sink has."""

    timeout: Duration = 20.0
    concurrency: int = Field(default=64, ge=1, le=10_000)
    rate: Rate | None = None
    breaker: Breaker = Breaker()
    idempotent: bool = False
    payload: Literal["cloudevent", "data", "s3", "sqs", "template"] = "cloudevent"
    mode: Literal["binary", "structured"] = "binary"
    headers: dict[str, str] = {}
    tls: ClientTls | None = None
    auth: SinkAuth | None = None
    token: Secret | None = None
    max_bytes: Size | None = None
    dead_letter: str | None = None
    outcomes: dict[str, str] = {}

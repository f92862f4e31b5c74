"""The event: CloudEvents 1.0 attributes and the data bytes exactly as they came.

Source of the rules: CloudEvents specification 1.0.2, spec.md and formats/json-format.md.
"""

from collections.abc import Mapping
from typing import Any, Self

import msgspec

Value = str | int | bool


class Event(msgspec.Struct, frozen=True, gc=False):
    """One CloudEvent.  `attributes` holds specversion, id, source, type and whatever else came; never mutate it.

    `data` is the bytes that came: JSON text when datacontenttype is JSON (or absent), anything else otherwise;
    None when the event has no data, which is not the same as the JSON text `null`.
    """

    attributes: dict[str, Value]
    data: bytes | None = None

    @property
    def id(self) -> str:
        """The `id` attribute; together with `source` it names the event."""
        return self.attributes["id"]  # type: ignore[return-value]

    @property
    def source(self) -> str:
        """The `source` attribute, a URI-reference."""
        return self.attributes["source"]  # type: ignore[return-value]

    @property
    def type(self) -> str:
        """The `type` attribute."""
        return self.attributes["type"]  # type: ignore[return-value]

    @property
    def subject(self) -> str | None:
        """The `subject` attribute, or None."""
        return self.attributes.get("subject")  # type: ignore[return-value]

    @property
    def time(self) -> str | None:
        """The `time` attribute as the text that came (a datetime would lose digits), or None."""
        return self.attributes.get("time")  # type: ignore[return-value]

    @property
    def datacontenttype(self) -> str | None:
        """The `datacontenttype` attribute, or None."""
        return self.attributes.get("datacontenttype")  # type: ignore[return-value]

    def with_attributes(self, changes: Mapping[str, Value | None]) -> Self:
        """Return a copy with *changes* applied; None removes an attribute."""
        merged = {**self.attributes, **changes}
        return type(self)({k: v for k, v in merged.items() if v is not None}, self.data)

    @classmethod
    def create(
        cls,
        *,
        id: str,  # noqa: A002 - the attribute's name
        source: str,
        type: str,  # noqa: A002 - the attribute's name
        data: bytes | None = None,
        **attributes: Any,
    ) -> Self:
        """Return a validated event; None among *attributes* means unset.  Raises InvalidEvent."""
        raise NotImplementedError

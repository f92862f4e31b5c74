"""Sink connectors: what calls a function or a service with an event."""

"""Clients of services that several connectors share."""

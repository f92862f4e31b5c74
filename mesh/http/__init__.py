"""HTTP, without knowledge of events: a server, a client, TLS, and authentication."""

"""Source connectors: what turns the messages of a service into events."""

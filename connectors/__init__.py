"""The connectors that ship with crossmesh: one file for each source and each sink."""

"""crossmesh: an event mesh that bridges cloud event sources to functions."""

__version__ = "0.1.0"

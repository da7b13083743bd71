"""Classes for hosts, made out of a bundle's facts: for pydantic, for msgspec. Nothing here is loaded before it is asked for."""

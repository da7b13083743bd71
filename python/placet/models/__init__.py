"""Classes for hosts, made out of a bundle's facts, for pydantic and for msgspec; loaded only when one is asked for."""

"""Models for hosts, made out of a bundle's facts; loaded only when one is asked for."""

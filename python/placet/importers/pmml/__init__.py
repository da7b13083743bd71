"""PMML Scorecards, 4.1 to 4.4: read into a bundle, and written from one.

xml: the reader · fields: what may be missing or invalid · predicates, expressions: PMML to truth values and FEEL ·
attributes: first attribute that is true, as bins · card: the model · export: the way back
"""

from placet.importers.pmml.card import from_pmml

__all__ = ["from_pmml"]

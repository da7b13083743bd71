"""Scorecards as a credit committee reads them: characteristic, bin, points, and what the bins did on data.

read: the cards of a bundle · measure: counts, bad rates, weight of evidence · excel, html: files for people
"""

from placet.cards.measure import Measured, measure
from placet.cards.read import CardTable, cards_of

__all__ = ["CardTable", "Measured", "cards_of", "measure"]

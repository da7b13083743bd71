"""Scorecards of other libraries and formats, read into the native form that authors edit."""

"""`python -m placet.cli`."""

from placet.cli import main

main()

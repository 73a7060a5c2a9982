"""`python -m bot` is the same as `familienlotse`."""

from bot.cli import main

main()

"""What can go wrong in the bench."""

from vault.errors import Usage


class UnknownBench(Usage):
    """There is no row of that name. Facts: name, known."""

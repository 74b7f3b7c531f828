"""Why a list cannot be exported; sentences live in the translations."""

from vault.errors import Refused, Usage


class UnknownProfile(Usage):
    """Facts: profile."""


class BadProfile(Usage):
    """An export profile that cannot be read or kept. Facts: field."""


class UnknownFormat(Usage):
    """A file format that is not written here. Facts: format."""


class ReasonRequired(Refused):
    """Values leave unmasked only with a reason."""


class TooManyRows(Refused):
    """More rows than a sheet holds. Facts: most."""


class MaskingFailed(Refused):
    """The finished file held a whole address or number after all; it was thrown away. Facts: n."""

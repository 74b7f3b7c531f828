"""Whether the view was clear or masked when something was shown last: what was seen must not flash up in the other.

GUI thread only.
"""

from ui.bridge import Bridge


class Clarity:
    """Remembers the state of the masked view for one screen."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge, self._masked = bridge, False

    def has_changed(self) -> bool:
        """Whether the view is another one than at the last question."""
        session = self._bridge.session
        before, self._masked = self._masked, session is not None and session.masked
        return before is not self._masked

"""How Satchel looks, moves and speaks: the only package that imports PySide6. GUI thread only, but for the bridge."""

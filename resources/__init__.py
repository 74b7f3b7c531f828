"""What Satchel is drawn and worded with: icons, fonts, translations, licences."""

from pathlib import Path


def path(name: str) -> Path:
    """The file or folder `name` (slash-separated, relative) inside the resources."""
    return Path(__file__).parent.joinpath(*name.split("/"))

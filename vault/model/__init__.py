"""The nouns, one file each, each declared once; everything else is derived from these declarations."""

"""Plausible invented customers, the same for the same seed: names, companies, places, texts."""

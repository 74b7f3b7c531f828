"""The benchmarks of speed.md through our own doors, as ratios against the same library without a key."""

"""How fast the platform is, measured as ratios within one run; see docs/benchmarks.md."""

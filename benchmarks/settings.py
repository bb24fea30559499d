"""The settings of the platform, with one bare page more to compare with."""

from tuoyu.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare"

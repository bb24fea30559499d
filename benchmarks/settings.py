"""The settings of the platform, with one bare page more to compare with."""

from tuoyu.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare"

# Pages name their assets without the manifest that a collected build has.
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}

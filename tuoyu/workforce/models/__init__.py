"""One person, one record for life: what they hold, where they work, what was asked."""

from tuoyu.workforce.models.person import BackgroundCheck, Credential, Employment, Person

__all__ = ["BackgroundCheck", "Credential", "Employment", "Person"]

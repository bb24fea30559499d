"""The deeds of org: people, places, notices, support."""

from tuoyu.org.services.notices import deliver, mark_all_read, mark_read, notify

__all__ = ["deliver", "mark_all_read", "mark_read", "notify"]

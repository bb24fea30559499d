"""A person's own notices."""

from django.db.models import QuerySet

from tuoyu.org.models import Notice, User


def notices_of(user: User) -> QuerySet[Notice]:
    """All of them, newest first."""
    return Notice.objects.filter(to=user).order_by("-sent_at", "-pk")


def unread_count(user: User) -> int:
    return Notice.objects.filter(to=user, read_at__isnull=True).count()

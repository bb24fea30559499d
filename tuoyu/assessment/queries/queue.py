"""What waits or runs in the queue of this room."""

from procrastinate.contrib.django.models import ProcrastinateJob

SWEEP_NOW = "assessment.sweep_now"
UNDER_WAY = ("todo", "doing")


def sweep_is_under_way() -> bool:
    """Whether somebody's sweep is waiting or running."""
    jobs = ProcrastinateJob.objects.filter(task_name=SWEEP_NOW, status__in=UNDER_WAY)
    return bool(jobs.exists())

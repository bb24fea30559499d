"""Who may do what: the matrix page, made from the words on the doors."""

from django.utils.module_loading import autodiscover_modules

from tuoyu.core.guard import ACTIONS, Action
from tuoyu.org.permissions import Role

HEAD = """# Permissions

Made by `tuoyu permissions` from each room's `permissions.py`; do not edit.
A role counts within the reach of its unit: an authority reaches its region and below,
an institution itself. What stands open to everyone is marked `@public` on the door.

"""


def matrix_page() -> str:
    """Roles across, actions down, room by room."""
    autodiscover_modules("permissions")
    roles = list(Role)
    head = f"| 事项 | {' | '.join(role.label for role in roles)} |\n"
    rule = f"|---|{':-:|' * len(roles)}\n"
    rows = "".join(_row(ACTIONS[word], roles) for word in sorted(ACTIONS))
    return HEAD + head + rule + rows


def _row(action: Action, roles: list[Role]) -> str:
    marks = " | ".join("●" if role in action.roles else "" for role in roles)
    return f"| {action.label}<br>`{action.word}` | {marks} |\n"

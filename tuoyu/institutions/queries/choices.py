"""What the toolbars of the register offer to choose from."""

from typing import Any

from django.db.models import Q

from tuoyu.core.guard import Action
from tuoyu.institutions.models import Profile, Standing
from tuoyu.institutions.queries.register import Wanted
from tuoyu.org.models import Region, User

Choices = list[tuple[str, str]]


def selects_of(wanted: Wanted, user: User, action: Action) -> list[dict[str, Any]]:
    """The pull-downs of the list; townships appear once a county is chosen."""
    counties = counties_of(user, action)
    county = wanted.county or (counties[0][0] if len(counties) == 1 else "")
    townships = Region.objects.current().filter(parent__code=county) if county else ()
    found = [
        _select("county", "县（市、区）", wanted.county, counties),
        _select(
            "township", "乡镇（街道）", wanted.township, [(t.code, t.name) for t in townships]
        ),
        _select("form", "办托形式", wanted.form, list(Profile.Form.choices)),
        {
            "name": "status",
            "label": "状态",
            "value": wanted.status,
            "options": [("", "在册"), *Standing.Status.choices, ("all", "全部状态")],
        },
        _select(
            "inclusive",
            "普惠",
            wanted.inclusive,
            [("yes", "普惠"), ("no", "非普惠"), ("unknown", "待查明")],
        ),
        _select(
            "places",
            "托位",
            wanted.places,
            [
                ("1", "5 个以内"),
                ("2", "6–50 个"),
                ("3", "51–150 个"),
                ("4", "150 个以上"),
                ("unknown", "待查明"),
            ],
        ),
        _select(
            "more", "其他", wanted.more, [("points", "有待核实"), ("demonstration", "示范机构")]
        ),
    ]
    return [select for select in found if len(select["options"]) > 1]


def _select(name: str, label: str, value: str, choices: Choices) -> dict[str, Any]:
    options = [("", f"{label}：全部"), *choices] if choices else []
    return {"name": name, "label": label, "value": value, "options": options}


def counties_of(user: User, action: Action) -> Choices:
    """The counties a person's grants reach for an action."""
    paths = [grant.region_path for grant in user.grants_for(action)]
    reach = Q(pk__in=[])
    for path in paths:
        reach |= Q(path__startswith=path)
    rows = Region.objects.counties().current().filter(reach)
    return [(row.code, row.name) for row in rows]

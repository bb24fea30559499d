"""Invented values for `/ui/`: every part in every state, so that a change of style shows."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

COUNTIES = [
    "新华区",
    "卫东区",
    "石龙区",
    "湛河区",
    "宝丰县",
    "叶县",
    "鲁山县",
    "郏县",
    "舞钢市",
    "汝州市",
    "高新区",
    "示范区",
]
CODES = [
    "410402",
    "410403",
    "410404",
    "410411",
    "410421",
    "410422",
    "410423",
    "410425",
    "410481",
    "410482",
]
PLACES = [4.61, 4.52, 3.83, 4.10, 3.32, 2.31, 1.98, 2.87, 3.95, 2.95]
STEPS_FROM = [2.0, 3.0, 3.8, 4.5]
DAY = date(2026, 11, 24)


class SampleForm(forms.Form):
    """A form as an institution fills it, with each kind of field."""

    code = forms.CharField(label="统一社会信用代码", max_length=18)
    lease_ends_on = forms.DateField(
        label="租期到期日", widget=forms.DateInput({"type": "date"})
    )
    area = forms.DecimalField(
        label="建筑面积", help_text="按房产证或测绘报告填", required=False
    )
    nature = forms.ChoiceField(
        label="机构性质",
        choices=[("profit", "营利性"), ("non_profit", "非营利性")],
        widget=forms.RadioSelect,
    )
    county = forms.ChoiceField(label="所在县（市、区）", choices=[(n, n) for n in COUNTIES])
    remark = forms.CharField(label="说明", widget=forms.Textarea, required=False)
    meals = forms.BooleanField(label="提供餐饮", required=False)

    def clean_code(self) -> str:
        raise forms.ValidationError("最后一位是字母 O，可能应为数字 0")

    def clean_lease_ends_on(self) -> date:
        raise forms.ValidationError("从 2026-11-01 起算，须到 2029-10-31 以后")


def refused_form() -> SampleForm:
    """The form above, sent with two mistakes."""
    lease = SampleForm.base_fields["lease_ends_on"]
    lease.clause = "《托育机构设置标准（试行）》第十一条：租期不少于 3 年"  # type: ignore[attr-defined]
    SampleForm.base_fields["area"].unit = "m²"  # type: ignore[attr-defined]
    typed = {
        "code": "91410402SHILI0058O",
        "lease_ends_on": "2029-02-28",
        "area": "562",
        "nature": "profit",
        "county": "新华区",
        "meals": "on",
    }
    return SampleForm(typed)


def step(value: float) -> int:
    """Which of the five shades a value takes."""
    return 1 + sum(value >= edge for edge in STEPS_FROM)


def map_picture() -> dict[str, Any]:
    """What <map-panel> draws: ten counties by places per thousand, three invented places."""
    names = zip(CODES, COUNTIES, PLACES, strict=False)
    return {
        "values": {
            code: {
                "value": f"{value:.2f}",
                "step": step(value),
                "label": f"{name} {value:.2f} 个",
            }
            for code, name, value in names
        },
        "points": [
            {
                "lng": 113.30,
                "lat": 33.74,
                "name": "示例小蜗牛托育园",
                "note": "托位 50 个",
                "url": "#a",
            },
            {
                "lng": 113.31,
                "lat": 33.745,
                "name": "示例阳光里托育园",
                "note": "托位 60 个",
                "url": "#b",
            },
            {
                "lng": 112.9,
                "lat": 33.75,
                "name": "示例青草地托育园",
                "note": "还有空位",
                "hot": True,
            },
        ],
    }


def chart_option() -> dict[str, Any]:
    """A whole ECharts option, as the server of a real chart sends it."""
    mark = {
        "symbol": "none",
        "data": [{"xAxis": 4.5}],
        "label": {"formatter": "参考 4.5", "position": "start"},
    }
    return {
        "grid": {"left": 64, "right": 40, "top": 28, "bottom": 40},
        "xAxis": {"type": "value", "max": 5},
        "yAxis": {"type": "category", "inverse": True, "data": COUNTIES[:10]},
        "series": [
            {
                "type": "bar",
                "name": "每千人口托位",
                "data": PLACES,
                "barMaxWidth": 14,
                "label": {"show": True, "position": "right"},
                "markLine": mark,
            }
        ],
    }


def _cells(kept: int, broken: int) -> list[dict[str, Any]]:
    states = ["kept"] * kept + ["broken"] * broken + ["unknown"] * (12 - kept - broken)
    return [{"name": n, "state": s, "url": "#"} for n, s in zip(COUNTIES, states, strict=True)]


def _verdicts() -> list[dict[str, Any]]:
    standard = "《托育机构设置标准（试行）》"
    return [
        {
            "verdict": "broken",
            "number": 1,
            "title": "托小班一班保育人员不足",
            "clause": f"{standard}第二十条",
            "level": "强制",
            "evidence": ["幼儿 15", "保育人员 2", "1 : 7.5"],
            "gap": "差 1 名",
            "gap_note": "托小班不低于 1 : 5",
            "remedy": "增配 1 名，或这个班减到 10 人以内",
        },
        {
            "verdict": "unknown",
            "number": 2,
            "title": "消防合格证明的场所与地址对不上",
            "missing": "证上写“46 号 1 层”，备案书为 1–2 层。请看 M5 后定",
        },
        {
            "verdict": "kept",
            "title": "场地租期满 3 年",
            "clause": f"{standard}第十一条",
            "evidence": ["租期 40 个月"],
        },
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything the page needs, for a reader without any right."""
    return {
        "nav": _nav(),
        "workplace": "部件样板",
        "search_url": request.path,
        "bell_url": "#",
        "bell_count": 3,
        "form": refused_form(),
        "fresh": SampleForm(),
        "verdicts": _verdicts(),
        "promises": _promises(),
        "page": Paginator(range(312), 30).page(1),
        "chart_headers": ["县（市、区）", "每千人口托位"],
        "chart_rows": list(zip(COUNTIES, PLACES, strict=False)),
        "legend": _legend(),
        **_lists(),
    }


def _nav() -> list[dict[str, Any]]:
    first = [
        {"label": "待办", "url": "#", "icon": "inbox", "count": 27, "hot": True, "on": True},
        {"label": "日历", "url": "#", "icon": "calendar"},
    ]
    rest = [
        {"label": "机构名册", "url": "#", "icon": "building-community", "count": 38},
        {"label": "备案", "url": "#", "icon": "file-certificate", "count": 12},
        {"label": "检查与整改", "url": "#", "icon": "clipboard-check", "count": 6},
    ]
    return [{"items": first}, {"title": "监管", "items": rest}]


def _promises() -> list[dict[str, Any]]:
    return [
        {
            "label": "示范机构，每县 1–2 家",
            "state": "kept",
            "summary": "12 / 12 达到",
            "cells": _cells(12, 0),
        },
        {
            "label": "公办民营或民办公助，每县 1–2 家",
            "state": "broken",
            "summary": "9 / 12",
            "cells": _cells(9, 2),
        },
    ]


def _legend() -> list[dict[str, Any]]:
    words = ["< 2.0", "2.0–2.9", "3.0–3.7", "3.8–4.4", "≥ 4.5", "无数据"]
    return [{"step": n % 6, "label": word} for n, word in enumerate(words, start=1)]


def _lists() -> dict[str, Any]:
    return {
        "tabs": [
            {"label": "全部", "url": "#", "count": 27, "on": True},
            {"label": "备案", "url": "#", "count": 12},
            {"label": "整改复查", "url": "#", "count": 6},
        ],
        "pills": [
            {"label": "全部乡镇街道", "url": "#", "icon": "map-pin"},
            {"label": "我的和待认领的", "url": "#", "icon": "user", "on": True, "count": 9},
        ],
        "selects": [
            {
                "name": "county",
                "label": "区县",
                "value": "",
                "options": [("", "全市"), *((n, n) for n in COUNTIES)],
            },
            {
                "name": "kind",
                "label": "事项",
                "value": "new",
                "options": [("", "全部事项"), ("new", "新备案")],
            },
        ],
        "days": [
            {"label": "已超期", "count": 1, "url": "#", "state": "late"},
            {"label": "今天 周二 24", "count": 2, "url": "#", "state": "now"},
            {"label": "周三 25", "count": 3, "url": "#"},
            {"label": "周四 26", "count": 1, "url": "#"},
            {"label": "周六日 28–29", "state": "off"},
            {"label": "以后", "count": 13, "url": "#"},
        ],
        "steps": [
            {"label": "提交", "state": "done", "note": "11-18"},
            {"label": "核对", "state": "now"},
            {"label": "回执", "state": "todo"},
            {"label": "现场", "state": "todo"},
            {"label": "公开", "state": "todo"},
        ],
        "items": [
            {"at": DAY, "title": "出具回执", "by": "林示例", "state": "kept", "url": "#"},
            {
                "at": "11-20 起",
                "title": "计时中止，等机构补正 2 处",
                "text": "租期、托小班一班保育人员",
                "state": "soon",
            },
            {"at": "2026-11-18 10:24", "title": "提交备案", "by": "赵示例"},
        ],
        "chips": [
            {"state": "kept", "label": "新增 9,812", "icon": "plus"},
            {"state": "doing", "label": "更新 3,655", "icon": "refresh"},
            {"state": "broken", "label": "退回 121"},
            {"state": "unknown", "label": "要确认 52"},
        ],
        "choices": [
            {"value": 1, "shown": "36.8 ℃", "by": "周示例", "at": "10:31", "on": True},
            {"value": 2, "shown": "37.1 ℃", "by": "吴示例", "at": "10:33"},
        ],
        "facts": [
            {"label": "提交", "value": "2026-11-18 周三 10:24"},
            {"label": "办件编号", "value": "SL-2026-0587", "url": "#"},
        ],
        "crumbs": [{"label": "方案进展", "url": "#"}, {"label": "平顶山市 2020-07-31"}],
        "parts_of_bar": [
            {"kind": "kept", "value": 58},
            {"kind": "broken", "value": 2},
            {"kind": "unknown", "value": 3},
        ],
        "effects": [
            "机构从公开名册移除，历史记录保留",
            "在托 18 名幼儿的监护人会收到通知",
            "回执即日失效，扫码显示“已注销”",
        ],
        "day": DAY,
    }


def portal_context() -> dict[str, Any]:
    """The public face, with an invented city day."""
    words = ["找托育", "育儿指导", "政策库", "方案进展", "公示", "投诉建议"]
    return {
        "portal_nav": [{"label": w, "url": "#", "on": w == "找托育"} for w in words],
        "portal_links": [
            {"label": "数字怎么算的", "url": "#"},
            {"label": "核验回执", "url": "#"},
        ],
        "quick": [
            {"label": "离我近", "url": "#", "icon": "map-pin"},
            {"label": "今天下午能去", "url": "#", "icon": "clock"},
            {"label": "普惠收费", "url": "#", "icon": "currency-yuan"},
            {"label": "收 6–12 个月", "url": "#", "icon": "baby-carriage"},
        ],
        "tasks": [
            {"label": "找托育", "note": "按路程、月龄、时间、价格", "icon": "home-heart"},
            {
                "label": "约临时托",
                "note": "今天 87 家还有空位",
                "icon": "clock-bolt",
                "tone": "warm",
            },
            {"label": "核验回执", "note": "扫码看真假与现状", "icon": "qrcode"},
            {
                "label": "投诉与建议",
                "note": "可匿名，凭码查进度",
                "icon": "message-exclamation",
            },
        ],
        "notices": _notices(),
        "promises": _promises(),
        "ages": [
            {"label": "0–3 个月", "note": "新生儿访视、睡姿与安全"},
            {"label": "4–6 个月", "note": "翻身、辅食前的准备"},
            {"label": "7–12 个月", "note": "手指食物、爬行空间"},
            {"label": "13–18 个月", "note": "走路、自己拿勺子"},
            {"label": "19–24 个月", "note": "说短句、学等一等"},
            {"label": "25–36 个月", "note": "如厕、和同伴一起玩"},
        ],
    }


def _notices() -> list[dict[str, str]]:
    rows = [
        ("kept", "新备案", "示例小禾苗托育园（新华区）完成备案，托位 60 个", "11-23"),
        (
            "broken",
            "不符合告知",
            "示例彩虹屋托育点（叶县）：室外活动场地无防护，告知改正",
            "11-20",
        ),
        ("kept", "整改完成", "示例青草地托育园（宝丰县）监控录像已满 90 天，复查通过", "11-19"),
        ("unknown", "注销", "示例大树下托育园（汝州市）停办，18 名幼儿已全部安置", "11-12"),
    ]
    return [{"state": s, "kind": k, "text": t, "day": d} for s, k, t, d in rows]


def family_context() -> dict[str, Any]:
    """The family face, with an invented child's morning."""
    return {
        "family_nav": [
            {"label": "今天", "url": "#", "icon": "sun", "on": True},
            {"label": "找托育", "url": "#", "icon": "home-search"},
            {"label": "成长", "url": "#", "icon": "chart-line"},
            {"label": "我的", "url": "#", "icon": "user"},
        ],
        "moments": [
            {"at": "08:02", "title": "入园，体温 36.5 ℃", "by": "周示例", "state": "kept"},
            {"at": "10:30", "title": "用药", "text": "等您确认", "state": "soon"},
            {"at": "12:00", "title": "午睡", "state": "todo"},
        ],
    }

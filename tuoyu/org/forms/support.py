"""Acting for somebody."""

from django import forms
from django.conf import settings


class SupportForm(forms.Form):
    reason = forms.CharField(
        label="事由", max_length=200, help_text="对方和审计管理员都看得到。"
    )
    minutes = forms.IntegerField(label="时长", initial=30, min_value=1)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        minutes = self.fields["minutes"]
        minutes.help_text = f"最长 {settings.SUPPORT_MINUTES} 分钟，到时自动结束。"
        minutes.unit = "分钟"  # type: ignore[attr-defined]

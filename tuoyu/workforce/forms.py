"""What is typed into the pages about people."""

from django import forms


class RevealForm(forms.Form):
    reason = forms.CharField(
        label="为什么要看", max_length=200, help_text="查看完整号码会留痕，本人和审计都能看到。"
    )

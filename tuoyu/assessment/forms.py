"""What is asked before a rehearsal."""

from django import forms

MOST_BYTES = 1_000_000


class DraftForm(forms.Form):
    """A draft book from outside."""

    file = forms.FileField(label="草案文件", help_text="一本 YAML 书，格式见“书怎么写”")

    def clean_file(self) -> str:
        """The text of the file; books are small."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("草案不超过 1 MB，这份太大，请确认选对了文件。")
        try:
            return str(file.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "这份文件不是 UTF-8 文本，请另存为 UTF-8 的 .yaml。"
            ) from None


class RehearseForm(forms.Form):
    """Which draft, and on which day's register."""

    draft = forms.CharField(label="草案")
    on = forms.DateField(label="按哪一天的名册")

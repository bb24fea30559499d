"""What is asked before a rehearsal."""

from typing import Any

from django import forms

from tuoyu.assessment.queries.drafts import checked_draft
from tuoyu.books import BookError, Problem

MOST_BYTES = 1_000_000
TYPED = "draft.yaml"


class DraftForm(forms.Form):
    """A draft book from outside: a file, or its text with the mistakes put right."""

    file = forms.FileField(
        label="草案文件",
        required=False,
        help_text="一本 YAML 书，不超过 1 MB；没写过的，点一份草案的“照它改一份”，改数字就行",
    )
    text = forms.CharField(
        label="或者把内容贴在这里",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"spellcheck": "false"}),
    )
    name = forms.CharField(required=False, widget=forms.HiddenInput)

    problems: tuple[Problem, ...] = ()

    def clean_file(self) -> Any:
        """The file if it is small enough to be a book."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError("草案不超过 1 MB，这份太大，请确认选对了文件。")
        return file

    def clean(self) -> dict[str, Any]:
        """The text, read as a book; every mistake is kept with its line."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        cleaned["text"] = self._text(cleaned)
        cleaned["name"] = self._name(cleaned)
        self._keep(cleaned)
        if self.errors:
            return cleaned
        if not cleaned["text"].strip():
            self.add_error("file", "请选一份草案文件，或者把内容贴进来。")
        else:
            self._read(cleaned["text"], cleaned["name"])
        return cleaned

    def _text(self, cleaned: dict[str, Any]) -> str:
        if not cleaned.get("file"):
            return str(cleaned.get("text", ""))
        try:
            return str(cleaned["file"].read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", "这份文件不是 UTF-8 文本，请另存为 UTF-8 的 .yaml。")
            return ""

    def _name(self, cleaned: dict[str, Any]) -> str:
        file = cleaned.get("file")
        return str(file.name if file else cleaned.get("name") or TYPED)[:120]

    def _keep(self, cleaned: dict[str, Any]) -> None:
        """What came in a file is shown for correction, so that no second upload is needed."""
        kept = {name: cleaned[name] for name in ("text", "name")}
        self.data = {**self.data, **kept}

    def _read(self, text: str, name: str) -> None:
        try:
            checked_draft(text, name)
        except BookError as error:
            self.problems = error.problems
            self.add_error("text", f"{len(error.problems)} 处要改，改好再上传。")

    def lines_at_fault(self) -> list[dict[str, Any]]:
        """Each mistake with the line it stands on, as the author wrote it."""
        lines = str(self.data.get("text", "")).splitlines()
        return [
            {
                "line": problem.line,
                "text": lines[problem.line - 1] if 0 < problem.line <= len(lines) else "",
                "message": problem.message,
            }
            for problem in self.problems
        ]


class RehearseForm(forms.Form):
    """Which draft, and on which day's register."""

    draft = forms.CharField(label="草案")
    on = forms.DateField(label="按哪一天的名册")

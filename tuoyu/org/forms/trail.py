"""What the browser of the trail is narrowed by."""

from django import forms

from tuoyu.records.queries import Asked


class TrailForm(forms.Form):
    """Read from the address; what cannot be understood is left out rather than refused."""

    deed = forms.CharField(required=False)
    actor = forms.CharField(required=False)
    q = forms.CharField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    region = forms.CharField(required=False)

    def asked(self) -> Asked:
        self.is_valid()
        given = self.cleaned_data
        return Asked(
            deed=given.get("deed") or "",
            actor=(given.get("actor") or "").strip(),
            subject=(given.get("q") or "").strip(),
            since=given.get("since"),
            until=given.get("until"),
            region=given.get("region") or "",
        )

"""Opening the pages of filing as a person does, for tests."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tuoyu.filing.models import Filing
from tuoyu.org.models import User


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"filing:{name}", args=args)


def page_of(filing: Filing, step: str) -> dict[str, str]:
    """The hidden words that a page of a step carries."""
    client = entered(filing.started_by)
    context = client.get(at("step", filing.pk, step)).context
    return {"version": str(context["version"]), "mark": context["mark"]}


def rows(filing: Filing, section: str) -> dict[str, str]:
    """A list as its page would send it back."""
    client = entered(filing.started_by)
    step = "staff" if section == "staff" else "rooms"
    page = client.get(at("step", filing.pk, step)).context["page"]
    found = (
        page.staff
        if section == "staff"
        else next(one.rows for one in page.lists if one.listed.section == section)
    )
    sent = {f"{section}-count": str(len(found))}
    for row in found:
        sent[f"{section}-{row.number}-key"] = row.key
        for question in (*row.first, *row.more):
            sent[question.field.html_name] = str(question.field.value() or "")
    return sent


def page_of_closing(client: Client, address: str) -> dict[str, str]:
    context = client.get(address).context
    return {"version": str(context["version"]), "mark": context["mark"]}

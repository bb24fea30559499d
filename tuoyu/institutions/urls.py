"""Addresses of the register."""

from django.urls import path

from tuoyu.institutions.views import institution, ledger, lists

urlpatterns = [
    path("institutions/", lists.institutions, name="register"),
    path("institutions/export/", lists.export, name="export"),
    path("institutions/points/", lists.points, name="points"),
    path("institutions/ledgers/", ledger.ledgers, name="ledgers"),
    path("institutions/ledgers/<int:pk>/", ledger.ledger, name="ledger"),
    path("institutions/ledgers/<int:pk>/progress/", ledger.progress, name="ledger_progress"),
    path("institutions/ledgers/<int:pk>/columns/", ledger.columns, name="ledger_columns"),
    path("institutions/ledgers/<int:pk>/rows/<int:number>/", ledger.row, name="ledger_row"),
    path("institutions/ledgers/<int:pk>/commit/", ledger.commit, name="ledger_commit"),
    path("institutions/ledgers/<int:pk>/undo/", ledger.undo, name="ledger_undo"),
    path("institutions/ledgers/<int:pk>/judge/", ledger.judge_again, name="ledger_judge"),
    path("institutions/ledgers/<int:pk>/refused/", ledger.refused, name="ledger_refused"),
    path("institutions/<slug:code>/", institution.institution, name="institution"),
    path("institutions/<slug:code>/correct/", institution.correct, name="correct"),
    path("institutions/<slug:code>/stand/", institution.stand, name="stand"),
    path("institutions/<slug:code>/points/<int:pk>/", institution.settle, name="settle"),
    path(
        "institutions/<slug:code>/demonstration/",
        institution.name_demonstration,
        name="name_demonstration",
    ),
    path(
        "institutions/<slug:code>/demonstration/<int:pk>/end/",
        institution.end_demonstration,
        name="end_demonstration",
    ),
]

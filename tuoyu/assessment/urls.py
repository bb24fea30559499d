"""Addresses of verdicts and books."""

from django.urls import path

from tuoyu.assessment.views import books, expiry, rehearsal, report, survey

urlpatterns = [
    path("law/", books.shelf, name="shelf"),
    path("law/amendments/", books.amendments, name="amendments"),
    path("law/book/<slug:slug>/", books.book, name="book"),
    path("law/entry/<path:id>/", books.entry, name="entry"),
    path("law/drafts/", rehearsal.drafts, name="drafts"),
    path("law/drafts/rehearse/", rehearsal.rehearse, name="rehearse"),
    path("law/rehearsals/<int:pk>/", rehearsal.result, name="rehearsal"),
    path("law/rehearsals/<int:pk>/progress/", rehearsal.progress, name="rehearsal_progress"),
    path("law/rehearsals/<int:pk>/map.json", rehearsal.rehearsal_map, name="rehearsal_map"),
    path("law/rehearsals/<int:pk>/again/", rehearsal.again, name="rehearse_again"),
    path("law/rehearsals/<int:pk>/export.xlsx", rehearsal.export, name="export_rehearsal"),
    path("verdicts/", survey.city, name="city"),
    path("verdicts/sweep/", survey.sweep, name="sweep"),
    path("verdicts/changes/", survey.changes, name="changes"),
    path("verdicts/expiry/", expiry.expiry, name="expiry"),
    path("verdicts/expiry/load.json", expiry.expiry_chart, name="expiry_chart"),
    path("verdicts/expiry/export.xlsx", expiry.export_expiry, name="export_expiry"),
    path("verdicts/rule/<path:id>/export.xlsx", survey.export_rule, name="export_rule"),
    path("verdicts/rule/<path:id>/", survey.rule, name="rule"),
    path("institutions/<int:pk>/report/", report.report, name="report"),
]

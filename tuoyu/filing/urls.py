"""Addresses of filing."""

from django.urls import path

from tuoyu.filing.views import decide, fill, mine, papers, review, visit

urlpatterns = [
    path("filing/start/", mine.start, name="start"),
    path("filing/<int:pk>/", mine.mine, name="mine"),
    path("filing/<int:pk>/fill/<slug:step>/", fill.step, name="step"),
    path("filing/<int:pk>/save/<slug:step>/", fill.save, name="save"),
    path("filing/<int:pk>/upload/<slug:slot>/", fill.upload, name="upload"),
    path("filing/<int:pk>/check/", mine.check, name="check"),
    path("filing/<int:pk>/report/", mine.report, name="report"),
    path("filing/<int:pk>/submit/", mine.submit, name="submit"),
    path("filing/<int:pk>/withdraw/", mine.withdraw, name="withdraw"),
    path("filing/material/<int:pk>/", papers.material, name="material"),
    path("filing/material/<int:pk>/remove/", fill.remove, name="remove"),
    path("filing/review/<int:pk>/", review.review, name="review"),
    path("filing/review/<int:pk>/claim/", review.claim, name="claim"),
    path("filing/review/<int:pk>/assign/", review.assign, name="assign"),
    path("filing/review/<int:pk>/correct/", decide.correct, name="correct"),
    path("filing/review/<int:pk>/receipt/", decide.receipt, name="receipt"),
    path("filing/review/<int:pk>/mismatch/", decide.mismatch, name="mismatch"),
    path("filing/review/<int:pk>/approve/", decide.approve, name="approve"),
    path("filing/review/<int:pk>/send-back/", decide.send_back, name="send_back"),
    path("filing/review/<int:pk>/publish/", decide.publish, name="publish"),
    path("filing/review/<int:pk>/visit/", visit.begin, name="begin_visit"),
    path("filing/visit/<int:pk>/", visit.visit, name="visit"),
    path("filing/visit/<int:pk>/save/", visit.save, name="save_visit"),
    path("filing/visit/<int:pk>/conclude/", visit.conclude, name="conclude_visit"),
    path("filing/visit/<int:pk>/photo/", visit.photo, name="add_photo"),
    path("filing/photo/<int:pk>/", papers.photo, name="photo"),
    path("filing/document/<int:pk>/", papers.document, name="document"),
    path("filing/document/<int:pk>/revoke/", decide.revoke, name="revoke"),
]

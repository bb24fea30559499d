"""Addresses of filing."""

from django.urls import path

from tuoyu.filing.views import mine, review

urlpatterns = [
    path("filing/<int:pk>/", mine.mine, name="mine"),
    path("filing/review/<int:pk>/", review.review, name="review"),
]

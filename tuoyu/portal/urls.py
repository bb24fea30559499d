"""Addresses of the public site."""

from django.urls import path

from tuoyu.portal.views import (
    find,
    home,
    notices,
    numbers,
    open_data,
    pages,
    place,
    plan,
    policy,
    verify,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("find/", find.find, name="find"),
    path("find/map.json", find.find_map, name="find_map"),
    path("place/<slug:code>/", place.place, name="place"),
    path("place/<slug:code>/map.json", place.place_map, name="place_map"),
    path("place/<slug:code>/standards/", place.standards, name="standards"),
    path("verify/", verify.verify_form, name="verify"),
    path("verify/key/", verify.key, name="key"),
    path("verify/key/verify_receipt.py", verify.script, name="script"),
    path("v/<str:code>", verify.paper, name="paper"),
    path("promises/", plan.home, name="plan"),
    path("promises/<slug:slug>/", plan.plan_page, name="plan_page"),
    path("policy/", policy.home, name="policy"),
    path("policy/changes/", policy.changes, name="policy_changes"),
    path("policy/<slug:slug>/", policy.book, name="policy_book"),
    path("figures/", numbers.home, name="numbers"),
    path("figures/export.xlsx", numbers.export, name="figures_xlsx"),
    path("figures/<slug:slug>/rows.xlsx", numbers.export_rows, name="rows_xlsx"),
    path("figures/<slug:slug>/", numbers.figure, name="figure"),
    path("figures/<slug:slug>/rows/", numbers.rows, name="rows"),
    path("notices/", notices.home, name="notices"),
    path("open-data/", open_data.home, name="open_data"),
    path("open-data/register.csv", open_data.csv, name="register_csv"),
    path("open-data/register.xlsx", open_data.xlsx, name="register_xlsx"),
    path("guide/", pages.guide, name="guide"),
    path("about/", pages.about, name="about"),
    path("site-map/", pages.site_map, name="map"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
]

from django.urls import path

from footprints import compare_views, evidence_views, known_views, views

app_name = "footprints"

urlpatterns = [
    path("exercises/<slug:slug>/options/", views.options, name="options"),
    path("exercises/<slug:slug>/options/compare/", compare_views.compare, name="compare"),
    path("exercises/<slug:slug>/options/populations/", known_views.populations, name="populations"),
    path("exercises/<slug:slug>/options/evidence/", evidence_views.all_options, name="evidence"),
    path("exercises/<slug:slug>/options/<int:number>/evidence/", evidence_views.of_option, name="option_evidence"),
    path("exercises/<slug:slug>/options/<int:number>/", views.option, name="option"),
]

"""The addresses of imports, below an exercise's slug."""

from django.urls import path

from responses.intake.imports import mapping_views, views

urlpatterns = [
    path("", views.listing, name="imports"),
    path("new/", views.new, name="import_new"),
    path("<int:number>/", views.detail, name="import"),
    path("<int:number>/reading/", mapping_views.reading, name="import_reading"),
    path("<int:number>/columns/", mapping_views.columns, name="import_columns"),
    path("<int:number>/columns/<int:position>/", mapping_views.values, name="import_values"),
    path("<int:number>/check/", views.check, name="import_check"),
    path("<int:number>/import/", views.run, name="import_run"),
    path("<int:number>/take-back/", views.undo, name="import_undo"),
    path("<int:number>/rows.csv", views.fates, name="import_fates"),
    path("<int:number>/mapping.yaml", views.mapping_file, name="import_mapping"),
]

"""Addresses of published responses, below /exercises/<slug>/responses/."""

from django.urls import path

from responses.publication import views

app_name = "published"

urlpatterns = [
    path("", views.listed, name="list"),
    path("responses.csv", views.download, name="download"),
    path("<int:number>/", views.response, name="response"),
    path("<int:number>/response.csv", views.download_one, name="download_one"),
]

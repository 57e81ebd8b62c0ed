from django.urls import path

from engagement import preview, staff_views

app_name = "engagement_staff"

urlpatterns = [
    path("", staff_views.home, name="home"),
    path("exercises/<slug:slug>/", staff_views.exercise, name="exercise"),
    path("exercises/<slug:slug>/publish/", staff_views.publish, name="publish"),
    path("exercises/<slug:slug>/extend/", staff_views.extend, name="extend"),
    path("exercises/<slug:slug>/close/", staff_views.close, name="close"),
    path("exercises/<slug:slug>/notice/", staff_views.notice, name="notice"),
    path("exercises/<slug:slug>/preview/", preview.preview, {"rest": ""}, name="preview"),
    path("exercises/<slug:slug>/preview/<path:rest>", preview.preview, name="preview-page"),
]

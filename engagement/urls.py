from django.urls import path

from engagement import views

app_name = "engagement"

urlpatterns = [
    path("", views.hub, name="hub"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("cookies/", views.cookies, name="cookies"),
    path("exercises/<slug:slug>/", views.exercise, name="exercise"),
    path("exercises/<slug:slug>/document/", views.document, name="document"),
    path("exercises/<slug:slug>/document/print/", views.print_view, name="print"),
    path("exercises/<slug:slug>/document/<slug:key>/", views.section, name="section"),
    path("exercises/<slug:slug>/how-to-respond/", views.respond, name="respond"),
    path("exercises/<slug:slug>/privacy/", views.privacy, name="privacy"),
    path("exercises/<slug:slug>/help/", views.help_page, name="help"),
]

from django.urls import path

from bench.bare import views

urlpatterns = [
    path("document/", views.document),
    path("form/<slug:key>/<int:response_id>/", views.form_page),
    path("submit/", views.submit),
]

from django.urls import path

from responses.staff_views import queue, redact, response

app_name = "responses_staff"

urlpatterns = [
    path("<slug:slug>/queue/", queue.listing, name="queue"),
    path("<slug:slug>/queue/without-words/", queue.bulk, name="bulk"),
    path("<slug:slug>/responses/<slug:reference>/", response.detail, name="response"),
    path("<slug:slug>/responses/<slug:reference>/redact/<int:answer_id>/", redact.redact, name="redact"),
]

"""Addresses of answering, below /exercises/<slug>/answer/."""

from django.urls import include, path

from responses.alternatives import views as alternatives
from responses.drafts import leaving, sharing_views
from responses.drafts import views as drafts
from responses.intake.meetings import views as meetings
from responses.moderation import author_views
from responses.submission import views as submission

app_name = "responses"

urlpatterns = [
    path("questions/<slug:page_key>/", drafts.page, name="page"),  # asked for most
    path("", drafts.start, name="start"),
    path("begin/", drafts.begin, name="begin"),
    path("questions/", drafts.questions, name="questions"),
    path("link/<str:token>/", drafts.link, name="link"),
    path("meeting/<str:token>/", meetings.host, name="host"),
    path("tasks/", drafts.tasks, name="tasks"),
    path("who/", drafts.who, name="who"),
    path("about/", drafts.about, name="about"),
    path("alternative/<slug:part_key>/", alternatives.draw, name="draw"),
    path("footprint/<str:code>/", alternatives.drawn, name="drawn"),
    path("later/", leaving.later, name="later"),
    path("share/", sharing_views.share, name="share"),
    path("draft.docx", leaving.word, name="word"),
    path("leave/", leaving.leave, name="leave"),
    path("check/", submission.check, name="check"),
    path("submit/", submission.submit, name="submit"),
    path("receipt/", submission.receipt, name="receipt"),
    path("view/", submission.view, name="view"),
    path("replace/", submission.replace, name="replace"),
    path("withdraw/", submission.withdraw, name="withdraw"),
    path("appeal/", author_views.appeal, name="appeal"),
    path("publishing/", author_views.consent, name="consent"),
    path("mine/<str:token>/", author_views.mine, name="mine"),
    path("", include("responses.register.public_urls")),
]

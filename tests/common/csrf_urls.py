"""The site's addresses, and one that takes a form."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as site


def act(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


urlpatterns = [path("act/", act), *site]

"""How much may be sent to a page, ruled before anything of it is read; files only to pages that take them, by staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def takes_files(*, most: int) -> Callable[[View], View]:
    """Let whoever is signed in send files to a page, `most` bytes of them at once; the outermost decorator."""

    def mark(view: View) -> View:
        view.most_bytes_of_files = most  # type: ignore[attr-defined]
        return view

    return mark


def body_limit(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuse a body that is larger than its page needs, and let go unread the files that a page does not take.

    It stands before whatever reads the form (the protection of forms does), and after the session.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = _length(request)
        if length and (length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE or request.content_type == "multipart/form-data"):
            most = _most_bytes_of_files(request)
            if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE + most:
                return render(request, "413.html", status=413)
            if not most:
                request.upload_handlers = [PassFilesOver(request)]
        return get_response(request)

    return middleware


class PassFilesOver(FileUploadHandler):
    """Read past every file of a form, and keep nothing of it in memory or on disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Go on to the next field."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep nothing."""

    def file_complete(self, file_size: int) -> None:
        """There is no file."""


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdigit() else 0


def _most_bytes_of_files(request: HttpRequest) -> int:
    """Return what the visitor may send to the page beyond a form; who is signed in is only looked up if it matters."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return 0
    most: int = getattr(view, "most_bytes_of_files", 0)
    return most if most and get_user(request).is_authenticated else 0

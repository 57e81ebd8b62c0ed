"""What staff call a file that is attached to an email."""

IN_WORDS = {
    "application/pdf": "PDF",
    "application/rtf": "rich text",
    "application/vnd.ms-outlook": "email saved by Outlook",
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/x-ole-storage": "old Word, Excel or PowerPoint",
    "application/zip": "several files in one (zip)",
    "image/gif": "picture",
    "image/heic": "picture",
    "image/jpeg": "picture",
    "image/png": "picture",
    "image/tiff": "picture",
    "message/rfc822": "email",
    "text/html": "web page",
    "text/plain": "text",
}

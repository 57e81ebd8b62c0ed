"""The database backend of settings.DATABASES on PostgreSQL."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks a kept connection a question in every request, which costs as much as a page's own query."""

    def is_usable(self) -> bool:
        """Ask only where something has come unasked, as it does when the server has closed the connection."""
        if self.connection is None or self.connection.closed:
            return False
        unasked = select.poll()
        unasked.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return bool(super().is_usable()) if unasked.poll(0) else True

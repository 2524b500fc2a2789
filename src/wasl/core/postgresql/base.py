"""Django's PostgreSQL, that tells the database which company is in force before a statement that needs to know."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from wasl.core import scope


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that keeps `wasl.company` what `core.scope` says; row-level security compares rows with it.

    The setting lives as long as the connection, and a rollback takes back what was set inside: it then counts as
    unknown and is set again.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: str | None = None
        self.execute_wrappers.append(self._behind_the_wall)

    def get_new_connection(self, conn_params: Any) -> Any:
        """Return a connection of which nothing is known yet."""
        self.told = None
        return super().get_new_connection(conn_params)

    def tell_company(self) -> None:
        """Set the company in force, where the database was told of another one."""
        wanted, raw = scope.sight(), self.connection
        if wanted == self.told or raw.info.transaction_status == TransactionStatus.INERROR:
            return  # in a transaction that failed nothing is taken but its end
        with self.wrap_database_errors:
            raw.execute("SELECT set_config('wasl.company', %s, false)", [wanted])
        self.told = wanted

    def _behind_the_wall(self, execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.tell_company()
        try:
            return execute(sql, params, many, context)
        finally:
            if str(sql).startswith("ROLLBACK"):
                self.told = None

    def _rollback(self) -> None:
        self.told = None
        super()._rollback()  # type: ignore[misc]

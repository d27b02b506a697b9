"""Rows as the database holds them, past the ORM and its types: a million of them in seconds.

Both databases give the same texts: ids with dashes, instants as 2026-11-20T01:02:03.000000, documents as JSON.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

CHUNK = 10_000
Row = Sequence[Any]

_SQLITE = {
    "id": "substr({0},1,8)||'-'||substr({0},9,4)||'-'||substr({0},13,4)||'-'||substr({0},17,4)||'-'||substr({0},21)",
    "at": "replace({0}, ' ', 'T')",
    "json": "{0}",
    "mark": "?",
}
_POSTGRESQL = {
    "id": "{0}::text",
    "at": "to_char({0}, 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
    "json": "{0}::text",
    "mark": "%s",
}


class Rows:
    """A reader over the connection of one snapshot."""

    def __init__(self, session: Session) -> None:
        self._connection: Any = session.connection().connection.driver_connection
        self._sqlite = session.get_bind().dialect.name == "sqlite"
        self._form = _SQLITE if self._sqlite else _POSTGRESQL

    def query(self, sql: str, *values: object) -> list[Any]:
        """All rows of one statement; `?` marks a value."""
        cursor = self._cursor()
        try:
            return list(cursor.execute(sql.replace("?", self._form["mark"]), values).fetchall())
        finally:
            cursor.close()

    def _cursor(self) -> Any:
        return self._connection.cursor() if self._sqlite else self._connection.cursor(binary=True)

    def id(self, column: str) -> str:
        """An id as text."""
        return self._form["id"].format(column)

    def event(self) -> str:
        """The columns of an event `e` and its payload `p`, in the order that `entries.judge` takes them."""
        ids = {name: self.id(f"e.{name}") for name in ("id", "actor_id", "object_id", "unit_id")}
        at, document = self._form["at"].format("e.at"), self._form["json"].format("p.document")
        return (
            f"{ids['id']}, {at}, {ids['actor_id']}, e.action, e.object_type, {ids['object_id']}, e.revision, "
            f"{ids['unit_id']}, e.reason, e.trace, e.commitment, e.object_hash, e.seal, p.nonce, {document}"
        )

    def walk_by_index(self, *, only: bool) -> None:
        """PostgreSQL would rather hash a whole table for each chunk than look 10,000 rows up in it."""
        if not self._sqlite:
            for join in ("hashjoin", "mergejoin"):
                self.query_nothing(f"SET LOCAL enable_{join} = {'off' if only else 'on'}")

    def query_nothing(self, sql: str) -> None:
        """A statement without rows."""
        cursor = self._cursor()
        cursor.execute(sql)
        cursor.close()

    def placed(self) -> Iterator[list[Row]]:
        """Chunks of the sequence in its order, each row with its event and payload as far as they are there."""
        sql = (
            f"SELECT s.seq, {self.id('s.event_id')}, s.leaf_hash, s.seal, {self.event()} FROM "
            "(SELECT * FROM ledger_sequence WHERE seq > ? ORDER BY seq LIMIT ?) AS s "
            "LEFT JOIN ledger_event AS e ON e.id = s.event_id LEFT JOIN ledger_payload AS p ON p.event_id = s.event_id "
            "ORDER BY s.seq"
        )
        last = -(2**62)
        while rows := self.query(sql, last, CHUNK):
            yield rows
            last = rows[-1][0]

    def waiting(self) -> Iterator[list[Row]]:
        """Chunks of the pending events; a row begins with the pending id."""
        sql = (
            f"SELECT n.event_id, {self.id('n.event_id')}, {self.event()} FROM "
            "(SELECT event_id FROM ledger_pending WHERE event_id > ? ORDER BY event_id LIMIT ?) AS n "
            "LEFT JOIN ledger_event AS e ON e.id = n.event_id LEFT JOIN ledger_payload AS p ON p.event_id = n.event_id "
            "ORDER BY n.event_id"
        )
        first = "0" * 32 if self._sqlite else "00000000-0000-0000-0000-000000000000"
        last: object = first
        while rows := self.query(sql, last, CHUNK):
            yield [row[1:] for row in rows]
            last = rows[-1][0]

    def unplaced(self) -> list[str]:
        """Events that neither have a place nor wait for one."""
        sql = (
            f"SELECT {self.id('e.id')} FROM ledger_event AS e "
            "WHERE NOT EXISTS (SELECT 1 FROM ledger_sequence AS s WHERE s.event_id = e.id) "
            "AND NOT EXISTS (SELECT 1 FROM ledger_pending AS n WHERE n.event_id = e.id) ORDER BY e.id"
        )
        return [row[0] for row in self.query(sql)]

    def repeated(self) -> list[str]:
        """Events that have a place and wait for another."""
        both = "ledger_pending AS n JOIN ledger_sequence AS s ON s.event_id = n.event_id"
        return [row[0] for row in self.query(f"SELECT {self.id('n.event_id')} FROM {both}")]

    def erased(self) -> frozenset[str]:
        """Events whose payloads were erased by order."""
        sql = f"SELECT {self.id('object_id')} FROM ledger_event WHERE action = 'ledger.payload_erased'"
        return frozenset(row[0] for row in self.query(sql))

    def total(self) -> int:
        """How many entries there are to go through."""
        (placed,), (waiting,) = self.query(
            "SELECT count(*) FROM ledger_sequence UNION ALL SELECT count(*) FROM ledger_pending"
        )
        return int(placed) + int(waiting)

    def nodes(self) -> dict[tuple[int, int], bytes]:
        """Every stored subtree."""
        return {(row[0], row[1]): row[2] for row in self.query("SELECT level, position, hash FROM ledger_node")}

"""The throw-away servers do what the tests that use them rely on."""

import psycopg
import pytest

from tests.support.postgres import ThrowawayPostgres
from tests.support.processes import alive
from tests.support.redis import ThrowawayRedis, ask


@pytest.mark.kill
def test_postgres_keeps_what_was_committed_before_a_kill():
    with ThrowawayPostgres() as server:
        url = server.create_database("thao")
        with psycopg.connect(url) as connection:
            connection.execute("create table kept as select 42 as answer")
        postmaster = server.pid

        server.kill()
        server.start()

        assert not alive(postmaster)
        with psycopg.connect(url) as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)
            assert connection.execute("show synchronous_commit").fetchone() == ("on",)


@pytest.mark.kill
def test_postgres_takes_options_and_leaves_no_files():
    with ThrowawayPostgres({"synchronous_commit": "off"}) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("show synchronous_commit").fetchone() == ("off",)

    assert not server.data.exists()


@pytest.mark.kill
def test_redis_can_hang_be_emptied_and_come_back_on_its_port():
    with ThrowawayRedis() as server:
        assert ask(server.port, "SET a 1") == "+OK"
        server.empty()
        assert ask(server.port, "EXISTS a") == ":0"

        server.hang()
        with pytest.raises(TimeoutError):
            ask(server.port, "PING", timeout=0.2)
        server.wake()
        assert ask(server.port, "PING") == "+PONG"

        server.stop()
        with pytest.raises(ConnectionRefusedError):
            ask(server.port, "PING")
        server.start()
        assert ask(server.port, "PING") == "+PONG"

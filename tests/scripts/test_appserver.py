"""The server comes back from the death of its workers and of itself, and reloads without a refusal."""

import random
import urllib.request

import pytest

from tests.support.appserver import AppServer
from tests.support.processes import alive, kill_now, wait_until


@pytest.fixture
def server():
    """Two workers that answer with their process id."""
    with AppServer(workers=2, app="tests.support.echo_app:application", ready_path="/") as started:
        yield started


def answering_worker(server: AppServer) -> int:
    """The process that answers just now."""
    with urllib.request.urlopen(server.url, timeout=10) as answer:
        return int(answer.read())


@pytest.mark.kill
def test_killed_worker_is_replaced(server):
    before = set(server.worker_pids())

    killed = server.kill_worker(random.Random(1))
    wait_until(lambda: len(server.worker_pids()) == 2, within=30, what="a new worker")

    assert not alive(killed)
    assert before - set(server.worker_pids()) == {killed}
    assert answering_worker(server) in server.worker_pids()
    assert server.restarts == 0


@pytest.mark.kill
def test_server_that_dies_is_started_again_on_its_port(server):
    main, workers = server.pid, server.worker_pids()

    kill_now(main)
    wait_until(lambda: server.pid != main, within=30, what="a new server")
    server.wait_ready()

    assert not any(map(alive, workers))
    assert answering_worker(server) in server.worker_pids()
    assert server.restarts == 1


@pytest.mark.kill
def test_reload_replaces_every_worker_while_requests_are_answered(server):
    before = set(server.worker_pids())
    answered = []

    server.reload()

    def all_are_new() -> bool:
        answered.append(answering_worker(server))
        return not before & set(server.worker_pids())

    wait_until(all_are_new, within=60, what="the end of the reload")
    assert answering_worker(server) not in before
    assert server.restarts == 0

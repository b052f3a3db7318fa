"""When the program sends, waits, tries again and stops: exact, because time passes only when a test says so."""

from pathlib import Path

import pytest

from tests.browser.exam_program.counter import STATIC

pytestmark = pytest.mark.browser
HARNESS = Path(__file__).with_name("harness.js")


@pytest.fixture(scope="module")
def bench(browser):
    """A page with the parts of the program that touch no page."""
    page = browser.new_page()
    for script in (STATIC / "js/exam/answers.js", STATIC / "js/exam/clock.js", STATIC / "js/exam/line.js", HARNESS):
        page.add_script_tag(path=script)
    yield page
    page.close()


@pytest.fixture
def run(bench):
    """Runs a body of JavaScript with a fresh harness `h` and returns what it returns."""

    def evaluate(body: str, random: float = 0.5):
        return bench.evaluate(f"async () => {{ const h = makeHarness({{}}, {random}); {body} }}")

    return evaluate


def test_choice_is_sent_one_second_later(run):
    assert run("h.change(1, 'a'); await h.pass(20); return h.times('answers');") == [1]


def test_typing_is_sent_three_seconds_after_the_last_key(run):
    body = (
        "h.change(1, 'a', true); await h.pass(2); h.change(1, 'ab', true); await h.pass(10); return h.times('answers');"
    )

    assert run(body) == [5]


def test_endless_typing_is_sent_after_fifteen_seconds_at_the_latest(run):
    body = """
        for (let second = 0; second < 20; second += 1) { h.change(1, "x".repeat(second + 1), true); await h.pass(1); }
        return h.times("answers");
    """

    assert run(body) == [15]


def test_leaving_the_question_sends_at_once(run):
    body = "h.change(1, 'a', true); await h.pass(0.5); h.line.flush(); await h.pass(5); return h.times('answers');"

    assert run(body) == [0.5]


def test_change_during_a_request_waits_for_its_end(run):
    body = """
        h.change(1, "a"); await h.pass(1); h.change(2, "b"); await h.pass(5);
        const before = h.requests.length; await h.last().ok(); await h.pass(0);
        return [before, h.requests.length, h.last().message.answers];
    """

    assert run(body) == [1, 2, [{"slot": 2, "revision": 2, "value": "b"}]]


def test_answer_changed_during_its_own_request_is_not_saved_by_the_old_reply(run):
    body = """
        h.change(1, "a"); await h.pass(1); h.change(1, "b"); await h.last().ok();
        return [h.line.unsaved(), h.answers[1].acked];
    """

    assert run(body) == [["1"], 1]


def test_request_takes_fifty_answers_at_most(run):
    body = """
        for (let slot = 1; slot <= 60; slot += 1) h.change(slot, "a");
        await h.pass(1); await h.last().ok(); await h.pass(1);
        return h.requests.map((request) => request.message.answers.length);
    """

    assert run(body) == [50, 10]


def test_request_stays_below_sixty_four_kilobytes(run):
    body = """
        for (let slot = 1; slot <= 50; slot += 1) h.change(slot, "ư".repeat(1000));
        await h.pass(1); return new Blob([JSON.stringify(h.last().message)]).size;
    """

    # 48,000 characters at most; a Vietnamese letter takes up to three bytes, so answers of 500 letters are meant.
    assert run(body) < 48_000 * 3


def test_too_large_request_is_cut_in_halves(run):
    body = """
        for (let slot = 1; slot <= 5; slot += 1) h.change(slot, "a");
        await h.pass(1); await h.last().reply(413, {}); await h.pass(1);
        await h.last().ok(); await h.pass(0); await h.last().ok(); await h.pass(0); await h.last().ok();
        return [h.requests.map((request) => request.message.answers.length), h.line.unsaved()];
    """

    assert run(body) == [[5, 2, 2, 1], []]


def test_single_answer_that_is_too_large_is_named_and_not_sent_again(run):
    body = """
        h.change(1, "a"); await h.pass(1); await h.last().reply(413, {}); await h.pass(20);
        return [h.times("answers"), h.refused, h.line.unsaved()];
    """

    assert run(body) == [[1], [1], ["1"]]


@pytest.mark.parametrize(
    ("random", "waits"),
    [(1.0, [1, 2, 4, 8, 16, 30, 30]), (0.5, [0.5, 1, 2, 4, 8, 15, 15]), (0.0, [0.25] * 7)],
)
def test_tries_again_with_full_jitter_up_to_thirty_seconds(run, random, waits):
    body = """
        h.change(1, "a"); await h.pass(1);
        for (let turn = 0; turn < 7; turn += 1) {
            while (h.last().kind !== "answers" || h.last().done) await h.pass(0.25);
            h.last().done = true; await h.last().cut();
        }
        await h.pass(31);
        const at = h.times("answers"); return at.slice(1).map((time, turn) => time - at[turn]);
    """

    taken = run(body, random)

    assert taken[:7] == waits


def test_server_decides_how_long_to_wait(run):
    body = """
        h.change(1, "a"); await h.pass(1); await h.last().reply(503, {}, {"Retry-After": "40"}); await h.pass(100);
        return h.times("answers")[1];
    """

    # 1 s after the choice, then 40 s and half of the first step of the jitter.
    assert run(body) == 41.5


def test_silent_server_is_given_up_after_twenty_seconds(run):
    body = "h.change(1, 'a'); await h.pass(22); return h.times('answers');"

    assert run(body) == [1, 21.5]


def test_new_answer_does_not_hurry_a_server_that_wants_to_wait(run):
    body = """
        h.change(1, "a"); await h.pass(1); await h.last().reply(503, {}, {"Retry-After": "40"});
        h.change(2, "b"); h.line.flush(); await h.pass(30);
        return h.times("answers");
    """

    assert run(body) == [1]


def test_person_may_hurry(run):
    body = """
        h.change(1, "a"); await h.pass(1); await h.last().reply(503, {}, {"Retry-After": "40"});
        await h.pass(5); h.line.flush(true); await h.pass(0);
        return h.times("answers");
    """

    assert run(body) == [1, 6]


@pytest.mark.parametrize(("random", "expected"), [(0.0, [0, 20, 40]), (0.5, [0, 30, 60]), (1.0, [0, 40, 80])])
def test_idle_page_is_heard_of_every_thirty_seconds_give_or_take_ten(run, random, expected):
    body = """
        h.line.start();
        for (let turn = 0; turn < 90; turn += 1) {
            await h.pass(1);
            if (!h.last().done) { h.last().done = true; await h.last().reply(200, {state: "open"}); }
        }
        return h.times("heartbeat").slice(0, 3);
    """

    # Each reply came one second after its request at the most, and the pause counts from the reply.
    assert [round(time) for time in run(body, random)] == pytest.approx(expected, abs=3)


def test_save_stands_in_for_a_heartbeat(run):
    body = """
        for (let turn = 0; turn < 10; turn += 1) {
            h.change(1, "a" + turn); await h.pass(1); await h.last().ok(); await h.pass(14);
        }
        return h.times("heartbeat");
    """

    assert run(body) == []


@pytest.mark.parametrize(
    ("reply", "stopped"),
    [
        ("401, {}", "token"),
        ("404, {}", "token"),
        ("410, {}", "sealed"),
        ("410, {results: [{slot: 1, revision: 1, status: 'sealed'}]}", "sealed"),
        ("410, {results: [{slot: 1, revision: 1, status: 'late'}]}", "late"),
        ("409, {results: [{slot: 1, revision: 1, status: 'stale_epoch'}], epoch: 2}", "elsewhere"),
        ("200, {results: [{slot: 1, revision: 1, status: 'ok'}], epoch: 2}", "elsewhere"),
        ("500, {}", ""),
        ("200, '<html>'", ""),
        ("200, 'null'", ""),
        ("200, {results: 'many'}", ""),
        ("200, {results: [null, 7, {}]}", ""),
    ],
)
def test_reply_decides_whether_the_work_goes_on(run, reply, stopped):
    body = f"h.change(1, 'a'); await h.pass(1); await h.last().reply({reply}); return h.line.stopped;"

    assert run(body) == stopped


@pytest.mark.parametrize(
    "reply",
    [
        "500, {}",
        "200, ''",
        "200, {acknowledged: 99}",
        "200, {results: []}",
        "200, {results: [{slot: 1, revision: 2, status: 'ok'}]}",
        "200, {results: [{slot: 2, revision: 1, status: 'ok'}]}",
        "200, {results: [{slot: 1, revision: 1, status: 'OK'}]}",
        "200, {results: [{slot: 1, revision: 1}]}",
        "422, {results: [{slot: 1, revision: 1, status: 'invalid'}]}",
        "409, {results: [{slot: 1, revision: 1, status: 'conflict', present: {revision: 3, value: 'z'}}]}",
        "410, {results: [{slot: 1, revision: 1, status: 'late'}]}",
    ],
)
def test_only_ok_for_this_answer_and_revision_is_saved(run, reply):
    body = f"h.change(1, 'a'); await h.pass(1); await h.last().reply({reply}); return h.line.unsaved();"

    assert run(body) == ["1"]


def test_late_answers_are_all_delivered_before_the_page_stops(run):
    body = """
        for (let slot = 1; slot <= 60; slot += 1) h.change(slot, "a");
        await h.pass(1);
        const late = (request) => request.reply(410, {results: request.message.answers.map(
            (item) => ({slot: item.slot, revision: item.revision, status: "late"}))});
        await late(h.last()); const between = h.line.stopped; await h.pass(1); await late(h.last());
        return [between, h.line.stopped, h.requests.length];
    """

    assert run(body) == ["", "late", 2]


def test_leaving_the_page_repeats_what_is_under_way(run):
    body = """
        h.change(1, "a"); await h.pass(1); h.line.leave(); await h.settle();
        return h.requests.map((request) => [request.kind, request.keepalive, request.message.answers.length]);
    """

    assert run(body) == [["answers", True, 1], ["answers", True, 1]]


def test_leaving_without_unsaved_answers_sends_nothing(run):
    assert run("h.line.leave(); await h.pass(1); return h.requests.length;") == 0


def test_submission_counts_a_disputed_answer_with_what_the_server_has(run):
    body = """
        h.change(1, "a"); h.change(2, "b"); await h.pass(1);
        await h.last().reply(409, {results: [
            {slot: 1, revision: 1, status: "conflict", present: {revision: 3, value: "z"}},
            {slot: 2, revision: 2, status: "ok"}]});
        h.line.handIn("k"); await h.settle(); return h.last().message.revisions;
    """

    assert run(body) == {"2": 2}


def test_incomplete_submission_of_a_disputed_answer_does_not_turn_in_circles(run):
    body = """
        h.change(1, "a"); await h.pass(1); await h.last().ok();
        const first = h.line.handIn("k"); await h.settle();
        await h.last().reply(409, {status: "incomplete", slots: [{slot: 9, stored: 0}]});
        return [await first, h.line.failures];
    """

    assert run(body) == [{"again": 0.5}, 1]


def test_deadline_follows_every_reply(run):
    body = """
        h.line.start(); await h.settle(); await h.last().reply(200, {state: "open", deadline: 1600, server_time: 50});
        const longer = h.line.deadline; await h.pass(40); await h.last().reply(200, {state: "open", deadline: "soon"});
        return [longer, h.line.deadline, h.sampled];
    """

    assert run(body) == [1600, 1600, [50, 0, 0]]


def test_token_goes_in_its_header(run):
    assert run("h.change(1, 'a'); await h.pass(1); return h.last().token;") == "t"


def test_clock_trusts_the_shortest_round_trip(bench):
    body = """() => {
        let now = 100; const clock = ThaoExam.makeClock(() => now, () => now);
        clock.assume(5000); const assumed = clock.now();
        clock.sample(6002, 100, 104);   // four seconds: offset 5900
        clock.sample(7001, 104, 106);   // two seconds: offset 6896
        clock.sample(9999, 106, 116);   // ten seconds: not taken
        return [assumed, clock.now()];
    }"""

    assert bench.evaluate(body) == [5000, 6996]


def test_clock_measures_anew_after_the_machine_slept(bench):
    body = """() => {
        let now = 100, wall = 1000; const clock = ThaoExam.makeClock(() => now, () => wall);
        clock.sample(5000, 100, 100); now += 10; wall += 10;
        const awake = clock.woke(); now += 1; wall += 3600;
        const woke = clock.woke(); clock.sample(8611, 101, 121);
        return [awake, woke, clock.now()];
    }"""

    # After the sleep a round trip of twenty seconds is better than an old one of none: 8611 - 111 + 111.
    assert bench.evaluate(body) == [False, True, 8611]

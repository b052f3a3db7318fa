/* Carries answers to the server: when to send, what counts as saved, when to try again.
   An answer is saved when a reply says "ok" for its slot and revision; every other reply means: not saved.
   One request is under way at a time. Times are seconds of the monotonic timer. */
(function (exam) {
  "use strict";

  var MOST_ANSWERS = 50, MOST_CHARACTERS = 48000, PATIENCE = 20;
  var AFTER_CHOICE = 1, AFTER_TYPING = 3, AT_LATEST = 15, SLOWEST_RETRY = 30, LONGEST_WAIT = 120;
  var HEARTBEAT = 30, HEARTBEAT_SPREAD = 10;

  /* state: the page's attempt-state. answers: {slot: {revision, value, acked}}, shared with the page.
     tools: {fetch, clock, random, later(seconds, act), cancel(handle)}.
     watch: {changed(), dispute(slot, present), refused(slots)}. */
  exam.makeLine = function (state, answers, tools, watch) {
    var clock = tools.clock;
    var line = {
      epoch: state.epoch,
      deadline: state.deadline,
      highest: 0,      // highest revision known, also of the server
      failures: 0,     // requests in a row without a useful reply
      busy: false,     // the last failure was an answer of the server, not the silence of the line
      failing: false,  // the last try to save did not succeed
      closing: "",     // the server said "late" or "sealed"; what is left is still delivered, nothing is edited
      stopped: "",     // "", "sealed", "void", "late", "elsewhere", "token": nothing is sent any more
      setAside: {}     // slot: the revision that waits for a person, or arrived too late; not for the line
    };
    var flight = null, cut = null, sends = 0, batch = MOST_ANSWERS;
    var sendTimer = null, beatTimer = null, wantedAt = Infinity, dirtySince = Infinity, retryAt = 0;

    // --- what waits ---------------------------------------------------------------------------------

    function isUnsaved(slot) { return answers[slot].revision > answers[slot].acked; }
    function isSendable(slot) { return isUnsaved(slot) && line.setAside[slot] !== answers[slot].revision; }
    line.unsaved = function () { return Object.keys(answers).filter(isUnsaved); };
    function sendable() { return Object.keys(answers).filter(isSendable); }
    line.isSending = function () { return sendable().length > 0 && !line.failing && !line.stopped; };

    // --- requests -----------------------------------------------------------------------------------

    function isNumber(value) { return typeof value === "number" && isFinite(value); }

    function learn(reply, sentAt) {
      if (isNumber(reply.server_time)) clock.sample(reply.server_time, sentAt, clock.monotonic());
      if (isNumber(reply.deadline)) line.deadline = reply.deadline;
      if (isNumber(reply.epoch) && reply.epoch > line.epoch) stop("elsewhere");
    }

    /* Resolves to {status, reply, wait, dropped}; status 0 = no reply. */
    function call(method, url, message, keepalive) {
      var abort = new AbortController(), sentAt = clock.monotonic(), dropped = false;
      var timer = tools.later(PATIENCE, function () { abort.abort(); });
      cut = function () { dropped = true; abort.abort(); };
      return tools.fetch(url, {
        method: method,
        headers: { "Content-Type": "application/json", "X-Attempt-Token": state.token },
        body: JSON.stringify(message),
        keepalive: keepalive,
        redirect: "error",
        cache: "no-store",
        credentials: "same-origin",
        signal: abort.signal
      }).then(function (response) {
        return response.text().then(function (text) {
          var reply = null;
          try { reply = JSON.parse(text); } catch (error) { /* something between us and the server answered */ }
          if (reply === null || typeof reply !== "object") reply = {};
          learn(reply, sentAt);
          return { status: response.status, reply: reply, wait: Number(response.headers.get("Retry-After")) || 0, dropped: false };
        });
      }).catch(function () {
        return { status: 0, reply: {}, wait: 0, dropped: dropped };
      }).then(function (answer) {
        tools.cancel(timer);
        return answer;
      });
    }

    /* Runs one request after the other; resolves to what `act` resolves to. */
    function occupy(act) {
      var own = act().then(function (outcome) {
        if (flight === own) { flight = null; cut = null; arm(); rest(); }
        watch.changed();
        return outcome;
      });
      flight = own;
      watch.changed();
      return own;
    }

    function stop(why) {
      if (line.stopped) return;
      line.stopped = why;
      tools.cancel(sendTimer);
      tools.cancel(beatTimer);
    }
    line.stop = stop;

    function reached() { line.failures = 0; line.busy = false; retryAt = 0; }
    function missed(answer) {
      line.failures += 1;
      line.busy = answer.status >= 429;
      retryAt = Math.max(retryAt, clock.monotonic() + pause(answer.wait));
    }

    /* Full jitter: anything up to 1, 2, 4 … 30 seconds, so that a hall does not come back in one wave. */
    function pause(wait) {
      var most = Math.min(SLOWEST_RETRY, Math.pow(2, Math.max(0, line.failures - 1)));
      if (wait > 0) return Math.min(wait, LONGEST_WAIT) + tools.random() * most;
      return Math.max(0.25, tools.random() * most);
    }

    function refuse(answer) {
      if (answer.status === 401 || answer.status === 404) stop("token");
    }

    // --- saving -------------------------------------------------------------------------------------

    function take() {
      var sent = {}, size = 0;
      sendable().slice(0, batch).every(function (slot) {
        var item = { slot: Number(slot), revision: answers[slot].revision, value: answers[slot].value };
        size += JSON.stringify(item).length;
        if (size > MOST_CHARACTERS && Object.keys(sent).length) return false;
        sent[slot] = item;
        return true;
      });
      wantedAt = dirtySince = Infinity;
      return sent;
    }

    /* Sends one batch; resolves to true when every answer in it has a verdict. */
    function send() {
      tools.cancel(sendTimer);
      sendTimer = null;
      return occupy(function () {
        var sent = take();
        sends += 1;
        return call("PUT", state.urls.answers, {
          protocol: 1, epoch: line.epoch, send: sends, answers: Object.keys(sent).map(function (slot) { return sent[slot]; })
        }, true).then(function (answer) { return answer.dropped ? false : absorb(sent, answer); });
      });
    }

    function absorb(sent, answer) {
      var refused = [], results = Array.isArray(answer.reply.results) ? answer.reply.results : [];
      results.forEach(function (result) {
        var item = result ? sent[result.slot] : null;
        if (item && result.revision === item.revision && judge(item, result, refused)) delete sent[result.slot];
      });
      if (refused.length) watch.refused(refused);
      refuse(answer);
      if (answer.status === 410 && !results.length) line.closing = line.closing || "sealed";
      if (answer.status === 413) shrink(Object.keys(sent));
      if (line.closing && (answer.status === 410 && !results.length || !sendable().length)) stop(line.closing);
      line.failing = Object.keys(sent).length > 0;
      if (line.failing) missed(answer);
      else reached();
      return !line.failing;
    }

    /* Returns whether the server has decided on the answer; only "ok" makes it saved. */
    function judge(item, result, refused) {
      var kept = answers[item.slot];
      switch (result.status) {
        case "ok":
          kept.acked = Math.max(kept.acked, item.revision);
          return true;
        case "conflict":
          return weigh(item, result.present);
        case "invalid":
          line.setAside[item.slot] = item.revision;
          refused.push(item.slot);
          return true;
        case "stale_epoch":
          stop("elsewhere");
          return true;
        case "sealed":
        case "late":
          line.setAside[item.slot] = item.revision;
          line.closing = line.closing || result.status;
          return true;
        default:
          return false;
      }
    }

    /* The server holds an answer of the same or a higher revision: an equal one is saved, another is for the person. */
    function weigh(item, present) {
      var kept = answers[item.slot];
      if (!present || !Number.isInteger(present.revision) || present.revision < item.revision) return false;
      line.highest = Math.max(line.highest, present.revision);
      if (exam.sameValue(present.value, item.value)) {
        if (kept.revision === item.revision) kept.revision = present.revision;
        kept.acked = Math.max(kept.acked, present.revision);
      } else {
        line.setAside[item.slot] = item.revision;
        watch.dispute(item.slot, { revision: present.revision, value: present.value });
      }
      return true;
    }

    function shrink(slots) {
      if (slots.length > 1) { batch = Math.max(1, Math.floor(slots.length / 2)); return; }
      slots.forEach(function (slot) {
        line.setAside[slot] = answers[slot].revision;
        watch.refused([Number(slot)]);
      });
    }

    // --- when ---------------------------------------------------------------------------------------

    function arm() {
      var now = clock.monotonic();
      tools.cancel(sendTimer);
      sendTimer = null;
      if (line.stopped || flight || !sendable().length) return;
      sendTimer = tools.later(Math.max(0, Math.max(isFinite(wantedAt) ? wantedAt : now, retryAt) - now), send);
    }

    /* An answer changed: a row of changes may end first, but not for longer than fifteen seconds. */
    line.changed = function (typed) {
      var now = clock.monotonic();
      dirtySince = Math.min(dirtySince, now);
      wantedAt = Math.min(now + (typed ? AFTER_TYPING : AFTER_CHOICE), dirtySince + AT_LATEST);
      arm();
    };

    /* Send without waiting for more changes; `eager` also without waiting for the next try. */
    line.flush = function (eager) {
      wantedAt = 0;
      if (eager) retryAt = 0;
      arm();
    };

    /* The page is hidden or left. What is under way may be cut off, so everything goes once more: repeating is harmless. */
    line.leave = function () {
      if (line.stopped || !sendable().length) return;
      if (cut) cut();
      send();
    };

    // --- heartbeat ----------------------------------------------------------------------------------

    function rest() {
      var wait = HEARTBEAT + (2 * tools.random() - 1) * HEARTBEAT_SPREAD;
      tools.cancel(beatTimer);
      if (line.stopped) return;
      /* with nothing to send, the heartbeat finds out that the line is back */
      if (line.failures && !sendable().length) wait = Math.min(wait, pause(0));
      beatTimer = tools.later(Math.max(wait, retryAt - clock.monotonic()), line.beat);
    }

    /* Asks for the time, the deadline and whether the attempt is still open. Resolves to whether the server answered. */
    line.ask = function () {
      if (line.stopped) return Promise.resolve(true);
      if (flight) return flight.then(line.ask);
      return occupy(function () {
        return call("POST", state.urls.heartbeat, { protocol: 1, epoch: line.epoch }, false).then(function (answer) {
          var known = answer.reply.state;
          if (answer.dropped) return false;
          refuse(answer);
          if (known === "sealed" || known === "void") stop(known);
          if (typeof known === "string") reached();
          else missed(answer);
          return typeof known === "string" || line.stopped !== "";
        });
      });
    };

    /* A save tells the same, so one that is under way stands in. */
    line.beat = function () {
      if (!line.stopped && !flight) line.ask();
    };

    /* Seconds until the next try. */
    line.patience = function () { return Math.max(0.25, retryAt - clock.monotonic()); };

    // --- handing in ---------------------------------------------------------------------------------

    /* Until nothing is left to send. Resolves to false when the line fails. */
    function settle() {
      if (line.stopped) return Promise.resolve(false);
      if (flight) return flight.then(settle);
      if (!sendable().length) return Promise.resolve(true);
      return send().then(function (done) { return done && settle(); });
    }

    /* What the server must hold at least. An answer that waits for a person counts with what the server has. */
    function revisions() {
      var map = {};
      Object.keys(answers).forEach(function (slot) {
        var sure = isSendable(slot) || !isUnsaved(slot) ? answers[slot].revision : answers[slot].acked;
        if (sure > 0) map[slot] = sure;
      });
      return map;
    }

    /* One try: sends what is missing, then submits. Resolves to {sealed: reply}, {stopped: why} or {again: seconds}. */
    line.handIn = function (key) {
      return settle().then(function (done) {
        if (line.stopped) return { stopped: line.stopped };
        if (!done) return { again: line.patience() };
        return occupy(function () {
          return call("POST", state.urls.submit, { protocol: 1, epoch: line.epoch, key: key, revisions: revisions() }, false).then(handled);
        });
      });
    };

    function handled(answer) {
      var reply = answer.reply;
      if (answer.status === 200 && reply.status === "sealed") { reached(); stop("sealed"); return { sealed: reply }; }
      refuse(answer);
      if (answer.status === 410) stop(reply.status === "void" ? "void" : "sealed");
      if (line.stopped) return { stopped: line.stopped };
      if (answer.status === 409 && reply.status === "incomplete" && reopen(reply.slots)) { reached(); return { again: 0.1 }; }
      missed(answer);
      return { again: line.patience() };
    }

    /* The server misses answers that it acknowledged once, as after a restore: they count as unsaved again. */
    function reopen(slots) {
      var any = false;
      (Array.isArray(slots) ? slots : []).forEach(function (entry) {
        var kept = entry ? answers[entry.slot] : null;
        if (!kept || !Number.isInteger(entry.stored) || entry.stored >= kept.revision) return;
        kept.acked = Math.min(kept.acked, Math.max(0, entry.stored));
        any = any || isSendable(entry.slot);
      });
      return any;
    }

    line.start = function () {
      if (sendable().length) line.flush(true);
      else line.beat();
    };
    return line;
  };
})(window.ThaoExam = window.ThaoExam || {});

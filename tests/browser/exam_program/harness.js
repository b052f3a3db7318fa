/* Runs line.js without a network and without waiting: time passes when a test says so, replies come when it gives them. */
window.makeHarness = function (answers, random) {
  let now = 0, count = 0, timers = [];
  const harness = { requests: [], disputes: [], refused: [], answers: answers || {}, random: random === undefined ? 0.5 : random };
  const tools = {
    clock: { monotonic: () => now, sample: (...values) => { harness.sampled = values; } },
    random: () => harness.random,
    later(seconds, act) { count += 1; timers.push({ id: count, at: now + seconds, act }); return count; },
    cancel(id) { timers = timers.filter((timer) => timer.id !== id); },
    fetch(url, options) {
      return new Promise((resolve, reject) => {
        options.signal.addEventListener("abort", () => reject(new Error("aborted")));
        harness.requests.push({
          at: now, kind: url.split("/").pop(), token: options.headers["X-Attempt-Token"], keepalive: options.keepalive,
          message: JSON.parse(options.body),
          async reply(status, value, headers) {
            resolve({
              status,
              text: async () => (typeof value === "string" ? value : JSON.stringify(value)),
              headers: { get: (name) => (headers || {})[name] ?? null }
            });
            await settle();
          },
          async ok() {
            const results = this.message.answers.map((item) => ({ slot: item.slot, revision: item.revision, status: "ok" }));
            await this.reply(200, { results });
          },
          async cut() { reject(new TypeError("no line")); await settle(); }
        });
      });
    }
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const state = {
    epoch: 1, deadline: 1000, token: "t",
    urls: { answers: "/x/answers", heartbeat: "/x/heartbeat", submit: "/x/submit" }
  };
  harness.line = ThaoExam.makeLine(state, harness.answers, tools, {
    changed() {},
    dispute(slot, present) { harness.disputes.push([slot, present]); },
    refused(slots) { harness.refused.push(...slots); }
  });
  harness.settle = settle;
  harness.last = () => harness.requests[harness.requests.length - 1];
  harness.times = (kind) => harness.requests.filter((request) => request.kind === kind).map((request) => request.at);
  harness.change = function (slot, value, typed) {
    harness.line.highest += 1;
    const acked = harness.answers[slot] ? harness.answers[slot].acked : 0;
    harness.answers[slot] = { revision: harness.line.highest, value, acked };
    harness.line.changed(Boolean(typed));
  };
  /* Lets time pass, timer by timer. */
  harness.pass = async function (seconds) {
    const end = now + seconds;
    for (;;) {
      const due = timers.filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at)[0];
      if (!due) break;
      timers = timers.filter((timer) => timer !== due);
      now = Math.max(now, due.at);
      due.act();
      await settle();
    }
    now = end;
  };
  return harness;
};

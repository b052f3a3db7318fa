/* The exam page: one question at a time, list of questions, review, time, and what the save state says.
   Without this program the page is one long form; everything it needs is shown only once the program runs. */
(function (exam) {
  "use strict";

  var FLAGS = "flags", PLACE = "place", SPREAD_AT_END = 4;
  var ANNOUNCED = [600, 300, 60];

  function byId(id) { return document.getElementById(id); }
  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function monotonic() { return performance.now() / 1000; }
  function wall() { return Date.now() / 1000; }
  function padded(number) { return number < 10 ? "0" + number : String(number); }

  function words(name, values) {
    return byId("words").dataset[name].replace(/\{(\w+)\}/g, function (whole, key) {
      return values && key in values ? values[key] : whole;
    });
  }
  function randomId() {
    return Array.prototype.map.call(crypto.getRandomValues(new Uint32Array(4)), function (part) { return part.toString(36); }).join("");
  }
  function openStorage() {
    try {
      var storage = window.localStorage;
      storage.setItem("thao.exam.probe", "1");
      storage.removeItem("thao.exam.probe");
      return storage;
    } catch (error) { return null; }
  }
  /* A path of this site, whatever the server says. */
  function localPath(path) { return typeof path === "string" && /^\/(?![\/\\])/.test(path) ? path : state.urls.receipt; }

  var state = JSON.parse(byId("attempt-state").textContent);
  var form = byId("exam"), box = byId("xem-lai"), ask = byId("ask");
  var questions = all(".q[data-slot]"), total = questions.length, bySlot = {}, numbers = [];
  questions.forEach(function (question) { bySlot[question.dataset.slot] = question; });
  function typeOf(question) { return exam.types[question.dataset.type]; }
  function fits(slot, value) { return Boolean(bySlot[slot]) && typeOf(bySlot[slot]).valid(bySlot[slot], value); }

  var storage = openStorage();
  var store = exam.makeStore(storage || exam.noStorage, state.person, state.attempt, fits);
  var merged = exam.merge(state.answers, store.records(), state.epoch);
  var answers = merged.answers, disputes = {}, refused = {}, flags = [], place = 1;
  var locked = false, handingIn = false, trying = false, wentAway = false, otherTab = false, announced = {};

  var clock = exam.makeClock(monotonic, wall);
  clock.assume(state.server_time);
  var line = exam.makeLine(state, answers, {
    clock: clock,
    fetch: window.fetch.bind(window),
    random: Math.random,
    later: function (seconds, act) { return setTimeout(act, seconds * 1000); },
    cancel: function (timer) { clearTimeout(timer); }
  }, { changed: paint, dispute: addDispute, refused: tellRefused });
  line.highest = Math.max(state.revision || 0, merged.highest);

  // --- an answer ------------------------------------------------------------------------------------

  function valueOf(slot) { return answers[slot] ? answers[slot].value : null; }

  function keep(slot) {
    var kept = answers[slot];
    var done = store.keep(Number(slot), line.epoch, kept.revision, kept.value);
    if (!done) byId("unkept").hidden = false;
    return done;
  }

  /* The person changed an answer: numbered and kept on this machine first, then shown, then sent. */
  function change(slot, value, typed) {
    if (locked || exam.sameValue(value, valueOf(slot)) && !disputes[slot]) return;
    line.highest += 1;
    answers[slot] = { revision: line.highest, value: value, acked: answers[slot] ? answers[slot].acked : 0 };
    var done = keep(slot);
    forget(slot);
    delete refused[slot];
    listRefused();
    paint();
    line.changed(typed);
    if (!done) line.flush();
  }

  function readQuestion(question) {
    var type = typeOf(question);
    change(question.dataset.slot, type.read(question), type.typed);
  }

  function writeAll() {
    questions.forEach(function (question) {
      var type = typeOf(question), value = valueOf(question.dataset.slot);
      type.write(question, value !== null && type.valid(question, value) ? value : null);
      markEdges(question);
    });
  }

  // --- two answers for one question ---------------------------------------------------------------------

  function tell(slot, value) { return value === null ? words("unanswered") : typeOf(bySlot[slot]).tell(bySlot[slot], value); }

  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "btn sm";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function paragraph(text) {
    var made = document.createElement("p");
    made.textContent = text;
    return made;
  }

  /* present: what the server holds; mine: what this machine holds, if that is not the answer on the screen. */
  function addDispute(slot, present, mine) {
    if (!bySlot[slot] || present.value !== null && !fits(slot, present.value)) return;
    disputes[slot] = { present: present, mine: mine === undefined ? valueOf(slot) : mine };
    listDisputes();
  }

  function listDisputes() {
    var list = byId("disputes-list"), slots = Object.keys(disputes);
    list.textContent = "";
    slots.forEach(function (slot) {
      var row = document.createElement("li"), act = document.createElement("p");
      act.className = "act row";
      act.appendChild(button(words("keepMine"), function () { resolve(slot, true); }));
      act.appendChild(button(words("keepTheirs"), function () { resolve(slot, false); }));
      row.appendChild(paragraph(words("question", { n: slot })));
      row.appendChild(paragraph(words("mine", { text: tell(slot, disputes[slot].mine) })));
      row.appendChild(paragraph(words("theirs", { text: tell(slot, disputes[slot].present.value) })));
      row.appendChild(act);
      list.appendChild(row);
    });
    byId("disputes").hidden = !slots.length;
  }

  function resolve(slot, mine) {
    var dispute = disputes[slot];
    if (locked || !dispute) return;
    if (mine) {
      change(slot, dispute.mine, false);
    } else {
      answers[slot] = { revision: dispute.present.revision, value: dispute.present.value, acked: dispute.present.revision };
      keep(slot);
      forget(slot);
    }
    typeOf(bySlot[slot]).write(bySlot[slot], valueOf(slot));
    paint();
  }

  function forget(slot) {
    delete disputes[slot];
    listDisputes();
  }

  function tellRefused(slots) {
    slots.forEach(function (slot) { refused[slot] = true; });
    listRefused();
  }

  function listRefused() {
    var slots = Object.keys(refused);
    if (slots.length) byId("refused-words").textContent = words("refused", { n: slots.join(", ") });
    show("refused", slots.length > 0);
  }

  // --- what is shown --------------------------------------------------------------------------------

  function answered() {
    return questions.filter(function (question) { return valueOf(question.dataset.slot) !== null; }).length;
  }
  function isFlagged(slot) { return flags.indexOf(Number(slot)) >= 0; }

  function show(id, visible) { if (byId(id).hidden === visible) byId(id).hidden = !visible; }

  function saveState() {
    var unsaved = line.unsaved().length, name = unsaved === 0 ? "saved" : line.isSending() ? "sending" : "held";
    var text = words(name, { n: unsaved });
    if (byId("save-words").textContent === text) return;
    byId("save").className = "save is-" + name;
    byId("save-words").textContent = text;
  }

  function paint() {
    saveState();
    questions.forEach(function (question, index) {
      var slot = question.dataset.slot, done = valueOf(slot) !== null, flagged = isFlagged(slot), number = numbers[index];
      number.className = (done ? "done " : "") + (flagged ? "flagged" : "");
      number.setAttribute("aria-label", words("question", { n: slot }) + ", " + words(done ? "answered" : "unanswered").toLowerCase()
        + (flagged ? ", " + words("flagged").toLowerCase() : ""));
      if (place === index + 1) number.setAttribute("aria-current", "step");
      else number.removeAttribute("aria-current");
      question.querySelector(".flag").setAttribute("aria-pressed", String(flagged));
    });
    byId("count").textContent = words("count", { n: answered(), total: total });
    show("offline", !line.stopped && (line.failures > 1 || navigator.onLine === false));
    byId("offline").querySelector("[data-line]").hidden = line.busy;
    byId("offline").querySelector("[data-busy]").hidden = !line.busy;
    if (line.closing || line.stopped) close();
  }

  function go(number, focus) {
    place = Math.min(Math.max(1, number), total);
    questions.forEach(function (question, index) { question.hidden = index + 1 !== place; });
    box.hidden = true;
    byId("stepper").hidden = false;
    byId("previous").disabled = place === 1;
    byId("next-words").textContent = words(place === total ? "review" : "next");
    store.note(PLACE, place);
    paint();
    if (!focus) return;
    questions[place - 1].focus({ preventScroll: true });
    window.scrollTo(0, 0);
    line.flush();
  }

  function missingWords() {
    var missing = total - answered();
    return missing ? words("missing", { n: padded(missing) }) : words("complete", { n: padded(total) });
  }

  function cell(row, text, kind) {
    var made = document.createElement("td"), tag = document.createElement("span");
    if (text) {
      tag.className = "tag " + kind;
      tag.textContent = text;
      made.appendChild(tag);
    }
    row.appendChild(made);
  }

  function reviewRow(question, index) {
    var slot = question.dataset.slot, row = document.createElement("tr"), head = document.createElement("th");
    var done = valueOf(slot) !== null;
    head.scope = "row";
    head.appendChild(button(words("question", { n: slot }), function () { go(index + 1, true); }));
    row.appendChild(head);
    cell(row, words(done ? "answered" : "unanswered"), done ? "ok" : "warn");
    cell(row, isFlagged(slot) ? words("flagged") : "", "info");
    return row;
  }

  function review() {
    place = 0;
    questions.forEach(function (question) { question.hidden = true; });
    byId("review-words").textContent = missingWords();
    byId("review-rows").textContent = "";
    questions.forEach(function (question, index) { byId("review-rows").appendChild(reviewRow(question, index)); });
    byId("stepper").hidden = true;
    box.hidden = false;
    paint();
    box.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    line.flush();
  }

  function toggleFlag(question) {
    var slot = Number(question.dataset.slot);
    flags = isFlagged(slot) ? flags.filter(function (one) { return one !== slot; }) : flags.concat(slot);
    store.note(FLAGS, flags);
    paint();
  }

  // --- ordering -------------------------------------------------------------------------------------

  function markEdges(question) {
    var rows = all(".order > li", question);
    rows.forEach(function (row, index) {
      row.querySelector("[data-move='-1']").setAttribute("aria-disabled", String(index === 0));
      row.querySelector("[data-move='1']").setAttribute("aria-disabled", String(index === rows.length - 1));
    });
    all("[data-keep]", question).forEach(function (one) { one.hidden = valueOf(question.dataset.slot) !== null; });
  }

  function move(pressed) {
    var row = pressed.closest("li"), list = row.parentNode, step = Number(pressed.dataset.move), question = row.closest(".q");
    if (locked) return;
    if (step < 0 && row.previousElementSibling) list.insertBefore(row, row.previousElementSibling);
    if (step > 0 && row.nextElementSibling) list.insertBefore(row.nextElementSibling, row);
    list.dataset.touched = "1";
    all("li", list).forEach(function (one) { one.classList.toggle("moved", one === row); });
    readQuestion(question);
    markEdges(question);
    if (pressed.getAttribute("aria-disabled") === "true") pressed = row.querySelector("[data-move='" + (-step) + "']");
    pressed.focus();
  }

  function keepOrder(pressed) {
    var question = pressed.closest(".q");
    if (locked) return;
    question.querySelector(".order").dataset.touched = "1";
    readQuestion(question);
    markEdges(question);
    question.focus({ preventScroll: true });
  }

  // --- the end --------------------------------------------------------------------------------------

  function lock(closed) {
    locked = closed;
    all("input, select", byId("qs")).forEach(function (control) { control.disabled = closed; });
    all("[data-move], [data-keep]").forEach(function (control) { control.disabled = closed; });
    byId("submit").disabled = closed;
  }

  /* The server or another window ended the work here. */
  function close() {
    var why = line.stopped || line.closing, late = Object.keys(line.setAside).filter(function (slot) {
      return line.setAside[slot] === answers[slot].revision && answers[slot].revision > answers[slot].acked;
    }).length;
    if (!locked) lock(true);
    if (!line.stopped) return;
    show("offline", false);
    show("time-up", false);
    if (why === "elsewhere") show(otherTab ? "other-tab" : "elsewhere", true);
    if (why === "token") show("token", true);
    if (why === "void") show("void", true);
    if (why !== "sealed" && why !== "late") { dismiss(); return; }
    if (late && line.closing) {
      byId("too-late-words").textContent = words("late", { n: padded(late) });
      show("too-late", true);
    }
    dismiss();
    show("sealed", true);
    if (!line.unsaved().length && !handingIn) leaveFor(state.urls.receipt);
  }

  function dismiss() { if (ask.open) ask.close(); }

  function leaveFor(address) {
    if (wentAway) return;
    wentAway = true;
    window.location.assign(localPath(address));
  }

  /* Local copies go only when the receipt speaks of this paper with all its answers. */
  function isOurs(receipt) {
    return /^[0-9a-f]{64}$/.test(receipt.receipt) && receipt.total === total && receipt.answered === answered()
      && !line.unsaved().length;
  }

  function tellEnd(name) {
    byId("ask-state").textContent = words(name);
    byId("time-up-words").textContent = words(name);
  }

  /* byTime: nobody asked for it but the clock, so the server must confirm each time that the time is really over. */
  function handIn(byTime) {
    if (handingIn) return;
    handingIn = true;
    lock(true);
    tryToHandIn(byTime);
  }

  function tryToHandIn(byTime) {
    if (!handingIn) return;
    trying = true;
    tellEnd("handingIn");
    (byTime ? confirmTime() : Promise.resolve(null)).then(function (obstacle) {
      return obstacle || line.handIn(form.elements.key.value);
    }).then(function (outcome) {
      trying = false;
      if (outcome.sealed) {
        if (isOurs(outcome.sealed)) store.clear();
        leaveFor(outcome.sealed.receipt_url);
      } else if (outcome.stopped) {
        handingIn = false;
        paint();
      } else if (outcome.extended) {
        moreTime();
      } else if (handingIn) {
        if (outcome.again > 0.2) tellEnd("again");
        setTimeout(function () { tryToHandIn(byTime); }, outcome.again * 1000);
      } else {
        reopen();
      }
    });
  }

  function confirmTime() {
    return line.ask().then(function (answered) {
      if (line.stopped) return { stopped: line.stopped };
      if (!answered) return { again: line.patience() };
      return clock.now() < line.deadline ? { extended: true } : null;
    });
  }

  function callOff() {
    dismiss();
    handingIn = false;
    if (!trying) reopen();
  }

  function reopen() {
    if (line.stopped || line.closing || clock.now() >= line.deadline) return;
    lock(false);
    paint();
    line.flush(true);
  }

  // --- time -----------------------------------------------------------------------------------------

  function clockText(left) {
    var hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60, seconds = left % 60;
    return (hours ? hours + ":" + padded(minutes) : String(minutes)) + ":" + padded(seconds);
  }

  function announce(left) {
    ANNOUNCED.forEach(function (mark) {
      if (left > mark) announced[mark] = false;
      else if (announced[mark] === false) {
        announced[mark] = true;
        byId("say").textContent = mark === 60 ? words("minuteLeft") : words("minutesLeft", { n: mark / 60 });
      }
    });
  }

  function tick() {
    var left = Math.max(0, Math.ceil(line.deadline - clock.now()));
    if (clock.woke()) line.beat();
    byId("clock").textContent = clockText(left);
    byId("timer").className = "timer" + (left <= 60 ? " last" : left <= 300 ? " soon" : "");
    announce(left);
    if (!line.stopped) {
      if (left === 0) timeUp();
      else if (!byId("time-up").hidden) moreTime();
    }
    setTimeout(tick, 1000);
  }

  var endTimer = null;

  /* No more edits; what is kept goes out at once, handing in follows within a few seconds so that a hall does not rush. */
  function timeUp() {
    if (!byId("time-up").hidden) return;
    lock(true);
    dismiss();
    byId("time-up-words").textContent = words("locked");
    show("time-up", true);
    line.flush(true);
    line.beat();
    endTimer = setTimeout(function () { if (clock.now() >= line.deadline) handIn(true); }, 1000 * (1 + Math.random() * SPREAD_AT_END));
  }

  /* The deadline moved while the page was closed for edits. */
  function moreTime() {
    clearTimeout(endTimer);
    show("time-up", false);
    handingIn = false;
    if (!trying) reopen();
  }

  // --- listening ------------------------------------------------------------------------------------

  function questionOf(event) { return event.target.closest ? event.target.closest(".q[data-slot]") : null; }

  function onInput(event) {
    var question = questionOf(event);
    if (!question || event.target.closest(".order")) return;
    readQuestion(question);
    if (event.target.matches("select[data-left]")) typeOf(question).write(question, valueOf(question.dataset.slot));
  }

  function onClick(event) {
    var pressed = event.target.closest("button");
    if (!pressed) return;
    if (pressed.classList.contains("flag")) toggleFlag(pressed.closest(".q"));
    else if (pressed.dataset.move) move(pressed);
    else if ("keep" in pressed.dataset) keepOrder(pressed);
    else if ("reload" in pressed.dataset) window.location.reload();
  }

  function openAsk() {
    byId("ask-words").textContent = missingWords();
    byId("ask-state").textContent = "";
    byId("ask-yes").disabled = false;
    ask.showModal();
    line.flush();
  }

  function listen() {
    form.addEventListener("input", onInput);
    form.addEventListener("change", onInput);
    document.addEventListener("click", onClick);
    /* Enter in a text field must not hand in. */
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    byId("previous").addEventListener("click", function () { go(place - 1, true); });
    byId("next").addEventListener("click", function () { if (place === total) review(); else go(place + 1, true); });
    byId("review").addEventListener("click", review);
    byId("back").addEventListener("click", function () { go(store.noted(PLACE) || 1, true); });
    byId("submit").addEventListener("click", openAsk);
    byId("ask-yes").addEventListener("click", function () { byId("ask-yes").disabled = true; handIn(false); });
    byId("ask-no").addEventListener("click", callOff);
    ask.addEventListener("cancel", function (event) { event.preventDefault(); callOff(); });
    byId("retry").addEventListener("click", function () { if (line.unsaved().length) line.flush(true); else line.beat(); });
    byId("others-seen").addEventListener("click", function () { byId("others").hidden = true; });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") line.leave();
      else line.beat();
    });
    window.addEventListener("pagehide", function () { line.leave(); });
    window.addEventListener("pageshow", function (event) { if (event.persisted) window.location.reload(); });
    window.addEventListener("online", function () { line.flush(true); line.beat(); });
    window.addEventListener("offline", paint);
    window.addEventListener("beforeunload", function (event) {
      if (wentAway || line.stopped || !line.unsaved().length) return;
      event.preventDefault();
      event.returnValue = "";
    });
    window.addEventListener("storage", function (event) {
      if (event.key !== store.tabKey || event.newValue === null || line.stopped) return;
      otherTab = true;
      line.stop("elsewhere");
      paint();
    });
  }

  // --- start ----------------------------------------------------------------------------------------

  function makeNumbers() {
    questions.forEach(function (question, index) {
      var entry = document.createElement("li"), number = document.createElement("button");
      number.type = "button";
      number.textContent = question.dataset.slot;
      number.addEventListener("click", function () { go(index + 1, true); });
      entry.appendChild(number);
      byId("numbers").appendChild(entry);
      numbers.push(number);
    });
  }

  function takeNotes() {
    var noted = store.noted(FLAGS), wanted = /^#cau-(\d{1,4})$/.exec(window.location.hash);
    flags = Array.isArray(noted) ? noted.filter(function (slot) { return Number.isInteger(slot) && bySlot[slot]; }) : [];
    noted = store.noted(PLACE);
    return wanted ? Number(wanted[1]) : Number.isInteger(noted) && noted >= 1 && noted <= total ? noted : 1;
  }

  function reveal() {
    all(".plain-only").forEach(function (one) { one.remove(); });
    all("[data-script]").forEach(function (one) { one.hidden = false; });
    byId("qs").classList.add("one");
    byId("timer-words").textContent = words("time");
  }

  function start() {
    var first = takeNotes();
    makeNumbers();
    reveal();
    writeAll();
    Object.keys(merged.disputes).forEach(function (slot) {
      addDispute(slot, { revision: answers[slot].revision, value: answers[slot].value }, merged.disputes[slot]);
    });
    store.note("tab", randomId());
    show("unkept", !storage);
    show("others", store.holdsOthers());
    listen();
    go(first, false);
    ANNOUNCED.forEach(function (mark) { announced[mark] = line.deadline - clock.now() <= mark; });
    tick();
    line.start();
  }

  start();
})(window.ThaoExam);

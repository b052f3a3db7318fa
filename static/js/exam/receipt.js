/* The receipt page: what this machine kept of the attempt goes, once the receipt covers all of it. */
(function (exam) {
  "use strict";

  var node = document.getElementById("attempt-receipt"), storage = null;
  try { storage = window.localStorage; } catch (error) { /* nothing was kept here */ }
  if (!node || !storage) return;
  var state = JSON.parse(node.textContent), store = exam.makeStore(storage, state.person, state.attempt);
  if (!/^[0-9a-f]{64}$/.test(state.receipt)) return;
  var records = store.records();
  var left = Object.keys(records).filter(function (slot) { return !(records[slot].revision <= state.revisions[slot]); });
  if (!left.length) { store.clear(); return; }
  document.getElementById("left-words").textContent += " " + left.join(", ") + ".";
  document.getElementById("left").hidden = false;
})(window.ThaoExam);

/* What this machine keeps of an attempt until the receipt: one record per question, its last value.
   Keys name the person and the attempt; a record that does not say the same, or that does not fit the paper,
   is ignored and never sent. */
(function (exam) {
  "use strict";

  var PREFIX = "thao.exam.1/", LONGEST = 4000, HIGHEST = 2147483647;

  function isCount(value, highest) { return Number.isInteger(value) && value >= 1 && value <= highest; }

  /* fits(slot, value): does the value fit the question? Absent on pages that show no question. */
  exam.makeStore = function (storage, person, attempt, fits) {
    var mine = PREFIX + encodeURIComponent(person) + "/" + encodeURIComponent(attempt) + "/";

    function parse(text) {
      if (typeof text !== "string" || text.length > LONGEST) return null;
      try { return JSON.parse(text); } catch (error) { return null; }
    }

    function isSound(record, slot) {
      return record !== null && typeof record === "object" && record.v === 1
        && record.person === person && record.attempt === attempt && record.slot === slot
        && isCount(record.revision, HIGHEST) && isCount(record.epoch, HIGHEST)
        && (record.value === null || !fits || fits(slot, record.value));
    }

    function keys() {
      var found = [];
      for (var place = 0; place < storage.length; place += 1) found.push(storage.key(place));
      return found;
    }

    return {
      /* The key by which tabs of one browser tell each other who writes. */
      tabKey: mine + "tab",

      records: function () {
        var found = {};
        keys().forEach(function (key) {
          var slot = key.indexOf(mine) === 0 && /^\d{1,4}$/.test(key.slice(mine.length)) ? Number(key.slice(mine.length)) : 0;
          var record = slot ? parse(storage.getItem(key)) : null;
          if (record && isSound(record, slot)) found[slot] = { epoch: record.epoch, revision: record.revision, value: record.value };
        });
        return found;
      },

      /* False when this browser keeps nothing: private mode, full, forbidden. */
      keep: function (slot, epoch, revision, value) {
        try {
          storage.setItem(mine + slot, JSON.stringify({
            v: 1, person: person, attempt: attempt, slot: slot, epoch: epoch, revision: revision, value: value, at: Date.now()
          }));
          return true;
        } catch (error) { return false; }
      },

      note: function (name, value) {
        try { storage.setItem(mine + name, JSON.stringify(value)); return true; } catch (error) { return false; }
      },
      noted: function (name) { return parse(storage.getItem(mine + name)); },

      /* Only after a receipt that covers every record. */
      clear: function () {
        keys().filter(function (key) { return key.indexOf(mine) === 0; }).forEach(function (key) { storage.removeItem(key); });
      },

      /* Does this machine hold answers of another account? Their content is not looked at. */
      holdsOthers: function () {
        var own = PREFIX + encodeURIComponent(person) + "/";
        return keys().some(function (key) { return key.indexOf(PREFIX) === 0 && key.indexOf(own) !== 0 && /\/\d+$/.test(key); });
      }
    };
  };

  /* Stands in where the browser refuses localStorage: nothing outlives the page, and `keep` says so. */
  exam.noStorage = {
    length: 0,
    key: function () { return null; },
    getItem: function () { return null; },
    setItem: function () { throw new Error("nothing is kept"); },
    removeItem: function () {}
  };

  /* Lays the records of this machine over the answers of the server.
     The greater (epoch, revision) is the present answer. Where the server does not say the epoch of its answer, an
     older epoch's record cannot be ordered: it is used where the server has nothing, else the person is asked. */
  exam.merge = function (served, records, epoch) {
    var result = { answers: {}, disputes: {}, highest: 0 };
    Object.keys(served).forEach(function (slot) {
      result.answers[slot] = { revision: served[slot].revision, value: served[slot].value, acked: served[slot].revision };
      result.highest = Math.max(result.highest, served[slot].revision);
    });
    Object.keys(records).forEach(function (slot) {
      var record = records[slot], known = result.answers[slot];
      if (record.epoch > epoch) return;
      result.highest = Math.max(result.highest, record.revision);
      if (!known) {
        result.answers[slot] = { revision: record.revision, value: record.value, acked: 0 };
      } else if (record.revision > known.revision && !exam.sameValue(record.value, known.value)) {
        if ((served[slot].epoch || epoch) === record.epoch) {
          result.answers[slot] = { revision: record.revision, value: record.value, acked: known.revision };
        } else {
          result.disputes[slot] = record.value;
        }
      }
    });
    return result;
  };
})(window.ThaoExam = window.ThaoExam || {});

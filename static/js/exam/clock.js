/* The server's time in the browser.
   The offset comes from the answer with the smallest round trip and is counted on the monotonic timer,
   so that a wrong or changed clock of the machine changes nothing. Seconds everywhere. */
(function (exam) {
  "use strict";

  exam.makeClock = function (monotonic, wall) {
    var offset = 0, roundTrip = Infinity, known = false, lastWall = wall(), lastMono = monotonic();

    return {
      monotonic: monotonic,

      /* A time that came with the page: of unknown age, so any measured one replaces it. */
      assume: function (serverTime) {
        if (!known) offset = serverTime - monotonic();
        known = true;
      },

      sample: function (serverTime, sentAt, receivedAt) {
        var taken = receivedAt - sentAt;
        if (!isFinite(serverTime) || taken < 0 || taken > roundTrip) return;
        roundTrip = taken;
        offset = serverTime - (sentAt + receivedAt) / 2;
        known = true;
      },

      now: function () { return monotonic() + offset; },

      /* True once after the machine slept: the monotonic timer may have stood still, old samples are worth nothing. */
      woke: function () {
        var drift = (wall() - lastWall) - (monotonic() - lastMono);
        lastWall = wall();
        lastMono = monotonic();
        if (Math.abs(drift) < 2) return false;
        roundTrip = Infinity;
        return true;
      }
    };
  };
})(window.ThaoExam = window.ThaoExam || {});

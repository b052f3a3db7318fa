/* Small comforts of every page; each page works without them. */
(function () {
  "use strict";

  /* Print buttons do nothing without a program, so they are shown by it. */
  Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  /* Filters stand open beside the list, but would push it off a phone's screen. */
  Array.prototype.forEach.call(document.querySelectorAll("[data-wide-open]"), function (fold) {
    if (window.matchMedia("(max-width: 59.99rem)").matches) fold.open = false;
  });

  /* A changed text size, ground or contrast shows at once and is stored without leaving the page. */
  var form = document.querySelector("[data-display]");
  if (!form) return;
  form.addEventListener("change", function (event) {
    var name = event.target.name, root = document.documentElement;
    if (event.target.value) root.setAttribute("data-" + name, event.target.value);
    else root.removeAttribute("data-" + name);
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(function () {
      /* without a line the choice lasts as long as the page */
    });
  });
})();

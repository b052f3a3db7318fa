/* Shows a changed text size, ground or contrast at once and stores it without leaving the page.
   Without this script the form's button does the same. */
(function () {
  "use strict";
  var form = document.querySelector("[data-display]");
  if (!form || !window.fetch) return;
  form.addEventListener("change", function (event) {
    var name = event.target.name, root = document.documentElement;
    if (event.target.value) root.setAttribute("data-" + name, event.target.value);
    else root.removeAttribute("data-" + name);
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(function () {});
  });
})();

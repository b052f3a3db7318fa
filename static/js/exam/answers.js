/* One entry per question type: how its answer is read from the page, written into it, checked and told in words.
   A value is what the server stores: see the response payloads of the exam contract; null = not answered. */
(function (exam) {
  "use strict";

  function all(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  function controls(question) { return all(question, "input[name]"); }
  function aliases(question) { return controls(question).map(function (input) { return input.value; }); }
  function isText(value, longest) { return typeof value === "string" && value !== "" && value.length <= longest; }
  function isSubset(values, known) {
    return Array.isArray(values) && values.length > 0 && values.every(function (value, place) {
      return typeof value === "string" && known.indexOf(value) >= 0 && values.indexOf(value) === place;
    });
  }
  function labelOf(input) { return input.closest("label").querySelector(".t").textContent.trim(); }
  function labelsOf(question, values) {
    return controls(question).filter(function (input) { return values.indexOf(input.value) >= 0; }).map(labelOf).join("; ");
  }

  function radio(toValue, toControl) {
    return {
      typed: false,
      read: function (question) {
        var chosen = controls(question).filter(function (input) { return input.checked; })[0];
        return chosen ? toValue(chosen.value) : null;
      },
      write: function (question, value) {
        controls(question).forEach(function (input) { input.checked = value !== null && input.value === toControl(value); });
      },
      valid: function (question, value) {
        return typeof toControl(value) === "string" && aliases(question).indexOf(toControl(value)) >= 0
          && toValue(toControl(value)) === value;
      },
      tell: function (question, value) { return labelsOf(question, [toControl(value)]); }
    };
  }

  function text(longest) {
    function box(question) { return question.querySelector("input[name]"); }
    return {
      typed: true,
      read: function (question) { return box(question).value.trim().slice(0, longest) || null; },
      write: function (question, value) { box(question).value = value === null ? "" : value; },
      valid: function (question, value) { return isText(value, longest); },
      tell: function (question, value) { return value; }
    };
  }

  var same = function (value) { return value; };
  var choice = radio(same, same);

  var multiple = {
    typed: false,
    read: function (question) {
      var ticked = controls(question).filter(function (input) { return input.checked; }).map(function (input) { return input.value; });
      return ticked.length ? ticked.sort() : null;
    },
    write: function (question, value) {
      controls(question).forEach(function (input) { input.checked = value !== null && value.indexOf(input.value) >= 0; });
    },
    valid: function (question, value) { return isSubset(value, aliases(question)); },
    tell: labelsOf
  };

  function selects(question) { return all(question, "select[data-left]"); }
  var matching = {
    typed: false,
    read: function (question) {
      var pairs = {}, any = false;
      selects(question).forEach(function (list) {
        if (list.value) { pairs[list.dataset.left] = list.value; any = true; }
      });
      return any ? pairs : null;
    },
    write: function (question, value) {
      selects(question).forEach(function (list) {
        list.value = value === null ? "" : value[list.dataset.left] || "";
        /* phones cut a long entry of a closed list: say it in full below */
        list.nextElementSibling.textContent = list.value ? list.selectedOptions[0].textContent : "";
      });
    },
    valid: function (question, value) {
      if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
      var names = Object.keys(value);
      return names.length > 0 && names.every(function (left) {
        var list = selects(question).filter(function (one) { return one.dataset.left === left; })[0];
        return list && all(list, "option").some(function (option) { return option.value !== "" && option.value === value[left]; });
      });
    },
    tell: function (question, value) {
      return selects(question).filter(function (list) { return value[list.dataset.left]; }).map(function (list) {
        var option = all(list, "option").filter(function (one) { return one.value === value[list.dataset.left]; })[0];
        return question.querySelector("label[for='" + list.id + "']").textContent + ": " + option.textContent;
      }).join("; ");
    }
  };

  function rows(question) { return all(question, ".order > li"); }
  function rowsByAlias(question) {
    var found = {};
    rows(question).forEach(function (row) { found[row.dataset.alias] = row; });
    return found;
  }
  var ordering = {
    typed: false,
    read: function (question) {
      if (question.querySelector(".order").dataset.touched !== "1") return null;
      return rows(question).map(function (row) { return row.dataset.alias; });
    },
    write: function (question, value) {
      var list = question.querySelector(".order"), found = rowsByAlias(question);
      if (value === null) { delete list.dataset.touched; return; }
      value.forEach(function (alias) { list.appendChild(found[alias]); });
      list.dataset.touched = "1";
    },
    valid: function (question, value) {
      var known = Object.keys(rowsByAlias(question));
      return isSubset(value, known) && value.length === known.length;
    },
    tell: function (question, value) {
      var found = rowsByAlias(question);
      return value.map(function (alias) { return found[alias].querySelector(".t").textContent.trim(); }).join("; ");
    }
  };

  exam.types = {
    single: choice,
    scenario: choice,
    multiple: multiple,
    true_false: radio(function (shown) { return shown === "true"; }, String),
    numeric: text(40),
    short_text: text(500),
    matching: matching,
    ordering: ordering
  };

  /* Equal as the server compares: the same JSON with sorted keys. */
  exam.sameValue = function (one, other) { return canonical(one) === canonical(other); };
  function canonical(value) {
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
    return "{" + Object.keys(value).sort().map(function (key) { return JSON.stringify(key) + ":" + canonical(value[key]); }).join(",") + "}";
  }
})(window.ThaoExam = window.ThaoExam || {});

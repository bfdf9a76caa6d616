(function () {
  "use strict";
  var root = document.documentElement, button = document.getElementById("theme");
  button.hidden = false;
  button.addEventListener("click", function () {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  // What a mark says, at once and for the keyboard too: the browser shows a <title> late, and only under a pointer.
  var tooltip = document.getElementById("tooltip");
  function show(mark) {
    var title = mark.querySelector("title"), box = mark.getBoundingClientRect();
    if (!title) return;
    tooltip.textContent = title.textContent;
    tooltip.hidden = false;
    var width = tooltip.offsetWidth, height = tooltip.offsetHeight;
    tooltip.style.left = Math.max(4, Math.min(innerWidth - width - 4, box.left + box.width / 2 - width / 2)) + "px";
    tooltip.style.top = (box.top > height + 12 ? box.top - height - 8 : box.bottom + 8) + "px";
  }
  function hide() { tooltip.hidden = true; }
  function mark(event) { return event.target.closest ? event.target.closest(".m") : null; }
  document.addEventListener("pointerover", function (event) { var m = mark(event); if (m) show(m); else hide(); });
  document.addEventListener("focusin", function (event) { var m = mark(event); if (m) show(m); else hide(); });
  document.addEventListener("scroll", hide, true);

  // A chart is one stop of the tab key; the arrows go from mark to mark inside it.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") return hide();
    var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    var chart = event.target.closest ? event.target.closest("svg.chart") : null;
    if (!step || !chart) return;
    var marks = Array.prototype.slice.call(chart.querySelectorAll(".m")), at = marks.indexOf(event.target);
    if (!marks.length) return;
    event.preventDefault();
    marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length].focus();
  });
})();

document.querySelectorAll("[role=tab]").forEach((tab) => {
  tab.onclick = function () {
    document.querySelectorAll("[role=tab]").forEach((t) => t.setAttribute("aria-selected", "false"));
    document.querySelectorAll("[role=tabpanel]").forEach((p) => p.setAttribute("hidden", ""));
    tab.setAttribute("aria-selected", "true");
    document.getElementById(tab.getAttribute("aria-controls")).removeAttribute("hidden");
  };
});

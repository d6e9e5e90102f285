const tabs = document.querySelectorAll("[role=tab]");

for (const tab of tabs) {
  tab.addEventListener("click", () => {
    for (const one of tabs) {
      if (one === tab) one.setAttribute("aria-selected", "true");
      document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
    }
  });
}

const tabs = document.querySelectorAll("[role=tab]");

for (const tab of tabs) {
  tab.addEventListener("click", () => {
    for (const one of tabs) {
      one.setAttribute("aria-selected", String(one === tab));
      document.getElementById(one.getAttribute("aria-controls")).hidden &&= one !== tab;
    }
  });
}

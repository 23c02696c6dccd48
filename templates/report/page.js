"use strict";
const boxes = [...document.querySelectorAll(".show input")];
const tabs = [...document.querySelectorAll(".tabs input")];

// Which texts hold for a choice of styles was worked out when the page was made: a bit for each.
function show() {
  const choice = boxes.reduce((bits, box, at) => bits | (box.checked << at), 0);
  for (const one of document.querySelectorAll("[data-when]")) {
    const digits = one.dataset.when;
    const digit = digits[digits.length - 1 - (choice >> 2)] || "0";
    one.hidden = !((parseInt(digit, 16) >> (choice & 3)) & 1);
  }
  for (const panel of document.querySelectorAll(".multiples [role=group]")) {
    const marks = [...panel.querySelectorAll("g")];
    const shown = marks.filter((mark) => boxes[mark.getAttribute("class").slice(1)].checked);
    for (const mark of marks) {
      const last = mark === shown[shown.length - 1];
      const end = last ? "after" : mark === shown[0] ? "before" : "";
      mark.lastElementChild.setAttribute("class", end);
    }
  }
  document.body.classList.toggle("many", boxes.filter((box) => box.checked).length > 4);
  const first = boxes.findIndex((box) => box.checked);
  if (first >= 0 && !boxes[tabs.findIndex((tab) => tab.checked)].checked) {
    tabs[first].checked = true;
  }
}

function read() {
  const said = location.search.slice(1).split("&").find((part) => part.startsWith("styles="));
  const names = said && decodeURIComponent(said.slice(7)).split(",");
  for (const box of boxes) {
    box.checked = names ? names.includes(box.value) : box.defaultChecked;
  }
  show();
}

function choose() {
  show();
  const parts = location.search.slice(1).split("&");
  const others = parts.filter((part) => part && !part.startsWith("styles="));
  if (boxes.some((box) => box.checked !== box.defaultChecked)) {
    const names = boxes.filter((box) => box.checked).map((box) => box.value);
    others.push("styles=" + names.join(","));
  }
  const search = others.length ? "?" + others.join("&") : "";
  try {
    history.pushState(null, "", location.pathname + search + location.hash);
  } catch {
    // where the page has no address of its own, the choice is not kept
  }
}

addEventListener("popstate", read);
for (const box of boxes) {
  box.addEventListener("change", choose);
}
read();

for (const source of document.querySelectorAll("pre[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy " + (source.getAttribute("aria-label") || "this"));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent.trimEnd());
    } catch {
      getSelection().selectAllChildren(source);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  source.after(button);
}

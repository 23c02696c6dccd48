"use strict";
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

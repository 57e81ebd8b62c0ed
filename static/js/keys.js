// One key for each act on the page of a response. It acts outside boxes for text only, and can be switched off there.
const OFF = "keys-off";
const WRITES = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])";

export function startKeys(panel) {
  const box = panel.querySelector("[data-keys-switch] input");
  panel.querySelector("[data-keys-switch]").hidden = false;
  box.checked = read() !== "yes";
  box.addEventListener("change", () => write(box.checked ? "" : "yes"));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return leave(event.target);
    if (!box.checked || event.repeat || event.target.closest(WRITES)) return;
    if (act(event.key.toLowerCase())) event.preventDefault();
  });
}

function act(key) {
  if (key === "y" || key === "k") return decide(key === "y" ? "hide" : "leave");
  if (key === "d") return go(document.querySelector("[data-decided]"));
  const several = [...document.querySelectorAll(`[data-key-each="${key}"]`)];
  if (several.length) return go(several[(several.indexOf(document.activeElement) + 1) % several.length]);
  const found = document.querySelector(`[data-key*="${key}"]`);
  if (!found || key.length !== 1) return false;
  const waits = (key === "a" || key === "s") && undone();
  if (waits) return go(waits); // what was chosen for suggestions comes first
  if (found.matches("form, details")) return open(found);
  found.click();
  return true;
}

// Choose for the suggestion one is at, or for the next that nothing was chosen for, and go on to the one after it.
function decide(value) {
  const all = [...document.querySelectorAll("[data-suggestion]")];
  const here = all.find((one) => one.contains(document.activeElement));
  const at = here && !chosen(here) ? here : all.find((one) => !chosen(one)) || here;
  if (!at) return false;
  at.querySelector(`[value="${value}"]`).checked = true;
  const next = all.slice(all.indexOf(at) + 1).find((one) => !chosen(one)) || all.find((one) => !chosen(one));
  return go(next ? next.querySelector("input") : document.querySelector("[data-decided]"));
}

function chosen(suggestion) {
  return suggestion.querySelector("input:checked");
}

function undone() {
  return document.querySelector("[data-suggestion] input:checked") && document.querySelector("[data-decided]");
}

function open(found) {
  if (found.matches("details")) found.open = true;
  return go(found.querySelector("select, textarea, input:not([type=hidden])"));
}

function go(element) {
  if (!element) return false;
  element.focus();
  element.scrollIntoView({ block: "nearest" });
  return true;
}

// Out of a box for text: to the heading of what it is in, so that keys act again.
function leave(target) {
  if (!target.closest(WRITES)) return;
  const folded = target.closest("details");
  if (folded) folded.querySelector("summary").focus();
  else target.blur();
}

function read() {
  try {
    return localStorage.getItem(OFF);
  } catch {
    return null; // storage may be forbidden; keys are then on for each page anew
  }
}

function write(value) {
  try {
    localStorage.setItem(OFF, value);
  } catch {
    // nothing to keep it in
  }
}

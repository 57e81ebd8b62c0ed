// Marks words to be hidden without typing the marks: by mouse and by keyboard, in the box that works without this too.
const WORD = /[\p{L}\p{N}\p{M}'’_-]/u;

export function startMarking(form) {
  const box = form.querySelector("[data-redact]");
  const tools = form.querySelector("[data-marking-tools]");
  if (!box || !tools) return;
  const text = form.dataset.text;
  const points = Array.from(text);
  const units = (place) => points.slice(0, place).join("").length; // from code points to what scripts count in
  let spans = JSON.parse(form.dataset.spans).map(([start, end]) => [units(start), units(end)]);
  tools.hidden = false;
  document.querySelector("[data-marking-typed]")?.remove(); // marks are not typed here
  box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") || ""} marking-help`.trim());
  show();

  box.addEventListener("beforeinput", (event) => event.preventDefault());
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === "h") hide();
    else if (key === "u") unhide();
    else if (key.length > 1 && key !== "enter") return; // arrows, tab and the like do what they always do
    event.preventDefault();
  });
  tools.querySelector("[data-marking-hide]").addEventListener("click", () => hide());
  tools.querySelector("[data-marking-show]").addEventListener("click", () => unhide());

  function hide() {
    const [start, end] = trimmed(selected());
    if (start === end) return say("Nothing is selected.");
    spans = joined([...spans, [start, end]]);
    show(start, end);
    say(`Hidden: ${text.slice(start, end)}`);
  }

  function unhide() {
    const [start, end] = selected();
    const left = spans.filter(([from, to]) => outside(from, to, start, end));
    if (left.length === spans.length) return say("Nothing hidden is selected.");
    spans = left;
    show(start, end);
    say("Shown again.");
  }

  // What is selected in the box, or the word in which the caret stands, in the text without marks.
  function selected() {
    let [start, end] = [plain(box.selectionStart), plain(box.selectionEnd)];
    if (start === end) {
      while (start > 0 && WORD.test(text[start - 1])) start -= 1;
      while (end < text.length && WORD.test(text[end])) end += 1;
    }
    return [start, end];
  }

  function trimmed([start, end]) {
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    return [start, end];
  }

  // From a place in the box, where marks take room, to the place in the text without them.
  function plain(place) {
    let before = 0;
    for (const [start, end] of spans) {
      for (const mark of [start, end]) {
        const at = mark + before;
        if (place <= at) return place - before;
        if (place < at + 2) return mark;
        before += 2;
      }
    }
    return place - before;
  }

  function shown(place) {
    return place + 2 * spans.flat().filter((mark, nth) => mark < place || (mark === place && nth % 2 === 0)).length;
  }

  function show(start, end) {
    let made = "";
    let at = 0;
    for (const [from, to] of spans) {
      made += `${text.slice(at, from)}[[${text.slice(from, to)}]]`;
      at = to;
    }
    box.value = made + text.slice(at);
    if (start === undefined) return;
    box.focus();
    box.setSelectionRange(shown(start), shown(end));
  }

  function say(words) {
    tools.querySelector("[data-marking-said]").textContent = words;
  }
}

function outside(from, to, start, end) {
  return start === end ? start < from || start > to : to <= start || from >= end;
}

function joined(spans) {
  const together = [];
  for (const [start, end] of [...spans].sort((one, other) => one[0] - other[0])) {
    const last = together[together.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else together.push([start, end]);
  }
  return together;
}

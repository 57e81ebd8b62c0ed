// Counts what the server counts: Unicode code points after line ends became one character each.
// The visible line changes at once; screen readers hear it only near the limit and only when typing pauses.
const PAUSE = 1000;
const NEAR = 0.8;

export function lengthOf(text) {
  let count = 0;
  for (const _ of text.replace(/\r\n?/g, "\n")) count += 1;
  return count;
}

export function startCharacterCount(box) {
  const message = document.getElementById(`${box.id}-count`);
  const limit = Number(box.dataset.maxLength);
  if (!message || !limit) return;

  const visible = document.createElement("div");
  visible.className = "nhsuk-hint app-count";
  visible.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("div");
  spoken.className = "nhsuk-u-visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  message.classList.add("nhsuk-u-visually-hidden"); // stays as the description of the box
  message.after(visible, spoken);

  const number = new Intl.NumberFormat(document.documentElement.lang || "en-GB");
  const sentence = (left) => {
    const word = Math.abs(left) === 1 ? "character" : "characters";
    return left < 0 ? `You have ${number.format(-left)} ${word} too many` : `You have ${number.format(left)} ${word} remaining`;
  };
  let timer = 0;
  const update = () => {
    const used = lengthOf(box.value);
    const left = limit - used;
    visible.textContent = sentence(left);
    visible.classList.toggle("nhsuk-hint", left >= 0);
    visible.classList.toggle("nhsuk-error-message", left < 0);
    box.classList.toggle("nhsuk-textarea--error", left < 0 || box.hasAttribute("data-invalid"));
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken.textContent = used >= limit * NEAR ? sentence(left) : "";
    }, PAUSE);
  };
  box.addEventListener("input", update);
  window.addEventListener("pageshow", update); // the browser may have put words back
  update();
}

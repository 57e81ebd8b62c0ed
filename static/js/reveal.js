// Shows what hangs on a choice only while it is chosen. Without this it is simply always shown.
// (The design system's own script also sets aria-expanded, which radio buttons must not carry.)
export function startReveal(group) {
  const inputs = [...group.querySelectorAll("[data-aria-controls]")];
  if (!inputs.length) return;
  const update = () => {
    for (const input of inputs) {
      const more = document.getElementById(input.dataset.ariaControls);
      if (!more) continue;
      const kind = input.type === "radio" ? "radios" : "checkboxes";
      more.classList.toggle(`nhsuk-${kind}__conditional--hidden`, !input.checked);
    }
  };
  group.addEventListener("change", update);
  window.addEventListener("pageshow", update); // the browser may have put choices back
  update();
}

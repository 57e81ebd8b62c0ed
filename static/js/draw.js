// Drawing a footprint on the map: choose a place, then click, touch or press Enter on areas. The selects stay what is
// saved; this only sets them, and fetches the map and the figures anew. Without it the 'Update' button does the same.
export function startDrawing(form) {
  const shown = form.querySelector("[data-draw-figures]");
  const said = form.querySelector("[data-draw-said]");
  const brush = form.querySelector("[data-draw-brush]");
  const selectOf = (key) => form.querySelector(`select[name="area-${key}"]`);
  const brushOf = () => brush.querySelector("input:checked");
  let asked = 0;
  let moved = null; // what is told of the last click, and its place, to be told again with the figures that follow

  const refresh = async () => {
    const turn = ++asked;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Figures": "1" },
        credentials: "same-origin",
      });
      if (!answer.ok || answer.redirected || turn !== asked) return;
      const html = await answer.text();
      if (turn !== asked) return; // a later click has overtaken this answer
      const focused = document.activeElement?.getAttribute?.("href");
      const within = shown.contains(document.activeElement);
      shown.innerHTML = html;
      describe();
      if (moved) said.textContent = moved.words + peopleOf(moved.place);
      moved = null;
      if (within && focused) shown.querySelector(`a[href="${focused}"]`)?.focus();
    } catch {
      // the figures stay as they were; the form itself still works
    }
  };

  const rowOf = (number) => shown.querySelector(`tr[data-row="${number || 0}"]`);
  const peopleOf = (number) => (rowOf(number) ? `, ${rowOf(number).dataset.short}` : "");

  // What can be said at once beside each place, where the eye is while areas are given to it.
  const describe = () => {
    for (const label of brush.querySelectorAll("[data-people-of]")) {
      label.textContent = rowOf(label.dataset.peopleOf)?.dataset.short ?? "";
    }
    const hint = shown.querySelector(".app-map__hint");
    if (hint) hint.textContent = "Choose a place above. Then click or touch its areas, or press Enter on them.";
  };

  const changed = (select) => select.dispatchEvent(new Event("input", { bubbles: true }));

  shown.addEventListener("click", (event) => {
    const tile = event.target.closest?.("a[href^='#area-']");
    const select = tile && selectOf(tile.getAttribute("href").slice("#area-".length));
    if (!select) return;
    event.preventDefault();
    select.value = brushOf()?.value ?? "";
    const label = form.querySelector(`label[for="${select.id}"]`).firstChild.textContent.trim();
    moved = { words: `${label}: ${select.selectedOptions[0].textContent}`, place: select.value };
    said.textContent = moved.words;
    changed(select);
  });

  form.addEventListener("input", (event) => {
    const box = event.target;
    if (box.matches("select[data-all]")) {
      // All areas of a group, also those that are listed under another one.
      for (const key of box.dataset.all.split(" ")) {
        const select = selectOf(key);
        if (select && box.value) select.value = box.value;
      }
      box.value = "";
      refresh();
    } else if (box.matches("select[data-area]")) {
      refresh();
    } else if (box.matches("input[data-place]")) {
      const number = box.dataset.place;
      for (const place of form.querySelectorAll(`[data-name-of="${number}"]`)) place.textContent = box.value;
      for (const option of form.querySelectorAll(`option[value="${number}"]`)) {
        option.textContent = `${box.dataset.letter}. ${box.value}`;
      }
    }
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[data-place]")) refresh();
  });
  brush.hidden = false;
  form.querySelector("[data-draw-unscripted]").hidden = true;
  describe();
}

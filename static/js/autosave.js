// Saves a draft while it is being written: 2 seconds after the last key, and on leaving a box.
// Only changed boxes travel. The form works the same without this, so nothing here ever blocks it.
const PAUSE = 2000;
const SPEAK_EVERY = 30000;
const LONGEST_WAIT = 10000;

export function startAutosave(form) {
  const status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
  const base = form.elements.namedItem("base");
  // Forms beside this one that write into the same boxes, such as starting a drawing anew
  const beside = form.id ? document.querySelectorAll(`form[data-saves-with="${form.id}"]`) : [];
  let saved = snapshot(form);
  let timer = 0;
  let underway = null; // the saving that has not been answered yet
  let waiting = false; // a form has been sent, and goes once that is answered
  let leaving = false;
  let spokenAt = 0;
  let failed = false;

  const say = (text, trouble) => {
    if (!status || status.textContent === text) return;
    // A reader who listens is told at most every half minute, and at once when something goes wrong or is well again.
    const now = Date.now();
    const aloud = trouble !== failed || now - spokenAt > SPEAK_EVERY;
    status.setAttribute("aria-live", aloud ? "polite" : "off");
    if (aloud) spokenAt = now;
    failed = trouble;
    status.textContent = text;
    status.classList.toggle("app-autosave--failed", trouble);
  };

  const save = () => {
    clearTimeout(timer);
    if (leaving) return;
    if (underway) return void (timer = setTimeout(save, PAUSE));
    const now = snapshot(form);
    const names = [...new Set([...now.keys(), ...saved.keys()])].filter((name) => now.get(name) !== saved.get(name));
    if (!names.length) return;
    underway = send(now, names).finally(() => (underway = null));
  };

  const send = async (now, names) => {
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: changes(form, names),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        credentials: "same-origin",
      });
      if (answer.status === 409) return say(await whyRefused(answer), true);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const told = await answer.json();
      if (base && told.base !== undefined) base.value = told.base;
      saved = now;
      say(`Saved at ${told.saved_at}`, false);
    } catch {
      say("Not saved yet; it will be saved when you continue", true);
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget?.type !== "submit") save(); // a button saves the whole form
  });
  const sendWhole = (event) => {
    clearTimeout(timer);
    leaving = true; // the form itself saves now
    const sent = event.currentTarget;
    if (underway && sent.requestSubmit) {
      // What is underway moves the base on. Sent before its answer, the form would seem to come from another window.
      event.preventDefault();
      if (waiting) return;
      waiting = true;
      say("Saving …", failed);
      const goOn = () => {
        underway = null;
        waiting = false;
        sent.requestSubmit(event.submitter);
      };
      Promise.race([underway, new Promise((done) => setTimeout(done, LONGEST_WAIT))]).then(goOn);
      return;
    }
    if (sent !== form) sent.elements.namedItem("base").value = base.value;
  };
  for (const each of [form, ...beside]) each.addEventListener("submit", sendWhole);
  window.addEventListener("pageshow", () => (leaving = false));
}

// Another window has written into the same box, or has sent the answers: pressing on shows what to do, and the words.
async function whyRefused(answer) {
  const isConflict = answer.headers.get("Content-Type")?.includes("json") && (await answer.json()).conflict;
  return isConflict
    ? "Not saved: this was changed in another window. Press Save and continue to see both"
    : "Not saved: your answers have been sent from another window. Copy what you typed before you leave this page";
}

// name -> everything given under it, as one text; files and our own hidden boxes stay out
function snapshot(form) {
  const all = new Map();
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || name === "csrfmiddlewaretoken" || name === "base") continue;
    all.set(name, all.has(name) ? `${all.get(name)}\u0000${value}` : value);
  }
  return all;
}

function changes(form, names) {
  const sent = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken" || name === "base" || names.includes(name)) sent.append(name, value);
  }
  // A box that was emptied by unticking has no entry of its own: name it, so that the server clears it.
  for (const name of names) if (!sent.has(name)) sent.append(name, "");
  return sent;
}

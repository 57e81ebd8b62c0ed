// Everything a page may need, in one file. Each part looks for its own markup and does nothing where there is none.
import { Button } from "nhsuk-frontend/dist/nhsuk/components/button/button.mjs";
import { ErrorSummary } from "nhsuk-frontend/dist/nhsuk/components/error-summary/error-summary.mjs";
import { Header } from "nhsuk-frontend/dist/nhsuk/components/header/header.mjs";
import { NotificationBanner } from "nhsuk-frontend/dist/nhsuk/components/notification-banner/notification-banner.mjs";
import { SkipLink } from "nhsuk-frontend/dist/nhsuk/components/skip-link/skip-link.mjs";
import { startAutosave } from "./autosave.js";
import { startCharacterCount } from "./character-count.js";
import { startContents } from "./contents.js";
import { startDrawing } from "./draw.js";
import { startReveal } from "./reveal.js";

// The design system shows what works only with scripts by these two classes.
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");

for (const Component of [Header, SkipLink, ErrorSummary, Button, NotificationBanner]) {
  for (const element of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
    try {
      new Component(element);
    } catch (error) {
      console.error(error); // one broken component must not take the others with it
    }
  }
}
document.querySelectorAll("[data-character-count]").forEach(startCharacterCount);
document.querySelectorAll("[data-reveal]").forEach(startReveal);
document.querySelectorAll("form[data-draw]").forEach(startDrawing);
document.querySelectorAll("form[data-autosave]").forEach(startAutosave);
document.querySelectorAll("[data-contents]").forEach(startContents);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

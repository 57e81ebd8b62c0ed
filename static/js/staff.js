// What only staff pages need, beside site.js.
import { startKeys } from "./keys.js";
import { startMarking } from "./marking.js";

document.querySelectorAll("form[data-marking]").forEach(startMarking);
document.querySelectorAll("[data-keys]").forEach(startKeys);

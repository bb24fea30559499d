/** Small improvements every page gets; each one works as plain HTML without this file. */
import { csrfToken, leave, takeUp } from "./_page";

/** Deeds sent by htmx from outside a form still carry the token. */
document.addEventListener("htmx:configRequest", (event) => {
  const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  headers["X-CSRFToken"] = csrfToken();
});

/** Filters apply as soon as they are chosen; by keyboard, where every arrow chooses, on Enter. */
let byKeys = false;
for (const touch of ["pointerdown", "mousedown", "touchstart"]) document.addEventListener(touch, () => (byKeys = false), true);
document.addEventListener("keydown", () => (byKeys = true), true);
document.addEventListener("change", (event) => {
  if (!byKeys) apply(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && apply(event.target)) event.preventDefault();
});

function apply(field: EventTarget | null): boolean {
  const form = field instanceof HTMLSelectElement ? field.closest<HTMLFormElement>("form[data-submit-on-change]") : null;
  if (!form?.requestSubmit) return false;
  leave(CHOSEN, `${location.pathname} ${(field as HTMLSelectElement).name}`);
  form.requestSubmit();
  return true;
}

/** The page that answers is read on from the filter that was chosen. */
const CHOSEN = "ty-chosen";
const [path, name] = takeUp(CHOSEN).split(" ");
if (name && path === location.pathname) document.querySelector<HTMLElement>(`form[data-submit-on-change] [name="${name}"]`)?.focus({ preventScroll: true });

/** Empty words stay out of the address of a list. */
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method !== "get") return;
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[name], select[name]")) {
    if (field.value === "" && field.name !== "on") field.disabled = true;
  }
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll<HTMLInputElement>("form[method=get] [name]:disabled")) field.disabled = false;
});

/** `/` goes to the search box, from anywhere but a field. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if ((event.target as Element).closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector<HTMLInputElement>("[data-focus-key='/']");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

/** Menus close when the reader goes elsewhere or presses Esc. */
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.ty-menu[open]")) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector<HTMLDetailsElement>("details.ty-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

document.addEventListener("click", (event) => {
  const target = event.target as Element | null;
  if (target?.closest?.("[data-back]") && history.length > 1) {
    event.preventDefault();
    history.back();
  }
  if (target?.closest?.("[data-print]")) window.print();
});

/** Ticking the head of a column ticks its rows. */
document.addEventListener("change", (event) => {
  const all = event.target as HTMLInputElement;
  if (!all.matches?.("[data-tick-all]")) return;
  const boxes = all.closest("table")?.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]");
  for (const box of boxes ?? []) box.checked = all.checked;
});

/** A refused form is read from its summary, and what was opened in place from its heading. */
const refused = document.querySelector<HTMLElement>("[data-focus]");
refused?.focus();
document.addEventListener("htmx:afterSwap", (event) => {
  (event.target as Element).querySelector<HTMLElement>("[data-focus], [data-focus-swapped]")?.focus();
});

document.addEventListener("htmx:responseError", () => say("这一步没有办成，请稍后再试。刚才填的都还在。"));
document.addEventListener("htmx:sendError", () => say("没有网络，这一步还没有送出。"));

function say(words: string): void {
  const place = document.getElementById("messages");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "ty-note broken";
  note.textContent = words;
  place.replaceChildren(note);
}

/** <draft-form data-save="…"> around a form saves it by itself; what could not be sent stays on this machine.
 * When an answer calls for other questions, the part marked [data-asked] is drawn anew around what is typed. */
import { clockTime, csrfToken, make } from "./_page";

const PAUSE = 1200; // ms after the last keystroke
const RETRY = 15_000;
const SECRET = /^(csrfmiddlewaretoken|password.*)$/;
const PERSONAL = /id_number$/; // sent, but never left lying on this machine

class Crossed extends Error {}

class DraftForm extends HTMLElement {
  private timer = 0;
  private sending = false;
  private dirty = false;
  private composing = false; // a Chinese word is being put together: its field must stay
  private left?: HTMLElement; // the button pressed while a save was on its way
  private line?: HTMLElement;

  connectedCallback(): void {
    const form = this.form();
    if (!form || this.line) return;
    this.line = this.querySelector<HTMLElement>("[data-saved]") ?? this.appendChild(make("p"));
    this.line.classList.add("ty-saved");
    this.line.setAttribute("role", "status");
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.leave(event));
    form.addEventListener("compositionstart", () => (this.composing = true));
    form.addEventListener("compositionend", () => (this.composing = false));
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden && this.retry());
    this.restore();
    if ([...form.elements].some(isChanged)) this.changed(); // typed before this script was there
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.timer);
  }

  private form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  private get key(): string {
    return `ty-draft:${this.dataset["save"] ?? location.pathname}`;
  }

  private changed(): void {
    this.dirty = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE);
  }

  private retry(): void {
    if (this.dirty) void this.save();
  }

  private fields(): [string, string][] {
    const form = this.form();
    if (!form) return [];
    const typed = [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === "string");
    return typed.filter(([name]) => !SECRET.test(name));
  }

  /** The form itself carries everything: a save on its way must not arrive after it, as if from another page. */
  private leave(event: Event): void {
    window.clearTimeout(this.timer);
    if (!navigator.onLine) { // the page would be lost for an error page
      event.preventDefault();
      return this.keep(this.fields().filter(([name]) => !PERSONAL.test(name)));
    }
    this.dirty = false;
    const button = (event as SubmitEvent).submitter ?? document.activeElement;
    if (this.sending && button instanceof HTMLButtonElement) {
      event.preventDefault();
      this.left = button;
    } else this.forget();
  }

  private async save(): Promise<void> {
    if (this.sending) return this.changed();
    this.sending = true;
    this.dirty = false;
    const fields = this.fields();
    try {
      const asked = await this.send(fields);
      this.forget();
      this.say(`${clockTime()} 已存草稿`, "saved");
      if (asked) await this.ask(asked);
    } catch (trouble) {
      if (trouble instanceof Crossed) this.say("别的页面改过这一步，点“存草稿”选留哪一个", "kept");
      else this.keep(fields.filter(([name]) => !PERSONAL.test(name)));
    } finally {
      this.sending = false;
      this.left?.click();
    }
  }

  /** Which questions are asked now, as the server marks them. */
  private async send(fields: [string, string][]): Promise<string | null> {
    const answer = await fetch(this.dataset["save"] ?? "", {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json", "X-Draft": "1" },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    if (answer.status === 409) throw new Crossed();
    if (answer.status >= 400 || answer.type === "opaqueredirect") throw new Error(String(answer.status));
    return answer.headers.get("X-Asked");
  }

  private async ask(asked: string): Promise<void> {
    const drawn = this.querySelector<HTMLElement>("[data-asked]");
    if (!drawn || drawn.dataset["asked"] === asked) return;
    if (this.composing) return this.changed();
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return; // the questions come with the next step
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector<HTMLElement>("[data-asked]");
    if (!fresh || this.left) return; // the button pressed meanwhile may stand among the questions
    exchange(drawn, fresh);
    for (const part of document.querySelectorAll("[data-redraw]")) {
      const other = page.getElementById(part.id); // the steps may be fewer now
      if (other) part.replaceWith(other);
    }
  }

  private keep(fields: [string, string][]): void {
    this.dirty = true;
    try {
      localStorage.setItem(this.key, JSON.stringify(fields));
      this.say("没有网络，先存在本机，有网就传", "kept");
    } catch {
      this.say("没有存上，请先别关这一页", "kept");
    }
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.retry(), RETRY);
  }

  private forget(): void {
    localStorage.removeItem(this.key);
  }

  /** Text kept from a lost line goes back into its fields, and is sent again. */
  private restore(): void {
    const kept = localStorage.getItem(this.key);
    const form = this.form();
    if (!kept || !form) return;
    fillAll(form.elements, JSON.parse(kept) as [string, string][]);
    this.say("上次没传上的内容已放回", "kept");
    this.changed();
  }

  private say(words: string, state: string): void {
    if (!this.line) return;
    this.line.textContent = words;
    this.line.dataset["state"] = state;
  }
}

function fillAll(fields: Iterable<Element>, typed: [string, string][]): void {
  const byName = new Map<string, string[]>();
  for (const [name, value] of typed) byName.set(name, [...(byName.get(name) ?? []), value]);
  for (const field of fields) fill(field, byName);
}

/** The new questions take the old ones' place; what is typed, opened and in focus stays. */
function exchange(drawn: HTMLElement, fresh: HTMLElement): void {
  const answered = [...controls(drawn)].filter((field) => !(field instanceof HTMLInputElement) || !isUnticked(field));
  const typed = answered.map((field): [string, string] => [field.name, field.value]);
  const opened = [...drawn.querySelectorAll("details[open]")].map((part) => controls(part)[0]?.name);
  const focused = document.activeElement;
  const name = focused && drawn.contains(focused) ? focused.getAttribute("name") : null;
  drawn.replaceWith(fresh);
  fillAll(controls(fresh), typed);
  for (const field of controls(fresh)) {
    const part = field.closest("details");
    if (part && opened.includes(field.name)) part.open = true;
    if (name && field.name === name) field.focus({ preventScroll: true });
  }
}

function isUnticked(field: HTMLInputElement): boolean {
  return (field.type === "checkbox" || field.type === "radio") && !field.checked;
}

/** Does it hold something else than the page came with? */
function isChanged(field: Element): boolean {
  if (field instanceof HTMLSelectElement) {
    const given = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return field.value !== (given?.value ?? "");
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement) || field.type === "hidden" || field.type === "file") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function controls(within: Element): NodeListOf<Control> {
  return within.querySelectorAll<Control>("input[name], select[name], textarea[name]");
}

function fill(field: Element, byName: Map<string, string[]>): void {
  if (field instanceof HTMLInputElement && (field.type === "file" || field.type === "hidden" || field.type === "password")) return;
  if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
    field.checked = byName.get(field.name)?.includes(field.value) ?? false;
  } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
    const value = byName.get(field.name)?.shift();
    if (value !== undefined) field.value = value;
  }
}

customElements.define("draft-form", DraftForm);

/** <key-list> walks its [data-row] children by keyboard: J K up and down, Enter opens, ? helps; where rows can be
 * ticked X ticks, A takes and E goes to the field [data-pass] that passes them on. */
import "./_tick-count";
import { keySheet } from "./_key-help";
import { leave, takeUp } from "./_page";

const TAKEN = "ty-taken";
const HELP: [string, string][] = [
  ["J / K", "下一行、上一行"],
  ["Enter", "打开这一行"],
];
const DEEDS: [string, string][] = [
  ["X", "选中或取消"],
  ["A", "认领这一行"],
  ["E", "转办选中的，没有选中就转这一行"],
];
const WAYS: [string, string][] = [
  ["/", "去查找框"],
  ["Esc", "回到列表"],
  ["?", "看这张表"],
];
const TICK = "input[type=checkbox]";

class KeyList extends HTMLElement {
  private at = -1;
  private readonly listen = (event: KeyboardEvent): void => this.key(event);
  private help?: HTMLDialogElement;

  connectedCallback(): void {
    document.addEventListener("keydown", this.listen);
    const chosen = this.rows().findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (chosen >= 0) this.at = chosen;
    this.goOn();
  }

  /** After a deed on a row the page comes anew; the reader stays at that row. */
  private goOn(): void {
    const [path, at] = takeUp(TAKEN).split(" ");
    if (path !== location.pathname) return;
    this.at = Number(at) - 1;
    this.move(1);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.listen);
  }

  private rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-row]")].filter((row) => row.offsetParent !== null);
  }

  private row(): HTMLElement | undefined {
    return this.rows()[this.at];
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const target = event.target as Element;
    if (event.key === "Escape" && target.matches("input, select")) return (target as HTMLElement).blur();
    if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    if (event.key === "Enter" && target.closest("a, button, summary")) return;
    if (this.act(event.key)) event.preventDefault();
  }

  private act(key: string): boolean {
    switch (key.toLowerCase()) {
      case "j": return this.move(1);
      case "k": return this.move(-1);
      case "enter": return this.press("[data-open], a[href]");
      case "x": return this.press(TICK);
      case "a": return this.take();
      case "e": return this.pass();
      case "?": return this.explain();
      default: return false;
    }
  }

  private move(step: number): boolean {
    const rows = this.rows();
    if (!rows.length) return false;
    this.row()?.classList.remove("at");
    this.at = Math.max(0, Math.min(rows.length - 1, this.at + step));
    const row = this.row();
    row?.classList.add("at");
    row?.setAttribute("tabindex", "-1");
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
    row?.dispatchEvent(new CustomEvent("row", { bubbles: true }));
    return true;
  }

  private press(selector: string): boolean {
    const target = this.row()?.querySelector<HTMLElement>(selector);
    target?.click();
    return Boolean(target);
  }

  private take(): boolean {
    if (this.row()?.querySelector("[data-take]")) leave(TAKEN, `${location.pathname} ${this.at}`);
    return this.press("[data-take]");
  }

  /** To the field that says to whom; the row at hand goes along when none is ticked. */
  private pass(): boolean {
    const to = this.querySelector<HTMLElement>("[data-pass]");
    if (!to) return false;
    if (!this.querySelector(`[data-row] ${TICK}:checked`)) this.press(TICK);
    to.focus();
    return true;
  }

  private explain(): boolean {
    const deeds = this.querySelector("[data-pass]") ? DEEDS : [];
    this.help ??= this.appendChild(keySheet([...HELP, ...deeds, ...WAYS]));
    this.help.showModal();
    return true;
  }
}

customElements.define("key-list", KeyList);

/**
 * <keep-points data-form="…" data-key="…"> keeps what was ticked and written on this page until it is sent:
 * looking at another paper, the next filing, or going back from the confirming page loses nothing.
 * A point is known by what it is about (the hidden `about-n`), since numbers change with the report.
 */
interface Kept {
  ticked: string[];
  texts: Record<string, string>;
}

class KeepPoints extends HTMLElement {
  private readonly write = (): void => this.keep();

  connectedCallback(): void {
    if (!this.hasAttribute("data-open")) return this.forget();
    this.restore();
    document.addEventListener("change", this.write);
    document.addEventListener("input", this.write);
  }

  disconnectedCallback(): void {
    document.removeEventListener("change", this.write);
    document.removeEventListener("input", this.write);
  }

  private key(): string {
    return `points-${this.dataset.key ?? ""}`;
  }

  private fields(): Map<string, HTMLInputElement | HTMLTextAreaElement> {
    const form = document.getElementById(this.dataset.form ?? "") as HTMLFormElement | null;
    const all = [...(form?.elements ?? [])] as HTMLInputElement[];
    const about = new Map<string, string>();
    for (const field of all) if (field.name.startsWith("about-")) about.set(field.name.slice(6), field.value);
    const found = new Map<string, HTMLInputElement | HTMLTextAreaElement>();
    for (const field of all) {
      if (field.type === "checkbox") found.set(`tick ${about.get(field.value) ?? field.value}`, field);
      if (field.type !== "textarea") continue;
      found.set(`text ${about.get(field.name.replace("text-", "")) ?? field.name}`, field);
    }
    return found;
  }

  private keep(): void {
    const kept: Kept = { ticked: [], texts: {} };
    for (const [name, field] of this.fields()) {
      if (field instanceof HTMLInputElement) {
        if (field.checked) kept.ticked.push(name);
      } else if (field.value !== field.defaultValue) kept.texts[name] = field.value;
    }
    this.store((place) => place.setItem(this.key(), JSON.stringify(kept)));
  }

  private restore(): void {
    const text = this.store((place) => place.getItem(this.key()));
    if (!text) return;
    const kept = JSON.parse(text) as Kept;
    for (const [name, field] of this.fields()) {
      if (field instanceof HTMLInputElement) {
        if (kept.ticked.includes(name)) field.checked = true;
      } else if (kept.texts[name] !== undefined) {
        field.value = kept.texts[name] ?? "";
        const fold = field.closest("details");
        if (fold) fold.open = true;
      }
    }
    document.getElementById(this.dataset.form ?? "")?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** The points went out, or there is nothing to decide: the next round starts clean. */
  private forget(): void {
    this.store((place) => place.removeItem(this.key()));
  }

  /** A browser may refuse to keep anything; then this page is as without script. */
  private store<T>(act: (place: Storage) => T): T | undefined {
    try {
      return act(sessionStorage);
    } catch {
      return undefined;
    }
  }
}

customElements.define("keep-points", KeepPoints);

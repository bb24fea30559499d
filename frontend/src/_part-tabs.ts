/** <part-tabs> makes tabs of the links to the parts of a page where these do not fit side by side. */
const NARROW = "(max-width: 64em)";

class PartTabs extends HTMLElement {
  private readonly narrow = matchMedia(NARROW);
  private current: HTMLAnchorElement | undefined;
  private readonly lay = (): void => this.layOut();
  private readonly follow = (): void => this.open(this.named(), false);

  connectedCallback(): void {
    this.addEventListener("click", (event) => this.press(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.narrow.addEventListener?.("change", this.lay);
    addEventListener("hashchange", this.follow);
    document.addEventListener("htmx:afterSwap", this.lay); // a part may have been replaced
    this.layOut();
  }

  disconnectedCallback(): void {
    this.narrow.removeEventListener?.("change", this.lay);
    removeEventListener("hashchange", this.follow);
    document.removeEventListener("htmx:afterSwap", this.lay);
  }

  private tabs(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>("a[href^='#']")];
  }

  private partOf(tab: HTMLAnchorElement): HTMLElement | null {
    return document.getElementById(tab.hash.slice(1));
  }

  /** The part the address names, else the one the page opens with. */
  private named(): HTMLAnchorElement | undefined {
    const tabs = this.tabs();
    return tabs.find((tab) => tab.hash === location.hash) ?? tabs.find((tab) => "first" in tab.dataset) ?? tabs[0];
  }

  private layOut(): void {
    const narrow = this.narrow.matches;
    const list = this.querySelector("nav");
    list?.[narrow ? "setAttribute" : "removeAttribute"]("role", "tablist");
    for (const tab of this.tabs()) this.dress(tab, narrow);
    if (narrow) this.open(this.current ?? this.named(), false);
  }

  private dress(tab: HTMLAnchorElement, narrow: boolean): void {
    const part = this.partOf(tab);
    if (!part) return;
    tab.id ||= `tab-${part.id}`;
    if (!narrow) {
      for (const name of ["role", "aria-selected", "aria-controls", "tabindex", "aria-current"]) tab.removeAttribute(name);
      part.removeAttribute("role");
      part.hidden = false;
      return;
    }
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", part.id);
    part.setAttribute("role", "tabpanel");
  }

  private press(event: MouseEvent): void {
    const tab = (event.target as Element).closest<HTMLAnchorElement>("[role=tab]");
    if (!tab) return;
    event.preventDefault();
    history.replaceState(history.state, "", tab.hash);
    this.open(tab, true);
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const tabs = this.tabs();
    const at = tabs.indexOf(document.activeElement as HTMLAnchorElement);
    if (!step || at < 0 || !this.narrow.matches) return;
    event.preventDefault();
    const tab = tabs[(at + step + tabs.length) % tabs.length];
    tab?.focus();
    tab?.click();
  }

  private open(chosen: HTMLAnchorElement | undefined, scroll: boolean): void {
    if (!chosen || !this.narrow.matches) return;
    this.current = chosen;
    for (const tab of this.tabs()) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      tab.classList.toggle("on", on);
      const part = this.partOf(tab);
      if (part) part.hidden = !on;
    }
    const top = this.getBoundingClientRect().top + scrollY;
    // Back to the head of the part only for a reader who is below it.
    if (scroll && this.parentElement) scrollTo(scrollX, Math.min(scrollY, top, this.parentElement.offsetTop));
  }
}

customElements.define("part-tabs", PartTabs);

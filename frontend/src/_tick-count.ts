/** <tick-count data-form="…"> says how many boxes of that form are ticked; its first child holds the words for none, data-unit what one is called. */
class TickCount extends HTMLElement {
  private none = "";
  private readonly count = (): void => this.say();

  connectedCallback(): void {
    this.none = this.firstElementChild?.textContent ?? "";
    this.setAttribute("aria-live", "polite");
    document.addEventListener("change", this.count);
    addEventListener("pageshow", this.count);
  }

  disconnectedCallback(): void {
    document.removeEventListener("change", this.count);
    removeEventListener("pageshow", this.count);
  }

  private say(): void {
    const form = document.getElementById(this.dataset.form ?? "") as HTMLFormElement | null;
    const fields = [...(form?.elements ?? [])] as HTMLInputElement[];
    const ticked = fields.filter((field) => field.type === "checkbox" && field.name && field.checked).length;
    const place = this.firstElementChild;
    const words = ticked ? `已选 ${ticked} ${this.dataset.unit ?? "处"}` : this.none;
    if (place && place.textContent !== words) place.textContent = words;
  }
}

customElements.define("tick-count", TickCount);

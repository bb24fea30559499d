/** What several elements need: the token against forged posts, text nodes, waiting. */

export function csrfToken(): string {
  const field = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  return field?.value ?? /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  text = "",
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

export const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export function clockTime(moment = new Date()): string {
  return `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
}

/** A token of the style sheet as it reads now, light or dark. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Calls back whenever the reader changes to dark or large type. */
export function onDisplayChange(redraw: () => void): MutationObserver {
  const watcher = new MutationObserver(redraw);
  watcher.observe(document.documentElement, { attributeFilter: ["data-bs-theme", "data-elder"] });
  return watcher;
}

/** A word left for the page that answers; a browser that keeps nothing begins at the top. */
export function leave(key: string, words: string): void {
  try {
    sessionStorage.setItem(key, words);
  } catch {
    // Nothing is kept.
  }
}

/** The word left by the page before, once. */
export function takeUp(key: string): string {
  try {
    const words = sessionStorage.getItem(key) ?? "";
    sessionStorage.removeItem(key);
    return words;
  } catch {
    return "";
  }
}

/** <upload-box post="…"> sends each file as it is chosen, with progress, and again when the line was lost. */
import { csrfToken, make, wait } from "./_page";

interface Stored {
  id?: string | number;
  name?: string;
  message?: string;
}

const TRIES = 5;

class UploadBox extends HTMLElement {
  private readonly list = make("ul", "files");

  connectedCallback(): void {
    const input = this.input();
    if (!input || this.classList.contains("ready")) return;
    this.classList.add("ready");
    this.invite(input);
    this.list.setAttribute("aria-live", "polite");
    this.append(this.list);
    input.addEventListener("change", () => this.take(input.files));
    this.addEventListener("dragover", (event) => this.hover(event, true));
    this.addEventListener("dragleave", (event) => this.hover(event, false));
    this.addEventListener("drop", (event) => this.drop(event));
  }

  /** The label becomes the button; the browser's own control stays for the keyboard, unseen. */
  private invite(input: HTMLInputElement): void {
    const label = this.querySelector("label");
    label?.append(make("span", "say small", "拖到这里，或"), make("span", "btn btn-plain btn-small", input.multiple ? "选择文件（可多选）" : "选择文件"));
  }

  private input(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("input[type=file]");
  }

  private hover(event: DragEvent, over: boolean): void {
    event.preventDefault();
    this.classList.toggle("over", over);
  }

  private drop(event: DragEvent): void {
    this.hover(event, false);
    const input = this.input();
    const files = event.dataTransfer?.files;
    if (!input || !files?.length) return;
    if (!this.hasAttribute("post")) input.files = files;
    this.take(files);
  }

  private take(files: FileList | null): void {
    const address = this.getAttribute("post");
    if (!address) this.list.replaceChildren();
    for (const file of files ?? []) {
      const row = new Row(file);
      this.list.append(row.node);
      if (address) void this.send(file, row, address);
    }
    const input = this.input();
    if (address && input) input.value = "";
  }

  /** Lost lines are tried again, each time after a longer pause or as soon as the network is back. */
  private async send(file: File, row: Row, address: string): Promise<void> {
    for (let turn = 1; turn <= TRIES; turn++) {
      try {
        const stored = await post(address, file, (share) => row.moved(share));
        return this.kept(row, stored);
      } catch (trouble) {
        if (trouble instanceof Rejected) return row.refused(trouble.message);
        row.waiting(turn);
        await Promise.race([wait(1000 * 2 ** turn), online()]);
      }
    }
    row.lost(() => void this.send(file, row, address));
  }

  private kept(row: Row, stored: Stored): void {
    row.done();
    if (stored.id !== undefined) {
      const field = make("input");
      field.type = "hidden";
      field.name = `${this.input()?.name ?? "file"}_id`;
      field.value = String(stored.id);
      row.node.append(field);
    }
    this.dispatchEvent(new CustomEvent("stored", { bubbles: true, detail: stored }));
  }
}

class Rejected extends Error {}

/** One line of the list: name, size, progress and what became of it. */
class Row {
  readonly node = make("li");
  private readonly says = make("span", "say");
  private readonly bar = make("progress", "ty-progress");

  constructor(file: File) {
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `${file.name} 上传进度`);
    this.says.textContent = readable(file.size);
    this.node.append(make("span", "", file.name), this.says);
  }

  moved(share: number): void {
    if (!this.bar.isConnected) this.node.append(this.bar);
    this.bar.value = share;
    this.say(`${Math.round(share * 100)} %`, "");
  }

  waiting(turn: number): void {
    this.say(`网络断了，第 ${turn} 次重试`, "");
  }

  done(): void {
    this.bar.remove();
    this.say("已传", "good");
  }

  refused(words: string): void {
    this.bar.remove();
    this.say(words, "bad");
  }

  lost(again: () => void): void {
    const button = make("button", "btn btn-plain btn-small", "再传一次");
    button.type = "button";
    button.addEventListener("click", () => {
      button.remove();
      again();
    });
    this.say("没有传上", "bad");
    this.node.append(button);
  }

  private say(words: string, tone: string): void {
    this.says.textContent = words;
    this.says.className = `say ${tone}`;
  }
}

function readable(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function online(): Promise<void> {
  return new Promise((done) => window.addEventListener("online", () => done(), { once: true }));
}

function post(address: string, file: File, moved: (share: number) => void): Promise<Stored> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && moved(event.loaded / event.total);
    request.onload = () => {
      const answer = (request.response ?? {}) as Stored;
      if (request.status < 300) done(answer);
      else if (request.status < 500) fail(new Rejected(answer.message ?? "这份文件没有收下"));
      else fail(new Error(String(request.status)));
    };
    request.onerror = request.ontimeout = () => fail(new Error("line lost"));
    request.send(body);
  });
}

customElements.define("upload-box", UploadBox);

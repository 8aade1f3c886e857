/** The reader beside the answer: a document, its outline, the cited clause in view, the quoted words highlighted. */

import * as api from "./api.js";
import { DocumentPage } from "./page.js";
import { chips, clauseName, element } from "./text.js";

export class Reader {
  #panel;
  #on;
  #pages = new Map();
  #trigger = null;
  #key = "";

  /** `on.close()` is told when the person closes the reader; `on.editions(work)` gives the loaded editions of a work. */
  constructor(panel, on) {
    this.#panel = panel;
    this.#on = on;
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  get open() {
    return !this.#panel.hidden;
  }

  /**
   * Opens what a citation points to: by offsets, or by a clause path where there are none.
   * `around`: the citations of the same answer, to go on to; `onMove(target)` is told where the reader goes.
   */
  async show(target, { around = [], trigger = null, asOf = null, onMove = () => {} } = {}) {
    this.#trigger = trigger ?? this.#trigger;
    this.#panel.hidden = false;
    this.#panel.setAttribute("aria-busy", "true");
    onMove(target);
    const move = (next) => this.show(next, { around, asOf, onMove });
    try {
      const page = await this.#open(target, asOf);
      this.#panel.replaceChildren(this.#head(page.document, target, around, move), page.outline, page.element);
      page.point(target);
    } catch (error) {
      this.#panel.replaceChildren(this.#bar(), element("p", { className: "problem", role: "alert" }, error.message));
    }
    this.#panel.setAttribute("aria-busy", "false");
    this.#panel.querySelector(".bar button")?.focus({ preventScroll: true });
  }

  close() {
    this.#panel.hidden = true;
    this.#trigger?.focus();
    this.#trigger = null;
    this.#on.close();
  }

  async #open({ document_id: id, version_id: version }, asOf) {
    const key = [id, version, asOf].join(" ");
    if (!this.#pages.has(key)) this.#pages.set(key, new DocumentPage(await api.document(id, version, asOf)));
    this.#key = key;
    return this.#pages.get(key);
  }

  #bar(...children) {
    const close = element("button", { type: "button", className: "quiet", onclick: () => this.close() }, "关闭");
    return element("div", { className: "bar" }, ...children, close);
  }

  #head(document, target, around, move) {
    const about = [document.number, document.issuer, document.region, document.year && `${document.year} 年度`];
    return element(
      "header",
      {},
      this.#bar(...steps(target, around, move)),
      element("h2", {}, document.title),
      element("p", { className: "about" }, ...about.filter(Boolean).flatMap((part) => [element("span", {}, part)])),
      element("p", { className: "about" }, ...chips(document.state, document.text_kind, document.access), ...dates(document)),
      document.text_kind === "digest" ? element("p", { className: "digest" }, "要点摘编，非官方原文；引用前请核对原文。") : null,
      this.#older(document, move),
      this.#tools(document, move),
    );
  }

  /** The original file, what cleaning changed, and the other editions of the work. */
  #tools(document, move) {
    const page = this.#pages.get(this.#key);
    const marks = element("button", { type: "button", className: "plain", "aria-pressed": "false" }, "整理痕迹");
    marks.addEventListener("click", async () => {
      const shown = await page.marks(() => api.edits(document.document_id, document.version_id));
      marks.setAttribute("aria-pressed", String(shown));
    });
    const original = element("a", { href: api.originalUrl(document.document_id, document.version_id), download: "" }, "下载原文件");
    const others = this.#on.editions(document.work_id).filter((item) => item.document_id !== document.document_id);
    const links = others.map((item) =>
      element("button", { type: "button", className: "plain", onclick: () => move({ document_id: item.document_id, url: `/?${new URLSearchParams({ document: item.document_id })}` }) }, `${item.title}（${item.state}）`),
    );
    return element("p", { className: "about tools" }, original, marks, ...(links.length ? [element("span", {}, "其他版本："), ...links] : []));
  }

  #older(document, move) {
    if (document.version_id === document.newest_version_id) return null;
    const newest = { document_id: document.document_id, version_id: document.newest_version_id };
    const button = element("button", { type: "button", className: "quiet", onclick: () => move(newest) }, "看最新文本");
    return element("p", { className: "digest" }, "这是作答时的文本，之后已更新。", button);
  }
}

function steps(target, around, move) {
  const position = around.indexOf(target);
  const clause = target.clause_path ? element("span", { className: "clause" }, clauseName(target.clause_path)) : null;
  if (position < 0 || around.length < 2) return [clause];
  const step = (offset, label, sign) => {
    const next = around[(position + offset + around.length) % around.length];
    return element("button", { type: "button", className: "quiet step", "aria-label": label, title: label, onclick: () => move(next) }, sign);
  };
  const place = element("span", { className: "place" }, `出处 ${target.n}／共 ${around.length} 处`);
  return [step(-1, "上一处出处", "‹"), step(1, "下一处出处", "›"), place, clause];
}

function dates({ effective_from: from, effective_to: to }) {
  if (!from) return [];
  return [element("span", {}, to ? `${from} 起施行，至 ${to}` : `${from} 起施行`)];
}

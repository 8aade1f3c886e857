/** The conversations of whoever is signed in: find, open, rename, delete, take away as a file. */

import * as api from "./api.js";
import { element } from "./text.js";

const PATIENCE = 250;

export class Rail {
  #panel;
  #on;
  #list = element("ul", { className: "talks" });
  #search = element("input", { type: "search", placeholder: "找对话", "aria-label": "找对话" });
  #more = element("button", { type: "button", className: "quiet", hidden: true }, "更早的");
  #told = element("p", { className: "told", role: "status" });
  #all = element("button", { type: "button", className: "plain", hidden: true, onclick: () => this.#forgetAll() }, "全部删除");
  #timer = 0;
  #asked = 0;
  #renaming = false;
  #shown = [];

  /**
   * `on.open(conversation)` shows one, `on.fresh()` begins one, `on.gone(id)` is told when one was deleted,
   * `on.close()` puts the conversations away.
   */
  constructor(panel, on) {
    this.#panel = panel;
    this.#on = on;
    const fresh = element("button", { type: "button", className: "quiet fresh", id: "fresh", onclick: () => on.fresh() }, "新对话");
    const close = element("button", { type: "button", className: "quiet close", "aria-label": "收起对话", onclick: () => on.close() }, "×");
    const top = element("div", { className: "begin" }, fresh, close);
    panel.replaceChildren(top, this.#search, this.#list, this.#more, this.#told, this.#all);
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.load(), PATIENCE);
    });
    this.#more.addEventListener("click", () => this.load(this.#shown.length));
  }

  /** Marks the conversation that is open. */
  set current(id) {
    for (const item of this.#list.querySelectorAll("[data-id]")) item.toggleAttribute("data-current", item.dataset.id === id);
    this.open = id;
  }

  /** Reads the list anew, or goes on behind what is shown. What comes late, or while a name is being written, is dropped. */
  async load(offset = 0) {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const { total, conversations } = await api.conversations(this.#search.value.trim(), offset);
      if (asked !== this.#asked || this.#renaming) return;
      this.#shown = offset ? [...this.#shown, ...conversations] : conversations;
      this.#list.replaceChildren(...this.#byDay());
      this.#more.hidden = this.#shown.length >= total;
      this.#all.hidden = total === 0;
      this.#told.textContent = total ? "" : this.#search.value ? "没有这样的对话。" : "还没有对话。问过的会留在这里，只有自己看得到。";
      this.current = this.open;
    } catch (error) {
      this.#told.textContent = error.message;
    }
  }

  /** The conversations under the days on which they were last gone on with. */
  #byDay() {
    const days = new Map();
    for (const one of this.#shown) days.set(dayOf(one.updated), [...(days.get(dayOf(one.updated)) ?? []), one]);
    return [...days].map(([day, ones]) =>
      element("li", {}, element("h3", {}, day), element("ul", { "aria-label": day }, ...ones.map((one) => this.#item(one)))),
    );
  }

  #item(conversation) {
    const { id, title } = conversation;
    const name = element("button", { type: "button", className: "name", title, onclick: () => this.#open(id) }, title);
    const menu = element(
      "details",
      { className: "more" },
      element("summary", { "aria-label": `“${title}”的操作`, title: "操作" }, "⋯"),
      element(
        "div",
        { className: "menu" },
        element("button", { type: "button", onclick: () => this.#rename(item, conversation) }, "改名"),
        element("a", { href: api.exportUrl(id, "docx"), download: "" }, "导出 Word"),
        element("a", { href: api.exportUrl(id, "md"), download: "" }, "导出 Markdown"),
        element("button", { type: "button", onclick: () => this.#forget(id) }, "删除"),
      ),
    );
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget)) menu.open = false;
    });
    menu.addEventListener("click", (event) => {
      if (event.target.closest("a")) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    const item = element("li", {}, name, menu);
    item.dataset.id = id;
    return item;
  }

  async #open(id) {
    await this.#try(async () => {
      this.#on.open(await api.conversation(id));
      this.current = id;
    });
  }

  #rename(item, { id, title }) {
    const box = element("input", { type: "text", value: title, maxLength: 80, "aria-label": "新名字" });
    const form = element("form", {}, box);
    const done = async (keep) => {
      if (!this.#renaming) return;
      this.#renaming = false;
      const name = box.value.trim();
      if (keep && name && name !== title) await this.#try(() => api.rename(id, name));
      await this.load();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      done(true);
    });
    box.addEventListener("blur", () => done(true));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      done(false);
    });
    this.#renaming = true;
    item.replaceChildren(form);
    box.focus();
    box.select();
  }

  async #forget(id) {
    if (!confirm("删除这段对话？删除后不能恢复。")) return;
    await this.#try(() => api.forget(id));
    if (id === this.open) this.#on.gone(id);
    await this.load();
  }

  async #forgetAll() {
    if (!confirm("删除全部对话？删除后不能恢复。")) return;
    await this.#try(() => api.forgetAll());
    this.#on.gone(this.open);
    await this.load();
  }

  async #try(act) {
    try {
      await act();
    } catch (error) {
      this.#told.textContent = error.message;
    }
  }
}

/** When it was, as people say it. */
function dayOf(moment) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const days = Math.ceil((midnight - new Date(moment)) / 86_400_000);
  if (days <= 0) return "今天";
  if (days === 1) return "昨天";
  return days <= 7 ? "近 7 天" : "更早";
}

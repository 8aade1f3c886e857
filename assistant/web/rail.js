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
  #timer = 0;
  #shown = [];

  /** `on.open(conversation)` shows one, `on.fresh()` begins one, `on.gone(id)` is told when one was deleted. */
  constructor(panel, on) {
    this.#panel = panel;
    this.#on = on;
    const fresh = element("button", { type: "button", className: "quiet fresh", id: "fresh", onclick: () => on.fresh() }, "新对话");
    const all = element("button", { type: "button", className: "plain", onclick: () => this.#forgetAll() }, "全部删除");
    panel.replaceChildren(fresh, this.#search, this.#list, this.#more, this.#told, all);
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.load(), PATIENCE);
    });
    this.#more.addEventListener("click", () => this.load(this.#shown.length));
  }

  /** Marks the conversation that is open. */
  set current(id) {
    for (const item of this.#list.children) item.toggleAttribute("data-current", item.dataset.id === id);
    this.open = id;
  }

  /** Reads the list anew, or goes on behind what is shown. */
  async load(offset = 0) {
    try {
      const { total, conversations } = await api.conversations(this.#search.value.trim(), offset);
      this.#shown = offset ? [...this.#shown, ...conversations] : conversations;
      this.#list.replaceChildren(...this.#shown.map((one) => this.#item(one)));
      this.#more.hidden = this.#shown.length >= total;
      this.#told.textContent = total ? "" : this.#search.value ? "没有这样的对话。" : "还没有对话。";
      this.current = this.open;
    } catch (error) {
      this.#told.textContent = error.message;
    }
  }

  #item(conversation) {
    const { id, title } = conversation;
    const name = element("button", { type: "button", className: "name", onclick: () => this.#open(id) }, title);
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
    const done = async (event) => {
      event.preventDefault();
      if (box.value.trim() && box.value.trim() !== title) await this.#try(() => api.rename(id, box.value.trim()));
      await this.load();
    };
    form.addEventListener("submit", done);
    box.addEventListener("blur", () => this.load());
    box.addEventListener("keydown", (event) => event.key === "Escape" && box.blur());
    item.replaceChildren(form);
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

/** The list of loaded documents: searched, filtered by state, the editions of a work together. */

import { chips, element } from "./text.js";

const ALL = "全部状态";

export class LibraryView {
  #place;
  #onRead;
  #documents = [];
  #list = element("ul", { className: "shelf" });
  #told = element("p", { className: "told", role: "status" });
  #search = element("input", { type: "search", placeholder: "按名称、文号、机关查找", "aria-label": "查找文件" });
  #state = element("select", { "aria-label": "状态" });

  /** `onRead(target, trigger)` opens a document. */
  constructor(place, onRead) {
    this.#place = place;
    this.#onRead = onRead;
    place.replaceChildren(
      element("h2", { id: "documents-title" }, "文件"),
      element("div", { className: "tools" }, this.#search, this.#state),
      this.#told,
      this.#list,
    );
    this.#search.addEventListener("input", () => this.#show());
    this.#state.addEventListener("input", () => this.#show());
  }

  fill(documents) {
    const order = new Map(documents.map((item) => [item.work_id, item.title]));
    this.#documents = documents.toSorted(
      (one, other) =>
        order.get(one.work_id).localeCompare(order.get(other.work_id), "zh-Hans-CN") ||
        (other.effective_from ?? "").localeCompare(one.effective_from ?? ""),
    );
    const states = [...new Set(documents.map((item) => item.state))];
    const kinds = documents.some((item) => item.text_kind === "digest") ? ["要点摘编"] : [];
    this.#state.replaceChildren(...[ALL, ...states, ...kinds].map((words) => element("option", { value: words }, words)));
    this.#show();
  }

  #show() {
    const words = this.#search.value.trim().toLowerCase().split(/\s+/u).filter(Boolean);
    const fits = this.#documents.filter((item) => this.#hasState(item) && words.every((word) => about(item).includes(word)));
    this.#told.textContent = fits.length === this.#documents.length ? `共 ${fits.length} 份` : `${this.#documents.length} 份中的 ${fits.length} 份`;
    this.#list.replaceChildren(...fits.map((item) => this.#row(item)));
  }

  #hasState({ state, text_kind: kind }) {
    const chosen = this.#state.value;
    return chosen === ALL || state === chosen || (chosen === "要点摘编" && kind === "digest");
  }

  #row(item) {
    const url = `/?${new URLSearchParams({ document: item.document_id })}`;
    const link = element("a", { href: new URL(`..${url}`, import.meta.url).href }, item.title);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#onRead({ document_id: item.document_id, url }, link);
    });
    const known = [item.number, item.issuer, item.effective_from && `${item.effective_from} 起`, `${item.clauses} 条款`];
    return element(
      "li",
      {},
      link,
      element("p", { className: "about" }, ...known.filter(Boolean).map((part) => element("span", {}, part))),
      element("p", { className: "states" }, ...chips(item.state, item.text_kind, item.access)),
    );
  }
}

function about(item) {
  return [item.title, item.number, item.issuer, item.region, item.kind, item.year].filter(Boolean).join(" ").toLowerCase();
}

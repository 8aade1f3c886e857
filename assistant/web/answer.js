/** One answer on the page: blocks as they stream in, citation marks, notes, sources. All text enters as text nodes. */

import { clauseName, element, titled } from "./text.js";

const IN_FORCE = new Set(["现行有效", "未知"]);
const TAGS = { paragraph: "p", notice: "p", list: "ul", table: "div" };

export class AnswerView {
  #blocks = [];
  #citations = new Map();
  #onCite;

  /** `onCite(citation, citations, trigger)` opens a citation in the reader. */
  constructor(question, onCite) {
    this.#onCite = onCite;
    this.status = element("p", { className: "status" }, "正在提交问题");
    this.body = element("div", { className: "body" });
    this.element = element(
      "article",
      { className: "turn", "aria-busy": "true" },
      element("h2", { className: "asked" }, question),
      this.status,
      this.body,
    );
  }

  /** Takes in one event of the stream. */
  take({ event, data }) {
    if (event === "status") this.status.textContent = data.text;
    if (event === "citation") this.#citations.set(data.n, data);
    if (event === "text") this.#append(data);
    if (event === "replace") this.#replace(data.from_block, data.blocks);
    if (event === "done") this.#finish(data.answer);
  }

  /** Shows why there is no (whole) answer, with a way on. */
  fail(message, retry) {
    this.#settle();
    this.element.append(
      element(
        "div",
        { className: "problem", role: "alert" },
        element("p", {}, message),
        element("button", { type: "button", className: "quiet", onclick: retry }, "再问一次"),
      ),
    );
  }

  #append({ block, kind, segment, table }) {
    if (!this.#blocks[block]) this.#show(block, kind);
    const place = this.#blocks[block];
    if (table) place.append(this.#table(table));
    else if (kind === "list") place.append(element("li", {}, ...this.#segment(segment)));
    else place.append(...this.#segment(segment));
  }

  #show(number, kind) {
    this.status.hidden = true;
    const region = kind === "table" ? { tabIndex: 0, role: "region", "aria-label": "表格" } : {};
    this.#blocks[number] = element(TAGS[kind], { className: kind, ...region });
    this.body.append(this.#blocks[number]);
  }

  #replace(from, blocks) {
    for (const old of this.#blocks.splice(from)) old.remove();
    blocks.forEach((block, offset) => {
      this.#show(from + offset, block.kind);
      if (block.kind === "table") this.#append({ block: from + offset, kind: "table", table: block });
      else for (const segment of block.segments) this.#append({ block: from + offset, kind: block.kind, segment });
    });
  }

  #segment(segment) {
    const text = element("span", { className: segment.kind }, segment.text);
    return [text, ...segment.citations.map((number) => this.#mark(number))];
  }

  #table({ header, rows }) {
    const cells = (tag, row, more = {}) => row.map((cell) => element(tag, more, ...this.#segment(cell)));
    return element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...cells("th", header, { scope: "col" }))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells("td", row)))),
    );
  }

  #mark(number) {
    const citation = this.#citations.get(number);
    if (!citation) return null;
    const label = `出处 ${number}：${titled(citation.document_title)}${clauseName(citation.clause_path)}`;
    return this.#link(citation, { className: "mark", "aria-label": label, title: label }, String(number));
  }

  #link(citation, properties, ...children) {
    const link = element("a", { href: citation.url, ...properties }, ...children);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#onCite(citation, [...this.#citations.values()], link);
    });
    return link;
  }

  #finish(answer) {
    this.#settle();
    const cited = answer.citations.map((citation) => this.#citations.get(citation.n) ?? citation);
    this.#citations = new Map(cited.map((citation) => [citation.n, citation]));
    const parts = [notes(answer.notes), this.#nearest(answer), this.#sources(cited), facts(answer)];
    this.element.append(...parts.filter(Boolean));
  }

  #settle() {
    this.status.hidden = true;
    this.element.setAttribute("aria-busy", "false");
  }

  #nearest({ abstained, searched }) {
    if (!abstained || !searched.nearest.length) return null;
    return element(
      "section",
      { className: "nearest" },
      element("h3", {}, "最接近的条款，供参考"),
      element("ul", {}, ...searched.nearest.map((clause) => element("li", {}, this.#nearby(clause)))),
    );
  }

  #nearby(clause) {
    const where = new URLSearchParams({ document: clause.document_id, clause: clause.clause_path });
    const target = { document_id: clause.document_id, clause_path: clause.clause_path, url: `/?${where}` };
    return this.#link(
      target,
      { className: "source" },
      element("span", { className: "name" }, `${titled(clause.document_title)}${clauseName(clause.clause_path)}`),
      element("span", { className: "words" }, clause.text),
    );
  }

  #sources(citations) {
    if (!citations.length) return null;
    return element(
      "section",
      { className: "sources" },
      element("h3", {}, "出处"),
      element("ol", {}, ...citations.map((citation) => element("li", {}, this.#source(citation)))),
    );
  }

  #source(citation) {
    return this.#link(
      citation,
      { className: "source" },
      element("span", { className: "number", "aria-hidden": "true" }, String(citation.n)),
      element(
        "span",
        { className: "name" },
        titled(citation.document_title),
        citation.document_number ? element("span", { className: "issued" }, citation.document_number) : null,
        element("span", { className: "clause" }, clauseName(citation.clause_path)),
        ...chips(citation.state, citation.kind),
      ),
      element("span", { className: "words" }, citation.cited_text),
    );
  }
}

/** Marks that change how a text may be relied on: its state where it is not in force, and that it is a digest. */
export function chips(state, kind, access = "public") {
  return [
    element("span", { className: IN_FORCE.has(state) ? "chip" : "chip caution" }, state === "未知" ? "效力未知" : state),
    kind === "digest" ? element("span", { className: "chip caution" }, "要点摘编") : null,
    access === "internal" ? element("span", { className: "chip" }, "内部") : null,
  ].filter(Boolean);
}

function notes(all) {
  if (!all.length) return null;
  return element("ul", { className: "notes", "aria-label": "说明" }, ...all.map(({ text }) => element("li", {}, text)));
}

function facts(answer) {
  const parts = [
    `按 ${answer.as_of} 的规定`,
    answer.conduct_date ? `行为日 ${answer.conduct_date}` : null,
    `查了 ${answer.searched.documents} 份文件`,
    answer.abstained ? null : answer.versions.model ? "由模型撰写，逐句核对过出处" : "未用模型，词句出自文件",
  ];
  return element("p", { className: "facts" }, parts.filter(Boolean).join(" · "));
}

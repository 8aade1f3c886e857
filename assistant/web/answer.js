/** One answer on the page: blocks as they stream in, citation marks, notes, sources. All text enters as text nodes. */

import { answerText, copy } from "./paste.js";
import { chips, clauseName, element, titled } from "./text.js";

/** What the page itself says around an answer; a widget may say it in another language. */
export const CHINESE = {
  sending: "正在提交问题",
  again: "再问一次",
  wait: (seconds) => `${seconds} 秒后可再问`,
  sources: "出处",
  source: "出处",
  nearest: "最接近的条款，供参考",
  notes: "说明",
  table: "表格",
  asOf: (day) => `按 ${day} 的规定`,
  conduct: (day) => `行为日 ${day}`,
  searched: (count) => `查了 ${count} 份文件`,
  written: "人工智能生成，逐句核对过出处",
  quoted: "未用模型，词句出自文件",
};
/** An item that brings its own number needs no mark before it. */
const NUMBERED = /^\s*(?:[（(][一二三四五六七八九十百\d]+[）)]|第[一二三四五六七八九十百千\d]+[条款项]|[一二三四五六七八九十\d]+(?:[、．）]|\.(?!\d)))/u;
const TAGS = { paragraph: "p", notice: "p", list: "ul", table: "div" };

export class AnswerView {
  #blocks = [];
  #citations = new Map();
  #onCite;
  #card;
  #words;
  #skeleton = element("div", { className: "skeleton", "aria-hidden": "true" }, element("span"), element("span"), element("span"));

  /** `onCite(citation, citations, trigger)` opens a citation in the reader; `card` shows it beside its mark. */
  constructor(question, onCite, card = null, words = CHINESE) {
    this.#onCite = onCite;
    this.#card = card;
    this.#words = words;
    this.status = element("p", { className: "status" }, words.sending);
    this.body = element("div", { className: "body" });
    this.element = element(
      "article",
      { className: "turn", "aria-busy": "true" },
      element("h2", { className: "asked" }, question),
      this.status,
      this.#skeleton,
      this.body,
    );
  }

  /** Shows a whole answer that was given before. */
  fill(answer) {
    for (const citation of answer.citations) this.#citations.set(citation.n, citation);
    this.#replace(0, answer.blocks);
    this.#finish(answer);
  }

  /** Takes in one event of the stream. */
  take({ event, data }) {
    if (event === "status") this.status.textContent = this.#words.searching ?? data.text;
    if (event === "citation") this.#citations.set(data.n, data);
    if (event === "text") this.#append(data);
    if (event === "replace") this.#replace(data.from_block, data.blocks);
    if (event === "done") this.#finish(data.answer);
  }

  /** Shows why there is no (whole) answer, with a way on; after `wait` seconds where the server asks for patience. */
  fail(message, retry, wait = 0) {
    this.#settle();
    const again = element("button", { type: "button", className: "quiet", onclick: retry }, this.#words.again);
    this.element.append(element("div", { className: "problem", role: "alert" }, element("p", {}, message), again));
    if (wait) count(again, wait, this.#words);
  }

  /** Adds what can be done with the answer: `actions` are {label, act(button), last}; those of the last answer go with `age`. */
  equip(answer, actions) {
    const copying = async (button) => {
      await copy(answerText(answer));
      confirm(button, "已复制");
    };
    const bar = [{ label: "复制", act: copying }, ...actions].map(({ label, name, act, last }) => {
      const button = element("button", { type: "button", className: "quiet" }, label);
      if (name) button.dataset.name = name;
      button.toggleAttribute("data-last", Boolean(last));
      button.addEventListener("click", async () => {
        try {
          await act(button);
        } catch (error) {
          confirm(button, error.message);
        }
      });
      return button;
    });
    this.actions = element("div", { className: "actions", role: "group", "aria-label": "对这个回答" }, ...bar);
    this.element.append(this.actions);
  }

  /** Offers questions to go on with. */
  offer(questions, onAsk) {
    if (!questions.length) return;
    const items = questions.map((text) => element("li", {}, element("button", { type: "button", onclick: () => onAsk(text) }, text)));
    const title = element("h3", {}, "接着可以问");
    this.element.append(element("section", { className: "next" }, title, element("ul", { className: "offers" }, ...items)));
  }

  /** Takes away what belongs to the last answer only. */
  age() {
    this.element.querySelector(".next")?.remove();
    for (const button of this.element.querySelectorAll("[data-last]")) button.remove();
  }

  #append({ block, kind, segment, table }) {
    if (!this.#blocks[block]) this.#show(block, kind);
    const place = this.#blocks[block];
    if (table) place.append(this.#table(table));
    else if (kind === "list") place.append(element("li", { className: NUMBERED.test(segment.text) ? "numbered" : "" }, ...this.#segment(segment)));
    else place.append(...this.#segment(segment));
  }

  #show(number, kind) {
    this.status.hidden = true;
    this.#skeleton.remove();
    const region = kind === "table" ? { tabIndex: 0, role: "region", "aria-label": this.#words.table } : {};
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
    const text = element("span", { className: segment.model ? `${segment.kind} model` : segment.kind }, segment.text);
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
    const label = `${this.#words.source} ${number}：${titled(citation.document_title)}${clauseName(citation.clause_path)}`;
    const mark = this.#link(citation, { className: "mark", "aria-label": label }, String(number));
    this.#card?.attach(mark, citation);
    return mark;
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
    const parts = [notes(answer.notes, this.#words), this.#nearest(answer), this.#sources(cited), facts(answer, this.#words)];
    this.element.append(...parts.filter(Boolean));
  }

  #settle() {
    this.status.hidden = true;
    this.#skeleton.remove();
    this.element.setAttribute("aria-busy", "false");
  }

  #nearest({ abstained, searched }) {
    if (!abstained || !searched.nearest.length) return null;
    return element(
      "section",
      { className: "nearest" },
      element("h3", {}, this.#words.nearest),
      element("ul", {}, ...searched.nearest.map((clause) => element("li", {}, this.#nearby(clause)))),
    );
  }

  #nearby(clause) {
    const where = new URLSearchParams({ document: clause.document_id, clause: clause.clause_path });
    const target = { document_id: clause.document_id, clause_path: clause.clause_path, url: `/?${where}` };
    return this.#link(
      target,
      { className: "source" },
      element("span", { className: "name" }, `${titled(clause.document_title)} `, element("span", { className: "clause" }, clauseName(clause.clause_path))),
      element("span", { className: "words" }, clause.text),
    );
  }

  /** The cited clauses under the document that they stand in, which is named once. */
  #sources(citations) {
    if (!citations.length) return null;
    const works = new Map();
    for (const citation of citations) works.set(citation.version_id, [...(works.get(citation.version_id) ?? []), citation]);
    return element(
      "section",
      { className: "sources" },
      element("h3", {}, this.#words.sources),
      element("ul", { className: "works" }, ...[...works.values()].map((cited) => this.#work(cited))),
    );
  }

  #work(cited) {
    const { document_title: title, document_number: number, state, kind } = cited[0];
    const issued = number ? element("span", { className: "issued" }, number) : null;
    return element(
      "li",
      { className: "work" },
      element("p", { className: "name" }, element("span", {}, titled(title)), issued, ...chips(state, kind)),
      element("ul", {}, ...cited.map((citation) => element("li", {}, this.#source(citation)))),
    );
  }

  #source(citation) {
    return this.#link(
      citation,
      { className: "source" },
      element("span", { className: "number" }, String(citation.n)),
      element("span", { className: "clause" }, clauseName(citation.clause_path)),
      element("span", { className: "words" }, citation.cited_text),
    );
  }
}

function notes(all, words) {
  if (!all.length) return null;
  return element("ul", { className: "notes", "aria-label": words.notes }, ...all.map(({ text }) => element("li", {}, text)));
}

function facts(answer, words) {
  const parts = [
    words.asOf(answer.as_of),
    answer.conduct_date ? words.conduct(answer.conduct_date) : null,
    words.searched(answer.searched.documents),
    answer.abstained ? null : answer.versions.model ? words.written : words.quoted,
  ];
  return element("p", { className: "facts" }, parts.filter(Boolean).join(" · "));
}

/** Says for a moment on a button what it did. */
export function confirm(button, words) {
  const label = (button.dataset.label ??= button.textContent);
  button.textContent = words;
  setTimeout(() => (button.textContent = label), 2000);
}

/** Counts down on a button that may be used again when it is over. */
function count(button, seconds, words) {
  button.disabled = seconds > 0;
  button.textContent = seconds > 0 ? words.wait(seconds) : words.again;
  if (seconds > 0) setTimeout(() => count(button, seconds - 1, words), 1000);
}

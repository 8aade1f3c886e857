/** The registers as pages: deadlines as a list and as a month, duties by organ, document and words. */

import * as api from "./api.js";
import { clauseName, element, titled } from "./text.js";

const PAGE = 100;
const PATIENCE = 250;
const SOON = 14;
const MODALS = { must: "应当", may: "可以", must_not: "不得" };
const DAYS = ["一", "二", "三", "四", "五", "六", "日"];

/** What both pages share: tools above, rows below, words on what is shown. */
class RegisterView {
  _tools = element("div", { className: "tools" });
  _told = element("p", { className: "told", role: "status" });
  _body = element("div", { className: "rows" });
  _more = element("button", { type: "button", className: "quiet", hidden: true }, "再看一些");
  #timer = 0;
  #asked = 0;

  /** `onRead(target, trigger)` opens a clause. */
  constructor(place, name, title, onRead) {
    this.name = name;
    this.onRead = onRead;
    place.replaceChildren(element("h2", { id: `${name}-title` }, title), this._tools, this._told, this._body, this._more);
    this._tools.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.load(), PATIENCE);
    });
    this._more.addEventListener("click", () => this.load(this._shown));
    this._shown = 0;
  }

  /** Reads the rows anew, or goes on behind those that are shown. What comes late for older filters is dropped. */
  async load(offset = 0) {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const page = await api.register(this.name, { ...this.query, limit: PAGE, offset });
      if (asked === this.#asked) this._show(page, offset);
    } catch (error) {
      this._told.textContent = error.message;
    }
    for (const link of this._tools.querySelectorAll("a[data-form]")) link.href = api.registerUrl(this.name, link.dataset.form, this.query);
  }

  _files(...forms) {
    const names = { csv: "CSV", xlsx: "Excel", ics: "日历订阅（.ics）" };
    return element(
      "span",
      { className: "files" },
      ...forms.map((form) => {
        const link = element("a", { href: api.registerUrl(this.name, form, {}), download: form === "ics" ? null : "" }, names[form]);
        link.dataset.form = form;
        return link;
      }),
    );
  }

  /** A link to the row's clause, by its name or by a label of its own. */
  _clause(row, label = "") {
    const where = { document_id: row.document_id, version_id: row.version_id, start_char_index: row.start_char_index, end_char_index: row.end_char_index, clause_path: row.clause_path };
    const url = `/?${new URLSearchParams({ document: row.document_id, version: row.version_id, clause: row.clause_path, start: row.start_char_index, end: row.end_char_index })}`;
    const words = label ? [label] : [titled(row.document_title), element("span", { className: "clause" }, clauseName(row.clause_path))];
    const link = element("a", { href: new URL(`..${url}`, import.meta.url).href, title: label ? row.document_title : "" }, ...words);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.onRead({ ...where, url }, link);
    });
    return link;
  }
}

export class DeadlinesView extends RegisterView {
  #organ = element("input", { type: "search", placeholder: "机关", "aria-label": "机关" });
  #region = element("select", { "aria-label": "地区" });
  #form = element("select", { "aria-label": "样式" }, element("option", { value: "list" }, "列表"), element("option", { value: "month" }, "月历"));
  #month = element("input", { type: "month", "aria-label": "月份" });
  #turning = element("span", { className: "turning", hidden: true }, this.#turn(-1, "上个月", "‹"), this.#month, this.#turn(1, "下个月", "›"));

  constructor(place, onRead) {
    super(place, "deadlines", "期限", onRead);
    this.#month.value = today().slice(0, 7);
    this._tools.append(this.#form, this.#turning, this.#region, this.#organ, this._files("ics", "csv", "xlsx"));
  }

  #turn(months, label, sign) {
    const go = () => {
      const [year, month] = this.#month.value.split("-").map(Number);
      this.#show(new Date(Date.UTC(year, month - 1 + months, 1)).toISOString());
    };
    return element("button", { type: "button", className: "quiet step", "aria-label": label, title: label, onclick: go }, sign);
  }

  /** Turns to the month of a day. */
  #show(day) {
    this.#month.value = day.slice(0, 7);
    this.load();
  }

  fill(documents) {
    const regions = [...new Set(documents.map((item) => item.region).filter(Boolean))];
    this.#region.replaceChildren(element("option", { value: "" }, "全部地区"), ...regions.map((value) => element("option", { value }, value)));
  }

  get narrowed() {
    return { organ: this.#organ.value.trim(), region: this.#region.value };
  }

  get query() {
    if (!this.monthly) return this.narrowed;
    const [from, to] = span(this.#month.value);
    return { ...this.narrowed, from, to };
  }

  get monthly() {
    this.#turning.hidden = this.#form.value !== "month";
    return this.#form.value === "month" && Boolean(this.#month.value);
  }

  _show({ total, deadlines }, offset) {
    this._shown = offset + deadlines.length;
    this._more.hidden = this._shown >= total;
    this._told.textContent = total ? `共 ${total} 项` : this.monthly ? "这个月没有期限。" : "没有期限。";
    if (!offset) this._body.replaceChildren(...(this.monthly ? [this.#calendar(deadlines)] : []));
    for (const row of deadlines) this.#group(this.monthly ? "本月的期限" : row.when === "past" ? "已过" : "将到").append(this.#row(row));
    if (this.monthly && !total) this.#offerNext();
  }

  /** Beside an empty month, the way to the next one that is not. */
  async #offerNext() {
    const asked = this.#month.value;
    const { deadlines } = await api.register(this.name, { ...this.narrowed, limit: 1 }).catch(() => ({ deadlines: [] }));
    const day = deadlines[0]?.next_due ?? deadlines[0]?.due;
    if (!day || asked !== this.#month.value) return;
    const when = deadlines[0].when === "past" ? "最近过去的一项" : "下一项";
    this._told.append(" ", element("button", { type: "button", className: "plain", onclick: () => this.#show(day) }, `${when}在 ${day}`));
  }

  /** The list under a heading; begun when its first row comes. */
  #group(name) {
    const begun = [...this._body.querySelectorAll(".dues")].find((list) => list.ariaLabel === name);
    if (begun) return begun;
    const list = element("ul", { className: "dues", "aria-label": name });
    this._body.append(element("h3", {}, name), list);
    return list;
  }

  #row(row) {
    const what = [row.verb, row.what].filter(Boolean).join("");
    const day = this.monthly && row.days.length ? row.days.join("、") : (row.next_due ?? row.due ?? row.due_text);
    const details = [row.organ, row.recipient && `报 ${row.recipient}`, row.channel].filter(Boolean);
    return element(
      "li",
      { className: row.when },
      element("p", { className: "when" }, element("b", {}, day), left(row)),
      element("p", { className: "what" }, what),
      element("p", { className: "about" }, ...details.map((part) => element("span", {}, part))),
      element("p", { className: "about" }, element("span", {}, `原文：${row.due_text}`), this._clause(row)),
    );
  }

  /** A month as a table of weeks; each day with what is due on it. */
  #calendar(rows) {
    const [year, month] = this.#month.value.split("-").map(Number);
    const byDay = new Map();
    for (const row of rows) for (const day of row.days) byDay.set(day, [...(byDay.get(day) ?? []), row]);
    const weeks = weeksOf(year, month).map((week) => element("tr", {}, ...week.map((day) => this.#day(day, byDay.get(day) ?? []))));
    return element(
      "div",
      { className: "month", tabIndex: 0, role: "region", "aria-label": "月历" },
      element(
        "table",
        {},
        element("caption", {}, `${year} 年 ${month} 月`),
        element("thead", {}, element("tr", {}, ...DAYS.map((name) => element("th", { scope: "col" }, name)))),
        element("tbody", {}, ...weeks),
      ),
    );
  }

  #day(day, rows) {
    if (!day) return element("td", {});
    const items = rows.map((row) => element("li", {}, this._clause(row, `${row.verb ?? ""}${row.what ?? ""}`)));
    const now = day === today() ? { "aria-current": "date" } : {};
    return element("td", { className: rows.length ? "due" : "", ...now }, element("time", { dateTime: day }, String(Number(day.slice(8)))), items.length ? element("ul", {}, ...items) : null);
  }
}

export class DutiesView extends RegisterView {
  #organ = element("select", { "aria-label": "机关" });
  #document = element("select", { "aria-label": "文件" });
  #modal = element("select", { "aria-label": "要求" });
  #words = element("input", { type: "search", placeholder: "条文里的词", "aria-label": "条文里的词" });

  constructor(place, onRead) {
    super(place, "duties", "职责", onRead);
    choices(this.#modal, "全部要求", Object.entries(MODALS));
    choices(this.#organ, "全部机关", []);
    this._tools.append(this.#document, this.#organ, this.#modal, this.#words, this._files("csv", "xlsx"));
  }

  fill(documents) {
    choices(this.#document, "全部文件", documents.map((item) => [item.document_id, item.title]));
  }

  get query() {
    return { organ: this.#organ.value, document_id: this.#document.value, modal: this.#modal.value, words: this.#words.value.trim() };
  }

  _show({ total, duties, organs }, offset) {
    this._shown = offset + duties.length;
    this._more.hidden = this._shown >= total;
    this._told.textContent = total ? `共 ${total} 项` : "没有这样的职责。";
    if (!offset && !this.#organ.value) choices(this.#organ, "全部机关", organs.map(({ organ, count }) => [organ, `${organ}（${count}）`]));
    const rows = duties.map((row) => this.#row(row));
    if (offset) this._body.querySelector("tbody").append(...rows);
    else this._body.replaceChildren(table(["谁", "要求", "做什么", "期限", "依据的条款"], rows));
  }

  #row(row) {
    const organ = row.organ ? [row.organ, row.organ_inherited ? element("span", { className: "about" }, "（承前）") : null] : ["—"];
    const act = [row.verb, row.object, row.recipient && `，对 ${row.recipient}`, row.channel && `，${row.channel}`].filter(Boolean).join("");
    const said = [element("p", {}, act), element("p", { className: "words" }, row.cited_text)];
    const cells = { organ, modal: [MODALS[row.modal]], act: said, due: [row.due_text ?? ""], where: [this._clause(row)] };
    return element("tr", {}, ...Object.entries(cells).map(([name, parts]) => element("td", { className: name }, ...parts)));
  }
}

function table(names, rows) {
  const head = element("thead", {}, element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name))));
  return element("div", { className: "table", tabIndex: 0, role: "region", "aria-label": "职责表" }, element("table", {}, head, element("tbody", {}, ...rows)));
}

function choices(list, all, pairs) {
  const chosen = list.value;
  list.replaceChildren(element("option", { value: "" }, all), ...pairs.map(([value, words]) => element("option", { value }, words)));
  list.value = pairs.some(([value]) => value === chosen) ? chosen : "";
}

function left({ when, days_left: days, day_derived: derived }) {
  const words = { past: "已过", today: "今天" }[when] ?? `还有 ${days} 天`;
  const soon = when === "today" || (when !== "past" && days <= SOON);
  return element("span", { className: soon ? "chip caution" : "chip" }, derived ? `${words}（按期末算）` : words);
}

/** The day in China, as 2026-11-21. */
function today() {
  return new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
}

/** First and last day of a month written 2026-11. */
function span(month) {
  const [year, number] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return [`${month}-01`, `${month}-${String(last).padStart(2, "0")}`];
}

/** The weeks of a month from Monday on: days as 2026-11-01, null outside the month. */
function weeksOf(year, month) {
  const first = new Date(Date.UTC(year, month - 1, 1));
  const before = (first.getUTCDay() + 6) % 7;
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const days = [...Array(before).fill(null), ...Array.from({ length: count }, (_, n) => new Date(Date.UTC(year, month - 1, n + 1)).toISOString().slice(0, 10))];
  while (days.length % 7) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, n) => days.slice(7 * n, 7 * n + 7));
}

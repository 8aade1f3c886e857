/** A document as a page: a paragraph per line, set by its place in the outline, with a highlight that moves. */

import { CodePoints, element } from "./text.js";

const CHAPTERS = ["编", "分编", "章", "节"];
const PART_NAMES = { 网页: "网页内容（不是文件正文）", 无关内容: "文件之后夹带的内容（不属于本文件）" };
const MANY = 300;
const KINDS = { "page mark": "页码", "broken line": "断行", markup: "标记", "file header": "文件头", blank: "空白" };
const WORTH_SHOWING = new Set(["page mark", "broken line", "markup", "file header"]);

export class DocumentPage {
  #lines = [];
  #marked = [];
  #nodes;
  #edited = false;

  constructor(document) {
    this.document = document;
    this.points = new CodePoints(document.text);
    this.#nodes = placed(document.outline, this.points);
    this.element = element("div", { className: "page", tabIndex: 0, role: "region", "aria-label": "原文" });
    this.element.append(...this.#paragraphs());
    this.outline = this.#contents();
  }

  /** Brings a span (offsets in code points) or a clause into view and marks it. */
  point({ start_char_index: start, end_char_index: end, clause_path: path }) {
    this.#clear();
    const clause = this.#nodes.find((node) => node.path === path);
    if (end !== undefined) this.#mark(this.points.unit(start), this.points.unit(end));
    if (clause) for (const line of this.#within(clause.from, clause.to)) line.element.classList.add("in-clause");
    const first = this.element.querySelector("mark, .in-clause");
    const show = () => (first ?? this.element).scrollIntoView({ block: first ? "center" : "nearest" });
    show();
    if (first) requestAnimationFrame(show); // what was not laid out before had a height that was guessed
  }

  /** Shows what cleaning joined or removed, read when it is first asked for, or hides it again; whether it is shown. */
  async marks(readEdits) {
    const shown = !this.element.classList.contains("with-edits");
    if (shown && !this.#edited) {
      this.#edited = true;
      for (const edit of (await readEdits()).edits) this.#note(edit);
    }
    this.element.classList.toggle("with-edits", shown);
    return shown;
  }

  /** A line below the place where something was changed. */
  #note({ offset, original, replacement, kind }) {
    const position = this.points.unit(offset);
    const line = this.#lines.findLast((each) => each.from <= position) ?? this.#lines[0];
    if (!line || !WORTH_SHOWING.has(kind)) return;
    const changed = replacement.trim() ? `“${original.trim()}”改为“${replacement.trim()}”` : `去掉了“${original.trim()}”`;
    const words = original.trim() ? changed : "原文在这一段里断开，已接上";
    line.element.after(element("p", { className: "edit" }, `${KINDS[kind]}：${words}`));
  }

  #mark(from, to) {
    this.#marked = this.#within(from, to);
    for (const line of this.#marked) fill(line, this.document.text, from, to);
  }

  #clear() {
    for (const line of this.#marked) fill(line, this.document.text);
    for (const line of this.element.querySelectorAll(".in-clause")) line.classList.remove("in-clause");
  }

  #within(from, to) {
    return this.#lines.filter((line) => line.from < to && line.to > from);
  }

  #paragraphs() {
    const made = [];
    let next = 0;
    let inside = null;
    let from = 0;
    for (const text of this.document.text.split("\n")) {
      const to = from + text.length;
      let opens = null;
      for (; next < this.#nodes.length && this.#nodes[next].from <= to; next += 1) {
        const node = this.#nodes[next];
        if (node.from > from + text.search(/\S|$/)) continue;
        opens = opens && opens.depth < node.depth && opens.from === node.from ? opens : node;
        inside = node;
        if (node.level === "part" && node.parent === null) made.push(...caption(node));
      }
      while (inside && inside.to <= from) inside = inside.above;
      if (text.trim()) made.push(this.#line(text, from, to, opens, inside));
      from = to + 1;
    }
    return made;
  }

  #line(text, from, to, opens, inside) {
    const line = { from, to, label: opens ? labelEnd(this.document.text, opens) : from, element: element("p", { className: style(text, opens, inside) }) };
    if (opens) opens.line = line;
    fill(line, this.document.text);
    this.#lines.push(line);
    return line.element;
  }

  #contents() {
    const articles = this.#nodes.filter((node) => node.level === "条").length;
    const listed = this.#nodes.filter((node) => node.line && (CHAPTERS.includes(node.level) || shallow(node, articles)));
    if (listed.length < 2) return "";
    const list = element("ol", {}, ...listed.map((node) => this.#entry(node)));
    const details = element("details", { className: "outline" }, element("summary", {}, "目录"), element("nav", { "aria-label": "目录" }, list));
    return details;
  }

  #entry(node) {
    const words = node.heading || this.document.text.slice(node.line.label, node.line.to).trim();
    const go = () => {
      this.outline.open = false;
      this.point({ clause_path: node.path });
    };
    const label = node.label || node.path.split("/").at(-1);
    return element(
      "li",
      { className: `depth-${Math.min(node.depth, 3)}` },
      element("button", { type: "button", onclick: go }, element("b", {}, label), ` ${words.replace(label, "").trim().slice(0, 40)}`),
    );
  }
}

/** The outline with positions in the JavaScript string, the depth of each node and the node above it. */
function placed(outline, points) {
  const nodes = [];
  for (const node of outline) {
    const above = node.parent === null ? null : nodes[node.parent];
    nodes.push({ ...node, from: points.unit(node.start), to: points.unit(node.end), above, depth: above ? above.depth + 1 : 0 });
  }
  return nodes;
}

function shallow(node, articles) {
  if (node.level === "条") return articles <= MANY;
  return node.level === "part" ? node.parent === null : node.level === "item" && node.depth <= 1;
}

function caption(node) {
  const name = node.path.replace(/（.*）$/, "");
  return name === "头部" || name === "引言" ? [] : [element("h3", { className: "part-name" }, PART_NAMES[name] ?? name)];
}

function style(text, opens, inside) {
  const top = inside && topOf(inside);
  const classes = [];
  if (opens && CHAPTERS.includes(opens.level)) classes.push("chapter");
  else if (opens?.level === "条") classes.push("article");
  else if (opens?.heading && text.trim().length <= opens.label.length + opens.heading.length + 4) classes.push("heading");
  if (top?.level === "part") classes.push(["网页", "无关内容"].some((name) => top.path.startsWith(name)) ? "aside" : "part");
  if (inside && ["项", "目", "item"].includes(inside.level)) classes.push(`indent-${Math.min(inside.level === "item" ? inside.depth : inside.level === "目" ? 2 : 1, 4)}`);
  return classes.join(" ");
}

/** Where the label of a clause ends, with the heading where that runs on into the text. */
function labelEnd(text, { from, label, heading }) {
  const end = text.startsWith(label, from) ? from + label.length : from;
  return end > from && heading && text.startsWith(heading, end) ? end + heading.length : end;
}

function topOf(node) {
  return node.above ? topOf(node.above) : node;
}

/** Writes a line's text anew: its label set off, and what lies between the two positions highlighted. */
function fill(line, text, from = 0, to = 0) {
  const cuts = [line.from, line.label, Math.max(from, line.from), Math.min(to, line.to), line.to];
  const edges = [...new Set(cuts.filter((cut) => cut >= line.from && cut <= line.to))].sort((a, b) => a - b);
  const pieces = edges.slice(1).map((end, number) => {
    const start = edges[number];
    const words = text.slice(start, end);
    const set = end <= line.label ? element("b", {}, words) : words;
    return start >= from && end <= to ? element("mark", {}, set) : set;
  });
  line.element.replaceChildren(...pieces);
}

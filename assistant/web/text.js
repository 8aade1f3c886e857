/** Characters as the server counts them: offsets are Unicode code points, JavaScript's strings are UTF-16. */

export class CodePoints {
  #astral = [];

  constructor(text) {
    this.text = text;
    if (!/[\ud800-\udbff]/.test(text)) return;
    let point = 0;
    for (const character of text) {
      if (character.length > 1) this.#astral.push(point);
      point += 1;
    }
  }

  /** The position in the JavaScript string of the code point number `point`. */
  unit(point) {
    let low = 0;
    let high = this.#astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#astral[middle] < point) low = middle + 1;
      else high = middle;
    }
    return point + low;
  }

  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

/** How many code points a text has. */
export function count(text) {
  let points = 0;
  for (const _ of text) points += 1;
  return points;
}

/** The first `limit` code points; never half a character. */
export function cut(text, limit) {
  return text.length <= limit ? text : new CodePoints(text).slice(0, limit);
}

/** A clause path as people write it: 第四条第（三）项, and for plans 二 › （三） › 5. */
export function clauseName(path) {
  return path.split("/").join(path.startsWith("第") ? "" : " › ");
}

const EDITION = /（\d{4}年?[^（）]{0,6}(?:修正|修订|修改|公布|制定)[^（）]{0,4}）$/u;
const IN_FORCE = new Set(["现行有效", "未知"]);

/** A title in its marks, its edition behind them; marks inside it become the inner ones: 《关于印发〈方案〉的通知》. */
export function titled(title) {
  const edition = EDITION.exec(title)?.[0] ?? "";
  const name = title.slice(0, title.length - edition.length);
  return `《${name.replaceAll("《", "〈").replaceAll("》", "〉")}》${edition}`;
}

/** Marks that change how a text may be relied on: its state where it is not in force, and that it is a digest. */
export function chips(state, kind, access = "public") {
  return [
    element("span", { className: IN_FORCE.has(state) ? "chip" : "chip caution" }, state === "未知" ? "效力未知" : state),
    kind === "digest" ? element("span", { className: "chip caution" }, "要点摘编") : null,
    access === "internal" ? element("span", { className: "chip" }, "内部") : null,
  ].filter(Boolean);
}

/** An element with properties and children; strings become text nodes, never markup. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

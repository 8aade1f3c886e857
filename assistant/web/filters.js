/** What the search is narrowed to: the day, and region, year and kind of documents. Visible, so that nothing is narrowed unseen. */

import { element } from "./text.js";

export class Filters {
  #day = element("input", { type: "date", id: "as-of", min: "1949-10-01", max: "2199-12-31" });
  #region = select("地区");
  #year = select("年度");
  #kind = select("种类");
  #clear = element("button", { type: "button", className: "quiet", hidden: true }, "不限");

  /** `onChange()` is told when something is chosen. */
  constructor(place, onChange) {
    place.replaceChildren(element("label", { className: "day" }, element("span", {}, "按哪一天"), element("span", { className: "short", "aria-hidden": "true" }, "截至"), this.#day), this.#region, this.#year, this.#kind, this.#clear);
    place.addEventListener("input", () => {
      this.#clear.hidden = !this.narrowed;
      onChange();
    });
    this.#clear.addEventListener("click", () => {
      for (const each of [this.#region, this.#year, this.#kind]) each.value = "";
      this.#day.value = "";
      this.#clear.hidden = true;
      onChange();
    });
  }

  get day() {
    return this.#day.value;
  }

  get valid() {
    return this.#day.validity.valid;
  }

  get narrowed() {
    return Boolean(this.day || this.#region.value || this.#year.value || this.#kind.value);
  }

  /** As the server takes them; what is not chosen is left out. */
  get values() {
    const chosen = { region: this.#region.value, year: Number(this.#year.value), kind: this.#kind.value };
    return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value));
  }

  /** Offers what the loaded documents have. */
  fill(documents) {
    options(this.#region, "全部地区", documents.map((item) => item.region));
    options(this.#year, "全部年度", documents.map((item) => item.region && item.year).filter(Boolean).sort((one, other) => other - one));
    options(this.#kind, "全部种类", documents.map((item) => item.kind));
  }
}

function select(label) {
  return element("select", { "aria-label": label, hidden: true });
}

function options(list, all, values) {
  const chosen = list.value;
  const known = [...new Set(values.filter(Boolean).map(String))];
  list.replaceChildren(element("option", { value: "" }, all), ...known.map((value) => element("option", { value }, value)));
  list.value = known.includes(chosen) ? chosen : "";
  list.hidden = known.length < 2;
}

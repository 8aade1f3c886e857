/** The card beside a citation mark: the quoted words, where they stand, and whether they count. One for all marks. */

import { official } from "./paste.js";
import { chips, element } from "./text.js";

const GAP = 8;
const DELAY = 120;

export class Card {
  #shown = null;
  #timer = 0;

  /** `root` is where the card lives: the page's body, or a widget's shadow root. */
  constructor(root) {
    this.element = element("div", { className: "card", role: "tooltip", id: "citation-card", hidden: true });
    root.append(this.element);
    this.element.addEventListener("mouseenter", () => clearTimeout(this.#timer));
    this.element.addEventListener("mouseleave", () => this.#hideSoon());
    root.addEventListener("scroll", () => this.hide(), { capture: true, passive: true });
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#shown) {
        event.stopPropagation();
        this.hide();
      }
    }, true);
  }

  /** Shows the card while the pointer or the focus is on `mark`. */
  attach(mark, citation) {
    mark.addEventListener("mouseenter", () => this.#showSoon(mark, citation));
    mark.addEventListener("mouseleave", () => this.#hideSoon());
    mark.addEventListener("focus", () => this.#show(mark, citation));
    mark.addEventListener("blur", () => this.hide());
    mark.addEventListener("click", () => this.hide());
  }

  hide() {
    clearTimeout(this.#timer);
    this.#shown?.removeAttribute("aria-describedby");
    this.#shown = null;
    this.element.hidden = true;
  }

  #showSoon(mark, citation) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(mark, citation), DELAY);
  }

  #hideSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), DELAY);
  }

  #show(mark, citation) {
    this.hide();
    if (!mark.isConnected) return;
    this.#shown = mark;
    this.element.replaceChildren(
      element("p", { className: "name" }, official(citation), " ", ...chips(citation.state, citation.kind)),
      element("p", { className: "words" }, citation.cited_text),
    );
    this.element.hidden = false;
    mark.setAttribute("aria-describedby", this.element.id);
    this.#place(mark.getBoundingClientRect());
  }

  /** Below the mark where there is room, else above; never outside the window. */
  #place(mark) {
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = Math.max(GAP, Math.min(mark.left, innerWidth - width - GAP));
    const below = mark.bottom + GAP + height <= innerHeight || mark.top < height + GAP;
    this.element.style.left = `${left}px`;
    this.element.style.top = `${below ? mark.bottom + GAP : mark.top - height - GAP}px`;
  }
}

/**
 * The widget on a portal: <script type="module" src="https://HOST/widget.js"></script><ip-assistant key="…"></ip-assistant>
 *
 * Attributes: key (needed), title, greeting, color, position (right, left, inline), lang (zh-CN, zh-TW, en), open.
 * Methods: open(), close(), ask(text). Events: open, close, ask {question}, answer {abstained}.
 * Everything lives in a shadow root with styles of its own; nothing is kept on the visitor's machine.
 */

import { stream, reach, Refused } from "./web/api.js";
import { AnswerView } from "./web/answer.js";
import { Card } from "./web/card.js";
import { chips, count, cut, element } from "./web/text.js";
import { official } from "./web/paste.js";
import { STYLE } from "./web/widget-style.js";
import { WORDS, languageOf } from "./web/widget-words.js";

const QUESTION_LIMIT = 8000;
const TURNS_SENT = 6;
const CHARACTERS_SENT = 4000;
const EARLY = 60;
const FOCUSABLE = "button:not([disabled]), textarea, a[href], [tabindex='0']";
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

class IpAssistant extends HTMLElement {
  static observedAttributes = ["title", "greeting", "color", "position", "lang", "open"];

  #root = this.attachShadow({ mode: "open" });
  #turns = [];
  #token = null;
  #renewAt = 0;
  #stop = null;
  #heading = "";
  #parts = null;
  #leave = null;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    if (!this.#parts) this.#build();
    this.#dress();
    if (this.hasAttribute("open") || this.#inline) this.open();
  }

  disconnectedCallback() {
    this.#stop?.abort();
  }

  attributeChangedCallback(name, _, value) {
    if (!this.#parts) return;
    if (name === "open") value === null ? this.close() : this.open();
    else this.#dress();
  }

  /** Shows the conversation and puts the focus into its box. */
  open() {
    const { panel, launcher, box } = this.#parts ?? {};
    if (!panel || !panel.hidden) return;
    panel.hidden = false;
    launcher.setAttribute("aria-expanded", "true");
    if (!this.#inline) box.focus();
    this.#tell("open");
  }

  /** Hides the conversation; it stays as it is. */
  close() {
    const { panel, launcher } = this.#parts ?? {};
    if (!panel || panel.hidden || this.#inline) return;
    panel.hidden = true;
    launcher.setAttribute("aria-expanded", "false");
    launcher.focus();
    this.removeAttribute("open");
    this.#tell("close");
  }

  /** Asks a question as if the visitor had typed it. */
  async ask(text) {
    const question = String(text ?? "").trim();
    if (!question || this.#stop || count(question) > QUESTION_LIMIT) return;
    this.open();
    this.#tell("ask", { question });
    await this.#answer(question);
  }

  get #inline() {
    return this.getAttribute("position") === "inline";
  }

  get #words() {
    return WORDS[languageOf(this.getAttribute("lang") ?? document.documentElement.lang)];
  }

  #build() {
    const launcher = element("button", { type: "button", className: "launcher", "aria-expanded": "false", "aria-haspopup": "dialog" });
    const heading = element("h2", { id: "heading" });
    const close = element("button", { type: "button", className: "close" }, "×");
    const greeting = element("p", { className: "greeting" });
    const log = element("div", { className: "log", role: "log", "aria-live": "polite", tabIndex: 0 }, greeting);
    const box = element("textarea", { rows: 1, id: "question", enterKeyHint: "send", autocomplete: "off" });
    const label = element("label", { htmlFor: "question", className: "hidden" });
    const send = element("button", { type: "submit", className: "send" });
    const told = element("p", { className: "told", role: "alert" });
    const form = element("form", {}, label, box, send, told);
    const quote = element("section", { className: "sheet", tabIndex: -1, hidden: true });
    const panel = element("div", { className: "panel", role: "dialog", "aria-labelledby": "heading", hidden: true },
      element("header", {}, heading, close), log, form, quote);
    this.#root.append(launcher, panel);
    this.#parts = { launcher, heading, close, greeting, log, box, label, send, told, panel, quote, card: new Card(this.#root) };
    launcher.addEventListener("click", () => (panel.hidden ? this.open() : this.close()));
    close.addEventListener("click", () => this.close());
    form.addEventListener("submit", (event) => this.#submit(event));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      if (!this.#stop) this.#submit(event);
    });
    panel.addEventListener("keydown", (event) => this.#keys(event));
  }

  /** What attributes say, in words and colours. A title on the element itself would hover over everything as a tip. */
  #dress() {
    const { launcher, heading, close, greeting, log, box, label, send } = this.#parts;
    const words = this.#words;
    if (this.title) {
      this.#heading = this.title;
      this.removeAttribute("title");
    }
    const name = this.#heading || words.title;
    this.lang ||= languageOf(document.documentElement.lang);
    this.#root.host.dataset.position = this.#inline ? "inline" : this.getAttribute("position") === "left" ? "left" : "right";
    const colour = this.getAttribute("color");
    if (colour && CSS.supports("color", colour)) this.style.setProperty("--ip-accent", colour);
    launcher.textContent = name;
    heading.textContent = name;
    close.setAttribute("aria-label", words.close);
    greeting.textContent = this.getAttribute("greeting") || words.greeting;
    log.setAttribute("aria-label", words.log);
    label.textContent = words.question;
    box.placeholder = words.question;
    if (!this.#stop) send.textContent = words.send;
  }

  #submit(event) {
    event.preventDefault();
    const { box, told } = this.#parts;
    if (this.#stop) return this.#stop.abort();
    const length = count(box.value.trim());
    told.textContent = length > QUESTION_LIMIT ? this.#words.tooLong(length, QUESTION_LIMIT) : "";
    if (!length || length > QUESTION_LIMIT) return undefined;
    const question = box.value;
    box.value = "";
    return this.ask(question);
  }

  async #answer(question) {
    const { log, send, card } = this.#parts;
    const words = this.#words;
    const view = new AnswerView(question, (citation, _, trigger) => this.#quote(citation, trigger), card, words.answer);
    log.append(view.element);
    // not scrollIntoView, which would move the portal's page too
    log.scrollTop += view.element.getBoundingClientRect().top - log.getBoundingClientRect().top;
    const stop = (this.#stop = new AbortController());
    send.textContent = words.stop;
    try {
      const answer = await this.#asked(question, view, stop.signal);
      this.#turns.push({ question, answer: answer.answer });
      this.#tell("answer", { abstained: answer.abstained });
    } catch (error) {
      const again = () => {
        view.element.remove();
        this.ask(question);
      };
      view.fail(error.name === "AbortError" ? words.stopped : error.message, again, error.wait);
    } finally {
      this.#stop = null;
      send.textContent = this.#words.send;
    }
  }

  /** The whole answer, shown as it comes; with a fresh token where the one at hand has ended. */
  async #asked(question, view, signal, again = true) {
    try {
      const url = new URL(`./api/widget/${encodeURIComponent(this.getAttribute("key") ?? "")}/chat`, import.meta.url);
      const headers = { Authorization: `Bearer ${await this.#admitted()}` };
      let answer = null;
      for await (const frame of stream(url, this.#body(question), signal, headers)) {
        view.take(frame);
        if (frame.event === "done") answer = frame.data.answer;
      }
      return answer;
    } catch (error) {
      if (!again || error.problem?.status !== 401 || !this.#token) throw error;
      this.#token = null;
      return this.#asked(question, view, signal, false);
    }
  }

  async #admitted() {
    if (this.#token && Date.now() < this.#renewAt) return this.#token;
    const url = new URL(`./api/widget/${encodeURIComponent(this.getAttribute("key") ?? "")}/token`, import.meta.url);
    const held = this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
    const response = await reach(url, { method: "POST", headers: held, credentials: "omit" }).catch((error) => {
      if (!this.#token || !(error instanceof Refused)) throw error;
      return reach(url, { method: "POST", credentials: "omit" });
    });
    const { token, expires_in: seconds } = await response.json();
    this.#token = token;
    this.#renewAt = Date.now() + (seconds - EARLY) * 1000;
    return token;
  }

  /** Some pages teach all objects to write themselves into JSON in their own way; ours have nothing of theirs. */
  #body(question) {
    const history = [];
    for (const turn of this.#turns.slice(-TURNS_SENT)) {
      history.push({ __proto__: null, role: "user", content: turn.question });
      history.push({ __proto__: null, role: "assistant", content: cut(turn.answer, CHARACTERS_SENT) });
    }
    Object.defineProperty(history, "toJSON", { value: undefined });
    return { __proto__: null, question, history };
  }

  /** The cited words over the conversation, with where they stand and whether they count. */
  #quote(citation, trigger) {
    const { quote } = this.#parts;
    const words = this.#words;
    const leave = () => {
      quote.hidden = true;
      trigger.focus();
    };
    this.#leave = leave;
    quote.replaceChildren(
      element("button", { type: "button", onclick: leave }, words.back),
      element("h3", {}, citation.document_number === undefined ? citation.clause_path : official(citation)),
      element("p", {}, ...chips(citation.state ?? "未知", citation.kind)),
      element("p", { className: "words" }, citation.cited_text ?? ""),
      ...(citation.kind === "digest" ? [element("p", { className: "digest" }, words.digest)] : []),
    );
    quote.hidden = false;
    quote.querySelector("button").focus();
  }

  #keys(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (!this.#parts.quote.hidden) this.#leave?.();
      else this.close();
    }
    if (event.key === "Tab" && !this.#inline) this.#turnAround(event);
  }

  /** Keeps the focus inside the dialog, or inside the sheet that covers it. */
  #turnAround(event) {
    const { panel, quote } = this.#parts;
    const inside = [];
    for (const each of (quote.hidden ? panel : quote).querySelectorAll(FOCUSABLE)) if (each.checkVisibility()) inside.push(each);
    const [first, last] = [inside[0], inside[inside.length - 1]];
    const at = this.#root.activeElement;
    if (event.shiftKey && at === first) last.focus();
    else if (!event.shiftKey && at === last) first.focus();
    else return;
    event.preventDefault();
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get("ip-assistant")) customElements.define("ip-assistant", IpAssistant);

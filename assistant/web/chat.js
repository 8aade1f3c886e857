/** The conversation: what was asked, what was answered, and what is sent back for follow-ups. */

import { ask } from "./api.js";
import { AnswerView } from "./answer.js";
import { cut } from "./text.js";

const TURNS_SENT = 10;
const CHARACTERS_SENT = 8000;

export class Chat {
  #log;
  #onCite;
  #turns = [];
  #stop = null;
  #conversation = null;

  /** `onCite(citation, citations, trigger, asOf)` opens a citation; `onBusy(busy)` is told when an answer begins and ends. */
  constructor(log, { onCite, onBusy }) {
    this.#log = log;
    this.#onCite = onCite;
    this.onBusy = onBusy;
  }

  get busy() {
    return this.#stop !== null;
  }

  stop() {
    this.#stop?.abort();
  }

  /** Forgets the conversation and clears the log. */
  clear() {
    this.stop();
    this.#turns = [];
    this.#conversation = null;
    this.#log.replaceChildren();
  }

  /** Asks a question as of a day (empty: today) and shows its answer as it comes. */
  async ask(question, asOf) {
    let answer = null;
    const view = new AnswerView(question, (...cited) => this.#onCite(...cited, answer?.as_of ?? asOf));
    this.#log.append(view.element);
    view.element.scrollIntoView({ block: "start" });
    const stop = new AbortController();
    this.#stop = stop;
    this.onBusy(true);
    try {
      for await (const frame of ask(this.#body(question, asOf), stop.signal)) {
        view.take(frame);
        if (frame.event === "done") answer = frame.data.answer;
      }
      this.#keep(question, answer);
    } catch (error) {
      const reason = error.name === "AbortError" ? "已停止。" : error.message;
      view.fail(reason, () => this.#again(view, question, asOf));
    } finally {
      if (this.#stop === stop) this.#stop = null;
      this.onBusy(this.busy);
    }
  }

  #again(view, question, asOf) {
    if (this.busy) return;
    view.element.remove();
    this.ask(question, asOf);
  }

  #keep(question, answer) {
    this.#turns.push({ question, answer: answer.answer });
    this.#conversation = answer.conversation_id;
  }

  #body(question, asOf) {
    const history = this.#turns.slice(-TURNS_SENT).flatMap((turn) => [
      { role: "user", content: turn.question },
      { role: "assistant", content: cut(turn.answer, CHARACTERS_SENT) },
    ]);
    return { question, history, conversation_id: this.#conversation, as_of: asOf || null };
  }
}

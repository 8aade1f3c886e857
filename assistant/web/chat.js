/** The conversation: what was asked, what was answered, and what is sent back for follow-ups. */

import * as api from "./api.js";
import { AnswerView, confirm } from "./answer.js";
import { cut, element } from "./text.js";

const TURNS_SENT = 10;
const CHARACTERS_SENT = 8000;
const REASONS = ["不准确", "不完整", "没有答到点上", "引用的条款不对", "应当能答却没答", "其他"];

export class Chat {
  #log;
  #on;
  #card;
  #turns = [];
  #stop = null;

  /**
   * `on.cite(citation, citations, trigger, asOf)` opens a citation; `on.busy(busy)` is told when an answer begins and
   * ends; `on.edit(question)` puts a question back into the box; `on.kept()` when a stored conversation has changed;
   * `on.away()` when nobody is signed in any more. `on.keeps()`: whether conversations are stored.
   */
  constructor(log, card, on) {
    this.#log = log;
    this.#card = card;
    this.#on = on;
    this.conversation = null;
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
    this.conversation = null;
    this.#log.replaceChildren();
  }

  /** Shows a stored conversation, to go on with it. */
  restore({ id, exchanges }) {
    this.clear();
    this.conversation = id;
    for (const { question, answer } of exchanges) {
      const view = this.#view(question, () => answer.as_of);
      view.fill(answer);
      this.#keep({ question, asOf: answer.as_of, filters: {} }, answer, view);
    }
    this.#log.lastElementChild?.scrollIntoView({ block: "start" });
  }

  /** Asks a question as of a day (empty: today) within filters, and shows its answer as it comes. */
  async ask(question, asOf, filters) {
    const asked = { question, asOf, filters };
    let answer = null;
    const view = this.#view(question, () => answer?.as_of ?? asOf);
    view.element.scrollIntoView({ block: "start" });
    const stop = new AbortController();
    this.#stop = stop;
    this.#on.busy(true);
    try {
      if (!this.conversation && this.#on.keeps()) this.conversation = (await api.begin(question)).id;
      const body = this.#body(asked);
      for await (const frame of api.ask(body, stop.signal)) {
        view.take(frame);
        if (frame.event === "done") answer = frame.data.answer;
      }
      this.#keep(asked, answer, view);
      this.#on.kept();
      this.#offer(view, body);
    } catch (error) {
      const reason = error.name === "AbortError" ? "已停止。" : error.message;
      view.fail(reason, () => this.#again(view, asked), error.wait);
      if (error.problem?.status === 401) this.#on.away();
    } finally {
      if (this.#stop === stop) this.#stop = null;
      this.#on.busy(this.busy);
    }
  }

  #view(question, asOf) {
    this.#turns.at(-1)?.view.age();
    const view = new AnswerView(question, (...cited) => this.#on.cite(...cited, asOf()), this.#card);
    this.#log.append(view.element);
    return view;
  }

  #again(view, { question, asOf, filters }) {
    if (this.busy) return;
    view.element.remove();
    this.ask(question, asOf, filters);
  }

  #keep(asked, answer, view) {
    this.#turns.push({ question: asked.question, answer: answer.answer, view });
    view.equip(answer, this.#actions(asked, answer, view));
  }

  #actions(asked, answer, view) {
    const again = { label: "再问一次", last: true, act: () => this.#repeat(view, asked) };
    const edit = { label: "改问题", last: true, act: () => this.#edit(view, asked) };
    if (!this.conversation) return [again, edit];
    const id = this.conversation;
    const good = { label: "有用", act: (button) => this.#judge(id, answer, { verdict: "up" }, button) };
    const bad = { label: "有问题", act: () => this.#complain(id, answer, view) };
    return [again, edit, good, bad];
  }

  async #judge(id, answer, opinion, button) {
    await api.judge(id, answer.id, opinion);
    confirm(button, "已记下");
  }

  /** A small form below the answer: what is wrong with it, and what would be right. */
  #complain(id, answer, view) {
    if (view.element.querySelector(".complaint")) return;
    const reason = element("select", { name: "reason" }, ...REASONS.map((words) => element("option", { value: words }, words)));
    const correction = element("textarea", { name: "correction", rows: 2, maxLength: 2000 });
    const send = element("button", { type: "submit", className: "quiet" }, "提交");
    const cancel = element("button", { type: "button", className: "quiet", onclick: () => form.remove() }, "取消");
    const form = element(
      "form",
      { className: "complaint" },
      element("label", {}, "哪里不对 ", reason),
      element("label", {}, "应当怎样（选填；请不要写个人信息）", correction),
      element("div", { className: "actions" }, send, cancel),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await api.judge(id, answer.id, { verdict: "down", reason: reason.value, correction: correction.value });
        form.replaceChildren(element("p", { role: "status" }, "已记下，谢谢。"));
      } catch (error) {
        confirm(send, error.message);
      }
    });
    view.element.append(form);
    reason.focus();
  }

  #repeat(view, { question, asOf, filters }) {
    if (this.busy) return;
    this.#turns.pop();
    view.element.remove();
    this.ask(question, asOf, filters);
  }

  #edit(view, { question }) {
    if (this.busy) return;
    this.#turns.pop();
    view.element.remove();
    this.#on.edit(question);
  }

  /** Follow-ups come behind the answer; without them nothing is missing. */
  async #offer(view, body) {
    try {
      const { questions } = await api.followUps({ ...body, conversation_id: null });
      if (this.#turns.at(-1)?.view === view && !this.busy) view.offer(questions, (text) => this.#on.offered(text));
    } catch {
      // an answer without follow-ups is whole
    }
  }

  #body({ question, asOf, filters }) {
    const history = this.#turns.slice(-TURNS_SENT).flatMap((turn) => [
      { role: "user", content: turn.question },
      { role: "assistant", content: cut(turn.answer, CHARACTERS_SENT) },
    ]);
    return { question, history, conversation_id: this.conversation, as_of: asOf || null, filters };
  }
}

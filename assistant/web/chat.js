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
  #editing = null;
  #replaced = null;

  /**
   * `on.cite(citation, citations, trigger, asOf)` opens a citation; `on.busy(busy)` is told when an answer begins and
   * ends; `on.edit(question)` puts a question back into the box; `on.kept()` when a stored conversation has changed;
   * `on.away()` when nobody is signed in any more. `on.keeps()`: a promise of whether conversations are stored.
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
    this.leaveAsItIs();
    this.#turns = [];
    this.#replaced = null;
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
    let begun = null;
    if (this.#editing) this.#drop();
    const view = this.#view(question, () => answer?.as_of ?? asOf);
    view.element.scrollIntoView({ block: "start" });
    const stop = new AbortController();
    this.#stop = stop;
    this.#on.busy(true);
    try {
      if (!this.conversation && (await this.#on.keeps())) this.conversation = begun = (await api.begin(question)).id;
      const body = this.#body(asked);
      for await (const frame of api.ask(body, stop.signal)) {
        view.take(frame);
        if (frame.event === "done") answer = frame.data.answer;
      }
      this.#replaced = null;
      this.#keep(asked, answer, view);
      this.#on.kept();
      this.#offer(view, body);
    } catch (error) {
      if (begun && !answer) this.#leave(begun);
      const reason = error.name === "AbortError" ? "已停止。" : error.message;
      view.fail(reason, () => this.#again(view, asked), error.wait);
      if (error.problem?.status === 401) this.#on.away();
    } finally {
      if (this.#stop === stop) this.#stop = null;
      this.#on.busy(this.busy);
    }
  }

  /** A conversation that got no answer is none. */
  #leave(id) {
    if (this.conversation === id) this.conversation = null;
    api.forget(id).catch(() => {}); // an empty one is left behind; opened, it begins anew
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
    this.#turns.push({ question: asked.question, answer: answer.answer, id: answer.id, view });
    view.equip(answer, this.#actions(asked, answer, view));
  }

  #actions(asked, answer, view) {
    const again = { label: "再问一次", last: true, act: () => this.#repeat(asked) };
    const edit = { label: "改问题", last: true, act: () => this.#edit(view, asked) };
    if (!this.conversation) return [again, edit];
    const id = this.conversation;
    const good = { label: "有用", name: "good", act: (button) => this.#praise(id, answer, button) };
    const bad = { label: "有问题", name: "bad", act: () => this.#complain(id, answer, view) };
    return [again, edit, good, bad];
  }

  async #praise(id, answer, button) {
    await api.judge(id, answer.id, { verdict: "up" });
    judged(button);
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
      element("label", {}, "哪里不对", reason),
      element("label", {}, "应当怎样（选填；请不要写个人信息）", correction),
      element("div", { className: "actions" }, send, cancel),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await api.judge(id, answer.id, { verdict: "down", reason: reason.value, correction: correction.value });
        judged(view.element.querySelector("[data-name=bad]"));
        form.replaceChildren(element("p", { role: "status" }, "已记下，谢谢。"));
      } catch (error) {
        confirm(send, error.message);
      }
    });
    view.actions.after(form);
    reason.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }

  #repeat({ question, asOf, filters }) {
    if (this.busy) return;
    this.#drop();
    this.ask(question, asOf, filters);
  }

  /** The old question and answer stay, set back, until another question is sent. */
  #edit(view, { question }) {
    if (this.busy) return;
    this.#editing = view;
    view.element.classList.add("editing");
    this.#on.edit(question);
  }

  /** Gives up editing; whether there was anything to give up. */
  leaveAsItIs() {
    const was = this.#editing;
    was?.element.classList.remove("editing");
    this.#editing = null;
    return was !== null;
  }

  /** Takes the last turn away; the server lets it go when the answer in its place is kept. */
  #drop() {
    this.leaveAsItIs();
    const { view, id } = this.#turns.pop();
    this.#replaced ??= id;
    view.element.remove();
  }

  /** Follow-ups come behind the answer; without them nothing is missing. */
  async #offer(view, body) {
    try {
      const { questions } = await api.followUps({ ...body, conversation_id: null, replaces: null });
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
    return { question, history, conversation_id: this.conversation, replaces: this.#replaced, as_of: asOf || null, filters };
  }
}

/** Marks the opinion that was given; the last one counts. */
function judged(button) {
  for (const each of button.parentElement.querySelectorAll("[data-name]")) each.setAttribute("aria-pressed", String(each === button));
}

/** The page: the question box, the conversation, the shelf of documents and the reader, put together. */

import * as api from "./api.js";
import { chips } from "./answer.js";
import { Chat } from "./chat.js";
import { Reader } from "./reader.js";
import { count, element } from "./text.js";

const QUESTION_LIMIT = 8000;
const HOME = new URL("..", import.meta.url);

const byId = (id) => document.getElementById(id);
const box = byId("question");
const day = byId("as-of");
const send = byId("send");
const refusal = byId("refusal");

const reader = new Reader(byId("reader"), () => {
  byId("desk").classList.remove("reading");
  byId("main").inert = false;
  leaveDocument();
});

const chat = new Chat(byId("log"), {
  onCite: (citation, around, trigger, asOf) => read(citation, { around, trigger, asOf }),
  onBusy: (busy) => {
    send.textContent = busy ? "停止" : "发送";
    send.classList.toggle("stop", busy);
    check();
  },
});

function read(target, more) {
  byId("desk").classList.add("reading");
  byId("main").inert = matchMedia("(max-width: 60rem)").matches;
  reader.show(target, { ...more, onMove: enterDocument });
}

/** The address follows the reader: opening it is a step that the back button undoes, moving inside it is none. */
function enterDocument({ url }) {
  if (!url) return;
  const address = new URL(url.slice(1), HOME);
  if (history.state?.reading) history.replaceState(history.state, "", address);
  else history.pushState({ reading: "opened here" }, "", address);
}

function leaveDocument() {
  if (!atDocument()) return;
  if (history.state?.reading === "opened here") history.back();
  else history.replaceState(null, "", HOME);
}

function atDocument() {
  return new URLSearchParams(location.search).has("document");
}

function submit() {
  if (chat.busy) return chat.stop();
  if (!check() || !box.value.trim()) return box.focus();
  byId("welcome").hidden = true;
  byId("fresh").hidden = false;
  const question = box.value.trim();
  box.value = "";
  grow();
  return chat.ask(question, day.value);
}

/** Says what keeps the question from being sent, if anything does. */
function check() {
  const length = count(box.value.trim());
  const reasons = [
    length > QUESTION_LIMIT ? `问题有 ${length} 个字，最多 ${QUESTION_LIMIT} 个字，请删减。` : "",
    day.validity.valid ? "" : "日期不对，请改成存在的日期，或清空后按今天。",
  ].filter(Boolean);
  refusal.textContent = reasons.join("");
  refusal.hidden = reasons.length === 0;
  send.disabled = !chat.busy && (length === 0 || reasons.length > 0);
  return reasons.length === 0;
}

/** Lets the box grow with its text, where the browser does not do so itself. */
function grow() {
  check();
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

/** While an input method composes, Enter chooses a word; Safari ends composition first and says so by 229. */
function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

async function fillShelf() {
  try {
    const { documents } = await api.documents();
    documents.sort((one, other) => one.title.localeCompare(other.title, "zh-Hans-CN"));
    byId("documents").replaceChildren(...documents.map(shelved));
    byId("shelf-title").textContent = `已装入 ${documents.length} 份文件`;
    byId("shelf").hidden = documents.length === 0;
  } catch (error) {
    byId("shelf-problem").textContent = error.message;
    byId("shelf-problem").hidden = false;
  }
}

function shelved(item) {
  const url = `/?${new URLSearchParams({ document: item.document_id })}`;
  const link = element("a", { href: new URL(url.slice(1), HOME).href }, item.title);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    read({ document_id: item.document_id, url }, { trigger: link });
  });
  return element("li", {}, link, element("span", { className: "about" }, item.number ?? "", ...chips(item.state, item.text_kind, item.access)));
}

/** Opens what the address names: /?document=ID&version=…&start=…&end=… or &clause=… */
function openAddress() {
  if (!atDocument()) return;
  const query = new URLSearchParams(location.search);
  history.replaceState(history.state ?? { reading: "by address" }, "");
  const number = (name) => (query.has(name) ? Number(query.get(name)) : undefined);
  read({
    document_id: query.get("document"),
    version_id: query.get("version"),
    start_char_index: number("start"),
    end_char_index: number("end"),
    clause_path: query.get("clause"),
  }, {});
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
  event.preventDefault();
  if (!chat.busy) submit();
});
box.addEventListener("input", grow);
day.addEventListener("input", check);
byId("fresh").addEventListener("click", () => {
  chat.clear();
  byId("welcome").hidden = false;
  byId("fresh").hidden = true;
  box.focus();
});

addEventListener("popstate", () => {
  if (atDocument()) openAddress();
  else if (reader.open) reader.close();
});

grow();
fillShelf();
openAddress();
if (matchMedia("(hover: hover)").matches && !location.search) box.focus();

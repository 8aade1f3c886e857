/** The page: who is here, the question box, the conversation, the documents, the registers and the reader, put together. */

import * as api from "./api.js";
import { Card } from "./card.js";
import { Chat } from "./chat.js";
import { Filters } from "./filters.js";
import { Rail } from "./rail.js";
import { Reader } from "./reader.js";
import { count, element } from "./text.js";

const QUESTION_LIMIT = 8000;
const HOME = new URL("..", import.meta.url);
const VIEWS = ["chat", "documents", "deadlines", "duties"];
const NARROW = matchMedia("(max-width: 60rem)");

const byId = (id) => document.getElementById(id);
const box = byId("question");
const send = byId("send");
const refusal = byId("refusal");
const made = new Map();
let who = { keeps: false };
let entered;
/** Until it is known who is here, a question waits: else its answer would not be kept. */
const known = new Promise((resolve) => {
  entered = resolve;
});
let loaded = [];

const reader = new Reader(byId("reader"), {
  close: () => {
    byId("desk").classList.remove("reading");
    byId("main").inert = false;
    leaveDocument();
  },
  editions: (work) => loaded.filter((item) => item.work_id === work),
});
const filters = new Filters(byId("filters"), check);
const chat = new Chat(byId("log"), new Card(document.body), {
  cite: (citation, around, trigger, asOf) => read(citation, { around, trigger, asOf }),
  busy: (busy) => {
    send.textContent = busy ? "停止" : "发送";
    send.classList.toggle("stop", busy);
    check();
  },
  edit: (question) => {
    box.value = question;
    byId("editing").hidden = false;
    grow();
    box.focus();
  },
  offered: (question) => {
    leaveAsItIs();
    ask(question);
  },
  keeps: () => known.then(() => who.keeps),
  kept: () => {
    if (!who.keeps) return;
    rail.current = chat.conversation;
    rail.load();
  },
  away: () => enter(),
});
const rail = new Rail(byId("rail"), {
  open: (conversation) => {
    leaveAsItIs();
    go("chat");
    begun(conversation.exchanges.length > 0);
    chat.restore(conversation);
    slipAway();
  },
  fresh: () => {
    fresh();
    slipAway();
  },
  gone: (id) => {
    if (id === chat.conversation) fresh();
  },
  close: () => {
    slide(false);
    byId("menu").focus();
  },
});

function read(target, more) {
  byId("desk").classList.add("reading");
  byId("main").inert = NARROW.matches;
  reader.show(target, { ...more, onMove: enterDocument });
}

/** The address follows the reader: opening it is a step that the back button undoes, moving inside it is none. */
function enterDocument({ url }) {
  if (!url) return;
  const address = new URL(url.slice(1), HOME);
  address.hash = location.hash;
  if (history.state?.reading) history.replaceState(history.state, "", address);
  else history.pushState({ reading: "opened here" }, "", address);
}

function leaveDocument() {
  if (!atDocument()) return;
  if (history.state?.reading === "opened here") history.back();
  else history.replaceState(null, "", new URL(location.hash, HOME));
}

function atDocument() {
  return new URLSearchParams(location.search).has("document");
}

function submit() {
  if (chat.busy) return chat.stop();
  if (!check() || !box.value.trim()) return box.focus();
  const question = box.value.trim();
  box.value = "";
  grow();
  return ask(question);
}

function ask(question) {
  if (chat.busy) return undefined;
  begun(true);
  byId("editing").hidden = true;
  return chat.ask(question, filters.day, filters.values);
}

/** Gives up editing a question: it stays as it was answered. */
function leaveAsItIs() {
  if (!chat.leaveAsItIs()) return;
  byId("editing").hidden = true;
  box.value = "";
  grow();
}

function begun(yes) {
  byId("welcome").hidden = yes;
  offerAnew();
}

/** Where the list of conversations is not in sight, the head offers to begin a new one. */
function offerAnew() {
  byId("anew").hidden = !byId("welcome").hidden || !byId("rail").hidden;
}

function fresh() {
  leaveAsItIs();
  chat.clear();
  begun(false);
  rail.current = null;
  go("chat");
  box.focus();
}

/** Says what keeps the question from being sent, if anything does. */
function check() {
  const length = count(box.value.trim());
  const reasons = [
    length > QUESTION_LIMIT ? `问题有 ${length} 个字，最多 ${QUESTION_LIMIT} 个字，请删减。` : "",
    filters.valid ? "" : "日期不对，请改成存在的日期，或清空后按今天。",
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

/** Shows one of the pages; the others' modules are loaded when they are first asked for. */
async function go(name) {
  const view = VIEWS.includes(name) ? name : "chat";
  if (location.hash.slice(1) !== view && (view !== "chat" || location.hash)) history.replaceState(history.state, "", `${location.search}#${view}`);
  for (const each of VIEWS) byId(each).hidden = each !== view;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (view !== "chat" && !made.has(view)) await make(view);
}

async function make(view) {
  const { LibraryView } = await import("./library.js");
  const { DeadlinesView, DutiesView } = await import("./registers.js");
  const View = { documents: LibraryView, deadlines: DeadlinesView, duties: DutiesView }[view];
  const shown = new View(byId(view), (target, trigger) => read(target, { trigger }));
  made.set(view, shown);
  shown.fill(loaded);
  shown.load?.();
}

async function fillShelf() {
  try {
    loaded = (await api.documents()).documents;
    byId("shelf-problem").hidden = true;
  } catch (error) {
    byId("shelf-problem").textContent = error.message;
    byId("shelf-problem").hidden = false;
    return;
  }
  filters.fill(loaded);
  for (const view of made.values()) view.fill(loaded);
  byId("loaded").replaceChildren("已装入 ", element("a", { href: "#documents" }, `${loaded.length} 份文件`), "。");
  byId("loaded").hidden = loaded.length === 0;
  await offer();
}

/** Questions to begin with; without them the page is whole. */
async function offer() {
  const { questions } = await api.offers().catch(() => ({ questions: [] }));
  byId("offers").replaceChildren(
    ...questions.map((text) => element("li", {}, element("button", { type: "button", onclick: () => ask(text) }, text))),
  );
  byId("offers").hidden = questions.length === 0;
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

/** Finds out who is here, lets whoever must sign in do so, and shows what is theirs. */
async function enter() {
  try {
    who = await api.session();
  } catch {
    entered();
    return fillShelf(); // it says what is wrong
  }
  if (!who.role) {
    const { signedIn } = await import("./sign-in.js");
    who = await signedIn(who.sign_in);
  }
  entered();
  byId("who").hidden = !who.name;
  byId("who-name").textContent = who.name ?? "";
  byId("menu").hidden = !who.keeps;
  slide(who.keeps && !NARROW.matches);
  if (who.keeps) rail.load();
  await fillShelf();
  openAddress();
  return undefined;
}

/** On a phone the conversations lie over the page. */
function slipAway() {
  if (NARROW.matches) slide(false);
}

function connected() {
  byId("offline").hidden = navigator.onLine;
}

/** Shows or hides the conversations. */
function slide(out) {
  byId("rail").hidden = !out;
  byId("veil").hidden = !out || !NARROW.matches;
  byId("menu").setAttribute("aria-expanded", String(out));
  offerAnew();
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !composing(event)) leaveAsItIs();
  if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
  event.preventDefault();
  if (!chat.busy) submit();
});
byId("keep").addEventListener("click", () => {
  leaveAsItIs();
  box.focus();
});
box.addEventListener("input", grow);
byId("menu").addEventListener("click", () => {
  slide(byId("rail").hidden);
  if (NARROW.matches && !byId("rail").hidden) byId("fresh").focus();
});
byId("anew").addEventListener("click", fresh);
byId("veil").addEventListener("click", () => slide(false));
byId("rail").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !NARROW.matches) return;
  slide(false);
  byId("menu").focus();
});
byId("sign-out").addEventListener("click", async () => {
  await api.signOut();
  location.assign(HOME);
});
NARROW.addEventListener("change", () => slide(who.keeps && !NARROW.matches));
addEventListener("hashchange", () => go(location.hash.slice(1)));
for (const change of ["offline", "online"]) addEventListener(change, connected);
addEventListener("popstate", () => {
  if (atDocument()) openAddress();
  else if (reader.open) reader.close();
});

connected();
grow();
go(location.hash.slice(1));
enter();
if (matchMedia("(hover: hover)").matches && !location.search) box.focus();

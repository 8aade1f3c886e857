/** The server's API: questions answered as a stream of events, documents, conversations, registers, sessions. */

const BASE = new URL("../api/", import.meta.url);
const GONE = "连不上服务。请检查网络、确认服务还在运行，然后重试。";
const BROKEN = "回答传到一半断开了。请重试。";

/** Why there is no answer, in words for the person who asked. `wait`: seconds until it is worth trying again. */
export class Refused extends Error {
  constructor(detail, problem = null, wait = 0) {
    super(detail);
    this.problem = problem;
    this.wait = wait;
  }
}

/** Asks, and yields `{event, data}` as they arrive; the last one is `done`. Throws Refused, or AbortError when stopped. */
export async function* ask(body, signal) {
  yield* stream(new URL("chat", BASE), body, signal);
}

/** The events of any route that answers as `chat` does. */
export async function* stream(url, body, signal, headers = {}) {
  const response = await reach(url, { ...json("POST", body, headers), signal });
  let whole = false;
  for await (const frame of frames(response.body)) {
    if (frame.event === "error") throw new Refused(frame.data.problem.detail, frame.data.problem);
    whole ||= frame.event === "done";
    yield frame;
  }
  if (!whole) throw new Refused(BROKEN);
}

export const session = () => got("session");
export const signIn = (token) => sent("POST", "session", { token });
export const signOut = () => reach(new URL("session", BASE), { method: "DELETE" });

export const documents = (asOf) => got("documents", { as_of: asOf });
export const document = (id, version, asOf) => got(path("documents", id), { version, as_of: asOf });
export const edits = (id, version) => got(`${path("documents", id)}/edits`, { version });
export const originalUrl = (id, version) => withQuery(`${path("documents", id)}/original`, { version }).href;

export const offers = (asOf) => got("suggestions", { as_of: asOf });
export const followUps = (body) => sent("POST", "suggestions", body);

export const conversations = (words, offset) => got("conversations", { q: words, offset });
export const conversation = (id) => got(path("conversations", id));
export const begin = (title) => sent("POST", "conversations", { title });
export const rename = (id, title) => sent("PATCH", path("conversations", id), { title });
export const forget = (id) => reach(new URL(path("conversations", id), BASE), { method: "DELETE" });
export const forgetAll = () => reach(new URL("conversations", BASE), { method: "DELETE" });
export const exportUrl = (id, format) => withQuery(`${path("conversations", id)}/export`, { format }).href;
export const judge = (id, answer, opinion) =>
  reach(new URL(`${path("conversations", id)}/answers/${encodeURIComponent(answer)}/feedback`, BASE), json("PUT", opinion));

export const register = (name, query) => got(name, query);
export const registerUrl = (name, form, query) => withQuery(`${name}.${form}`, query).href;

function path(...parts) {
  return [parts[0], ...parts.slice(1).map(encodeURIComponent)].join("/");
}

function json(method, body, headers = {}) {
  return { method, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

async function got(name, query = {}) {
  return (await reach(withQuery(name, query))).json();
}

async function sent(method, name, body) {
  return (await reach(new URL(name, BASE), json(method, body))).json();
}

function withQuery(name, values) {
  const url = new URL(name, BASE);
  for (const [key, value] of Object.entries(values)) if (value) url.searchParams.set(key, value);
  return url;
}

/** A response that is one. Throws Refused with the server's own words where there are any. */
export async function reach(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    throw error.name === "AbortError" ? error : new Refused(GONE);
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => null);
  const wait = Number(response.headers.get("retry-after")) || 0;
  throw new Refused(problem?.detail ?? `服务没有给出回答（${response.status}）。请稍后重试。`, problem, wait);
}

/** The events of a stream of Server-Sent Events; comments (pings) are passed over. */
export async function* frames(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await next(reader);
      if (done) return;
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      for (const part of parts) {
        const frame = parse(part);
        if (frame) yield frame;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function next(reader) {
  try {
    return await reader.read();
  } catch (error) {
    throw error.name === "AbortError" ? error : new Refused(BROKEN);
  }
}

function parse(part) {
  const fields = new Map(part.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  return fields.has("data") ? { event: fields.get("event") ?? "message", data: JSON.parse(fields.get("data")) } : null;
}

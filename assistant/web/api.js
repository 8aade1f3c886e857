/** The server's API: questions answered as a stream of events, and documents. */

const BASE = new URL("../api/", import.meta.url);
const GONE = "连不上服务。请检查网络、确认服务还在运行，然后重试。";
const BROKEN = "回答传到一半断开了。请重试。";

/** Why there is no answer, in words for the person who asked. */
export class Refused extends Error {
  constructor(detail, problem = null) {
    super(detail);
    this.problem = problem;
  }
}

/** Asks, and yields `{event, data}` as they arrive; the last one is `done`. Throws Refused, or AbortError when stopped. */
export async function* ask(body, signal) {
  const response = await reach(new URL("chat", BASE), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  let whole = false;
  for await (const frame of frames(response.body)) {
    if (frame.event === "error") throw new Refused(frame.data.problem.detail, frame.data.problem);
    whole ||= frame.event === "done";
    yield frame;
  }
  if (!whole) throw new Refused(BROKEN);
}

export async function documents(asOf) {
  return (await reach(withQuery("documents", { as_of: asOf }))).json();
}

export async function document(id, version, asOf) {
  return (await reach(withQuery(`documents/${encodeURIComponent(id)}`, { version, as_of: asOf }))).json();
}

function withQuery(path, values) {
  const url = new URL(path, BASE);
  for (const [name, value] of Object.entries(values)) if (value) url.searchParams.set(name, value);
  return url;
}

async function reach(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    throw error.name === "AbortError" ? error : new Refused(GONE);
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => null);
  throw new Refused(problem?.detail ?? `服务没有给出回答（${response.status}）。请稍后重试。`, problem);
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

/** Citations in the official style, as `assistant/pasting.py` writes them: ready for a case file. */

import { clauseName, titled } from "./text.js";

const AI_LABEL = "本回答的文字由人工智能模型生成，依据所引条文核对过；请以条文原文为准。";

/** Where the words stand: 《中华人民共和国商标法》（2019年修正）第五十七条第（二）项. */
export function official(citation) {
  const number = citation.document_number ? `（${citation.document_number}）` : "";
  return `${titled(citation.document_title)}${number}${clauseName(citation.clause_path)}`;
}

/** The citation with its words: of an official text in quotation marks, of a digest never. */
export function pasted(citation) {
  const words = citation.cited_text.split(/\s+/u).filter(Boolean).join(" ");
  const state = citation.state === "未知" ? "效力未知" : citation.state;
  if (citation.kind === "digest") return `${official(citation)}：${words}（要点摘编，请核对原文；${state}）`;
  return `${official(citation)}：“${words}”（${state}）`;
}

/** A whole answer as plain text with its citations below. */
export function answerText(answer) {
  const sources = answer.citations.map((citation) => `[${citation.n}] ${pasted(citation)}`);
  const notes = answer.notes.map((note) => `※ ${note.text}`);
  const label = answer.versions.model ? [AI_LABEL] : [];
  return [answer.blocks.map(block).join("\n\n"), ...notes, sources.join("\n"), `截至 ${answer.as_of}`, ...label].filter(Boolean).join("\n\n");
}

/** Puts text on the clipboard; pages without TLS have no clipboard of their own, so the old way is tried too. */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "hidden";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (!done) throw new Error("浏览器不让复制，请手动选中后复制。");
  return undefined;
}

function block({ kind, segments, header, rows }) {
  if (kind === "table") return [header, ...rows].map((row) => row.map(marked).join("\t")).join("\n");
  if (kind === "list") return segments.map((segment) => `- ${marked(segment)}`).join("\n");
  return segments.map(marked).join("");
}

function marked({ text, citations }) {
  return text + citations.map((number) => `[${number}]`).join("");
}

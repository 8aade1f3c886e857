/** What the widget says in each of its languages; what documents say stays as it is written. */

import { CHINESE } from "./answer.js";

export const WORDS = {
  "zh-CN": {
    title: "知识产权问答",
    greeting: "您好，请写下要问的事，例如“怎么投诉假冒商品”。只依据公开文件回答，并注明出处；请不要填写个人信息。",
    question: "输入问题",
    send: "发送",
    stop: "停止",
    stopped: "已停止。",
    close: "关闭",
    back: "返回",
    log: "对话",
    digest: "要点摘编，非官方原文；请核对原文。",
    tooLong: (length, limit) => `问题有 ${length} 个字，最多 ${limit} 个字，请删减。`,
    answer: CHINESE,
  },
  "zh-TW": {
    title: "智慧財產權問答",
    greeting: "您好，請寫下要問的事，例如「怎麼投訴假冒商品」。只依據公開文件回答，並註明出處；請不要填寫個人資料。",
    question: "輸入問題",
    send: "送出",
    stop: "停止",
    stopped: "已停止。",
    close: "關閉",
    back: "返回",
    log: "對話",
    digest: "要點摘編，非官方原文；請核對原文。",
    tooLong: (length, limit) => `問題有 ${length} 個字，最多 ${limit} 個字，請刪減。`,
    answer: {
      ...CHINESE,
      sending: "正在送出問題",
      searching: "正在查找條文…",
      again: "再問一次",
      wait: (seconds) => `${seconds} 秒後可再問`,
      sources: "出處",
      source: "出處",
      nearest: "最接近的條款，供參考",
      notes: "說明",
      table: "表格",
      asOf: (day) => `按 ${day} 的規定`,
      conduct: (day) => `行為日 ${day}`,
      searched: (count) => `查了 ${count} 份文件`,
      written: "人工智慧生成，逐句核對過出處",
      quoted: "未用模型，詞句出自文件",
    },
  },
  en: {
    title: "IP questions",
    greeting: "Ask about intellectual-property enforcement, for example how to report counterfeit goods. Answers quote public documents in Chinese and name their source. Please leave out personal data.",
    question: "Your question",
    send: "Send",
    stop: "Stop",
    stopped: "Stopped.",
    close: "Close",
    back: "Back",
    log: "Conversation",
    digest: "A digest, not the official text; please check the original.",
    tooLong: (length, limit) => `The question has ${length} characters; at most ${limit} are possible.`,
    answer: {
      sending: "Sending the question",
      searching: "Looking for clauses…",
      again: "Ask again",
      wait: (seconds) => `Ask again in ${seconds} s`,
      sources: "Sources",
      source: "Source",
      nearest: "Nearest clauses, for orientation",
      notes: "Notes",
      table: "Table",
      asOf: (day) => `As of ${day}`,
      conduct: (day) => `conduct of ${day}`,
      searched: (count) => `${count} documents searched`,
      written: "AI-generated, each sentence checked against its source",
      quoted: "Quoted from the documents, no model used",
    },
  },
};

/** The nearest of our languages to one that a page names. */
export function languageOf(name) {
  const given = (name ?? "").toLowerCase();
  if (given.startsWith("en")) return "en";
  return /^zh-(tw|hk|mo|hant)/.test(given) ? "zh-TW" : "zh-CN";
}

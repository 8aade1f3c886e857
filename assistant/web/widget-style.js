/** The widget's own styles. What a page sets on the element itself loses: important rules of a shadow win over the page's. */

export const STYLE = `
:host { all: initial !important; --accent: var(--ip-accent, #0f5d63); --ink: #1f2528; --soft: #596268; --line: #d9d5ca; --surface: #fffefb; --tint: #e9f1f0; --caution: #82460a; --caution-tint: #faeedb; --on: #fff;
  color-scheme: light dark !important; font: 16px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif !important; }
@media (prefers-color-scheme: dark) { :host { --accent: var(--ip-accent, #86c9c5); --ink: #e5e3dc; --soft: #a6b0b4; --line: #39434a; --surface: #1b2124; --tint: #243337; --caution: #eebf78; --caution-tint: #372a17; --on: #0d2325; } }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, p, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
button, textarea { color: inherit; font: inherit; }
button { cursor: pointer; }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.launcher { position: fixed; z-index: 2147483000; inset: auto 16px 16px auto; min-height: 48px; padding: 0 20px; border: 0; border-radius: 24px; background: var(--accent); color: var(--on); font-weight: 600; box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
:host([data-position="left"]) .launcher { inset: auto auto 16px 16px; }
:host([data-position="inline"]) .launcher, :host([data-position="inline"]) .close { display: none; }
.panel { position: fixed; z-index: 2147483001; inset: auto 16px 80px auto; display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); width: min(416px, calc(100vw - 32px)); height: min(608px, calc(100vh - 104px)); overflow: hidden; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); color: var(--ink); box-shadow: 0 8px 40px rgb(0 0 0 / 25%); overflow-wrap: anywhere; text-align: start; }
:host([data-position="left"]) .panel { inset: auto auto 80px 16px; }
:host([data-position="inline"]) { display: block !important; }
:host([data-position="inline"]) .panel { position: relative; inset: auto; width: 100%; height: 544px; box-shadow: none; }
@media (max-width: 480px), (max-height: 480px) { :host(:not([data-position="inline"])) .panel { inset: 0 !important; width: auto; height: auto; border: 0; border-radius: 0; } }
header { display: flex; align-items: center; justify-content: space-between; min-height: 52px; padding: 0 4px 0 16px; border-bottom: 1px solid var(--line); }
h2 { font-size: 16px; }
.close { width: 44px; height: 44px; border: 0; background: none; font-size: 24px; line-height: 1; }
.log { overflow-y: auto; padding: 8px 16px 16px; }
.greeting { padding: 8px 0; color: var(--soft); }
.turn { padding: 12px 0; border-top: 1px solid var(--line); }
.turn:last-child { min-height: 100%; }
.asked { margin-bottom: 8px; font-size: 16px; font-weight: 600; white-space: pre-wrap; }
.status, .facts, .told { color: var(--soft); font-size: 14px; }
.skeleton span { display: block; height: 12px; margin-top: 10px; border-radius: 6px; background: var(--line); }
.body > * + *, .facts, .sources, .nearest, .notes { margin-top: 10px; }
.body li { position: relative; padding-inline-start: 14px; }
.body li::before { content: ""; position: absolute; inset: 11px auto auto 2px; width: 5px; height: 5px; border-radius: 50%; background: var(--accent); }
.body .numbered { padding-inline-start: 0; }
.body .numbered::before { display: none; }
.body .table { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; }
th, td { min-width: 8em; padding: 6px 8px; border: 1px solid var(--line); text-align: start; vertical-align: top; }
th:first-child, td:first-child { min-width: 5.5em; }
.quote, .derived, .words, .name, .clause { unicode-bidi: isolate; }
.notice { color: var(--soft); }
.mark { position: relative; margin-inline: 3px 1px; padding: 2px 7px; border-radius: 5px; background: var(--tint); font-size: 12px; font-weight: 600; line-height: 1; text-decoration: none; vertical-align: 1px; white-space: nowrap; }
.mark::before { content: "\\2060"; }
.mark::after { content: ""; position: absolute; inset: -11px; }
.notes { padding: 8px 12px; border-radius: 8px; background: var(--caution-tint); color: var(--caution); font-size: 14px; }
.works, .nearest ul { margin-top: 4px; border: 1px solid var(--line); border-radius: 10px; }
.work, .nearest li { padding: 4px 12px; }
.work + .work, .nearest li + li { border-top: 1px solid var(--line); }
.work > .name { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; padding-top: 4px; font-size: 14px; font-weight: 600; }
.issued { color: var(--soft); font-size: 13px; font-weight: 400; }
.sources h3, .nearest h3 { color: var(--soft); font-size: 13px; }
.source { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 8px; min-height: 44px; padding: 6px 0; font-size: 14px; text-decoration: none; }
.source .number { align-self: start; min-width: 22px; margin-top: 1px; border-radius: 5px; background: var(--tint); font-size: 12px; font-weight: 600; line-height: 22px; text-align: center; }
.source .words { grid-column: 2; }
.nearest .source { grid-template-columns: minmax(0, 1fr); }
.nearest .words { grid-column: 1; }
.nearest .name { font-weight: 600; }
.nearest .clause { font-weight: 400; }
.source .words, .card .words { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 2; color: var(--soft); }
.card .words { -webkit-line-clamp: 6; }
.chip { display: inline-block; margin-inline-end: 4px; padding: 0 6px; border: 1px solid var(--line); border-radius: 4px; color: var(--soft); font-size: 12px; }
.chip.caution, .digest { background: var(--caution-tint); color: var(--caution); }
.problem { margin-top: 8px; color: var(--caution); }
.quiet, .sheet button { min-height: 44px; padding: 0 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); color: var(--ink); }
form { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px; padding: 10px; border-top: 1px solid var(--line); }
textarea { min-height: 44px; max-height: 128px; padding: 8px 10px; border: 1px solid var(--line); border-radius: 10px; background: transparent; resize: none; field-sizing: content; }
textarea::placeholder { color: var(--soft); opacity: 1; }
.send { min-width: 64px; min-height: 44px; border: 0; border-radius: 10px; background: var(--accent); color: var(--on); font-weight: 600; }
.told { grid-column: 1 / -1; color: var(--caution); }
.told:empty { display: none; }
.sheet { position: absolute; inset: 0; overflow-y: auto; padding: 12px 16px 24px; background: var(--surface); }
.sheet h3 { margin: 12px 0 4px; font-size: 16px; }
.sheet .words { margin-top: 8px; white-space: pre-line; }
.digest { margin-top: 8px; padding: 4px 8px; border-radius: 6px; font-size: 14px; }
.card { position: fixed; z-index: 2147483002; width: min(320px, calc(100vw - 16px)); padding: 10px 12px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); color: var(--ink); font-size: 14px; box-shadow: 0 4px 20px rgb(0 0 0 / 25%); }
@media (prefers-reduced-motion: no-preference) { .status::before { content: "●"; margin-inline-end: 6px; color: var(--accent); animation: breathe 1.4s infinite; } @keyframes breathe { 50% { opacity: 0.25; } } }
`;

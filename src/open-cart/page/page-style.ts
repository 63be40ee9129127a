/*
 * The look of the cart page: one calm column, in the colours of the reader's system. Where there is room the lines are a
 * table; on a phone each is a small block, and the names of the columns stand beside their values.
 */

const COLOURS = [
  ":root{color-scheme:light dark;--ink:#1d2327;--soft:#5a636b;--page:#f4f5f6;--card:#fff;--line:#dfe3e6;",
  "--good:#13613a;--good-back:#e8f4ed;--bad:#8c1d10;--bad-back:#fcedea;--link:#0b57a4}",
  "@media (prefers-color-scheme:dark){:root{--ink:#eceff1;--soft:#a9b3bb;--page:#14181b;--card:#1d2327;",
  "--line:#37414a;--good:#8fdcb0;--good-back:#15301f;--bad:#ffb4a6;--bad-back:#3a1a14;--link:#8cc2ff}}",
];

const FRAME = [
  "*{box-sizing:border-box}",
  "body{margin:0;padding:min(3rem,4vw);background:var(--page);color:var(--ink);",
  "font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}",
  "main{max-width:46rem;margin:0 auto;padding:min(2.5rem,6vw);background:var(--card);",
  "border:1px solid var(--line);border-radius:.75rem;overflow-wrap:anywhere}",
  "h1{margin:0 0 1.25rem;font-size:1.625rem;line-height:1.2;font-weight:650}",
  "a{color:var(--link);text-underline-offset:.2em}",
  "a:focus-visible{outline:3px solid;outline-offset:3px;border-radius:2px}",
  ".on{margin:2rem 0 0}",
];

const SAID = [
  ".said{margin:0 0 .75rem;padding:min(.75rem,3vw) min(1rem,4vw);border-radius:.5rem;background:var(--good-back);color:var(--good)}",
  "table+.said{margin:1.25rem 0 0}",
  ".said.bad{background:var(--bad-back);color:var(--bad)}",
];

const LINES = [
  "table{width:100%;margin-top:1.5rem;border-collapse:collapse}",
  "th,td{padding:.875rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}",
  "tbody th{padding-right:1rem;font-weight:600}",
  "thead th{padding:.25rem 0;color:var(--soft);font-size:.875rem}",
  ".n{padding-left:1.5rem;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}",
  "tfoot th,tfoot td{padding-top:1.25rem;border:0;font-size:1.125rem;font-weight:650}",
  ".note{display:block;color:var(--soft);font-size:.875rem;font-weight:400}",
  ".offer{color:var(--good)}",
  ".bar{color:var(--bad)}",
];

/** On a phone a line is its title, and below it pieces, price and sum, each with its name. */
const PHONE = [
  "@media (max-width:34rem){",
  "table,thead,tbody,tfoot{display:block}",
  "thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}",
  "tbody tr{display:flex;flex-wrap:wrap;gap:.5rem 1rem;padding:1rem 0;border-bottom:1px solid var(--line)}",
  "tbody th{flex:1 0 100%;min-width:0;padding:0;border:0}",
  "tbody .n{padding:0;border:0;text-align:left}",
  "tbody .n:last-child{margin-left:auto;text-align:right;font-weight:600}",
  "tbody .n::before{content:attr(data-name);display:block;color:var(--soft);font-size:.8125rem;font-weight:400}",
  "tfoot tr{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}",
  "tfoot th,tfoot .n{padding:1.25rem 0 0}",
  "}",
];

const PAPER = ["@media print{body{background:none;padding:0}main{border:0;padding:0}}"];

export const PAGE_STYLE = [...COLOURS, ...FRAME, ...SAID, ...LINES, ...PHONE, ...PAPER].join("");

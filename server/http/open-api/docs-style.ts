/** Of the readable page: no file of its own, so that it stands alone; both themes by the reader's system. */
export const DOCS_STYLE = `
:root { color-scheme: light dark; --ink: #1b2624; --soft: #51605d; --line: #dde4e2; --ground: #f6f8f7;
  --sheet: #fff; --brand: #0e6a73; --code: #f0f4f3 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4ecea; --soft: #9fb0ac; --line: #2b3735;
  --ground: #121a18; --sheet: #18211f; --brand: #5fc0c9; --code: #0f1614 } }
* { box-sizing: border-box }
html { scroll-padding-top: 16px }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif }
a { color: var(--brand) }
.page { display: grid; grid-template-columns: 260px minmax(0, 1fr); gap: 40px; max-width: 1200px;
  margin: 0 auto; padding: 32px 24px 96px }
nav { position: sticky; top: 24px; align-self: start; max-height: calc(100vh - 48px); overflow: auto;
  font-size: 13px }
nav h2 { margin: 16px 0 4px; font-size: 12px; color: var(--soft); border: 0; padding: 0 }
nav a { display: block; padding: 2px 0; text-decoration: none; overflow-wrap: anywhere }
nav a:hover { text-decoration: underline }
h1 { margin: 0; font-size: 28px; line-height: 1.3 }
h2 { margin: 48px 0 12px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 20px }
h3 { margin: 32px 0 8px; font-size: 16px }
h4 { margin: 20px 0 6px; font-size: 13px; color: var(--soft) }
.lead { color: var(--soft) }
section.route { margin-top: 20px; padding: 4px 20px 20px; border: 1px solid var(--line);
  border-radius: 12px; background: var(--sheet) }
section.route h3 { margin-top: 16px; overflow-wrap: anywhere }
code, pre { font: 13px/1.5 ui-monospace, 'JetBrains Mono', Consolas, monospace }
code { overflow-wrap: anywhere }
pre { margin: 6px 0; padding: 12px 14px; border-radius: 8px; background: var(--code); overflow: auto }
.method { display: inline-block; min-width: 48px; margin-right: 8px; padding: 1px 6px; border-radius: 4px;
  background: var(--brand); color: var(--sheet); font: 600 12px/1.6 ui-monospace, monospace; text-align: center }
.scroll { overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-size: 13px }
th, td { padding: 6px 12px 6px 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top }
th { border-top: 0; color: var(--soft); font-weight: 400 }
dt { margin-top: 10px; color: var(--soft); font-size: 13px }
dd { min-width: 0; margin: 0 }
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px }
@media (max-width: 860px) { .page { grid-template-columns: minmax(0, 1fr) } nav { position: static; max-height: none } }
@media print { nav { display: none } .page { display: block } section.route { break-inside: avoid-page } }
`

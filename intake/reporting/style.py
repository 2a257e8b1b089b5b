"""How the HTML page looks, on a screen and on A4."""

STYLE = """
:root { color-scheme: light; --ink: #1b1b1b; --soft: #5c5c5c; --line: #8c8c8c; --error: #b3141c; --warning: #8a5a00;
  --info: #14539a; --doubt: #5b4a86; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 10.5pt/1.55 "Noto Sans CJK SC", "Source Han Sans SC",
  "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", Arial, sans-serif; overflow-wrap: anywhere; }
main { max-width: 186mm; margin: 0 auto; padding: 10mm 4mm; }
h1, h2, h3, caption, dd, td, th, p, li { unicode-bidi: isolate; }
h1 { font-size: 16pt; line-height: 1.35; margin: 0 0 3mm; text-align: center; }
.kind { margin: 0; text-align: center; letter-spacing: .3em; color: var(--soft); }
h2 { font-size: 12.5pt; margin: 7mm 0 1mm; padding-bottom: 1mm; border-bottom: .5pt solid var(--line); }
h3 { font-size: 10.5pt; margin: 0 0 1mm; }
p { margin: 0 0 1.2mm; }
header dl { display: grid; grid-template-columns: 1fr 1fr; gap: .4mm 8mm; margin: 0 0 3mm; padding: 2mm 0;
  border-top: 1pt solid var(--ink); border-bottom: .5pt solid var(--line); font-size: 9pt; }
header dl div { display: flex; gap: 3mm; } header dl .wide { grid-column: 1 / -1; }
dt { flex: 0 0 5.2em; color: var(--soft); }
dd { margin: 0; }
.verdict { font-size: 12pt; font-weight: bold; margin-bottom: 1.5mm; }
.counts { display: flex; flex-wrap: wrap; gap: 2mm; margin: 0; padding: 0; list-style: none; }
.counts li { border: .75pt solid; border-radius: 1mm; padding: .3mm 2.5mm; font-size: 9.5pt; }
.counts .none { color: var(--soft); }
.error { --weight: var(--error); --tint: #fbe3e4; } .warning { --weight: var(--warning); --tint: #fdf0cf; }
.info { --weight: var(--info); --tint: #e2edf9; } .doubt { --weight: var(--doubt); --tint: #ece8f5; }
.dismissed { --weight: var(--soft); --tint: #ededed; } .confirmed { --weight: var(--ink); }
.counts .some { color: var(--weight); }
.note, .legend, footer { font-size: 8.5pt; color: var(--soft); }
.issue { margin: 2.5mm 0; padding: 1.5mm 0 .5mm 3mm; border-left: 2.5pt solid var(--weight); }
.number, .weight { color: var(--weight); } .number { font-size: 12pt; }
.rule { font-family: "DejaVu Sans Mono", Consolas, Menlo, "Noto Sans CJK SC", monospace; font-size: 9pt; }
.asks { font-weight: normal; color: var(--soft); }
.message { font-weight: 500; }
.equation { border-collapse: collapse; margin: 1mm 0 1.5mm; font-size: 9.5pt; }
.equation th, .equation td { padding: .3mm 2mm; text-align: left; vertical-align: top; border: none; }
.equation th { font-weight: normal; color: var(--soft); white-space: nowrap; }
.equation .sum { font-weight: bold; text-align: right; white-space: nowrap; color: var(--weight); }
blockquote { margin: 1mm 0 1.5mm; padding: .8mm 2.5mm; background: #f3f3f3; font-size: 9.5pt; }
.advice { padding: .8mm 2.5mm; background: var(--tint); }
.choices { margin: -1.2mm 0 1.2mm; padding-left: 7mm; }
.review { padding: .5mm 2.5mm; border: .75pt solid var(--line); font-size: 9.5pt; }
.so { margin-top: 1mm; }
.consequences { margin: 0 0 1.2mm; padding-left: 5mm; font-size: 9.5pt; }
.basis { font-size: 8.5pt; color: var(--soft); }
.grid { width: 100%; border-collapse: collapse; table-layout: fixed; margin: 6mm 0 1mm; font-size: 9pt; line-height: 1.3; }
.grid caption { text-align: left; font-weight: bold; font-size: 10.5pt; padding-bottom: 1mm; }
.grid th, .grid td { border: .5pt solid var(--line); padding: .55mm 1.2mm; vertical-align: middle; }
.grid thead th { background: #f0f0f0; font-weight: 500; text-align: center; overflow-wrap: anywhere; }
.grid tbody th { font-weight: normal; text-align: left; }
.grid td { text-align: right; font-variant-numeric: tabular-nums; }
.grid td.zero { color: #767676; }
.grid td.absent { background: repeating-linear-gradient(135deg, #fff 0 2px, #e6e6e6 2px 3px); }
.grid td.unknown { font-style: italic; color: var(--soft); }
.grid td.part { font-weight: bold; background: var(--tint); color: var(--weight); }
.grid td.wrong { font-weight: bold; background: var(--weight); color: #fff; }
.grid td.unknown.error, .grid td.unknown.warning, .grid td.unknown.info, .grid td.unknown.doubt { background: var(--tint); }
.grid .sign { font-size: 8.5pt; line-height: 0; font-style: normal; font-weight: normal; padding-left: .3mm; }
.grid small { display: block; font-size: 7.5pt; font-weight: normal; color: inherit; }
.grid col.label { width: 34%; }
.requests col.group { width: 5%; } .requests col.label { width: 38%; } .requests th.group { text-align: center; padding: .5mm; }
.requests thead th { font-size: 8.5pt; padding: .55mm .5mm; }
:lang(en) .requests col.group { width: 11%; } :lang(en) .requests col.label { width: 27%; }
:lang(en) .requests thead th { font-size: 7.5pt; }
:lang(en) .kind { letter-spacing: normal; }
.litigation col.label { width: 30%; }
.rules col.label { width: 56%; } .rules td:first-of-type { text-align: center; }
.agencies col.label { width: 36%; } .failures { width: 60%; } .failures col.label { width: 75%; }
.rules tr:last-child, .agencies tr:last-child, .failures tr:last-child { font-weight: bold; }
footer { margin-top: 7mm; padding-top: 1.5mm; border-top: .5pt solid var(--line); }
@page { size: A4 portrait; margin: 15mm 12mm 16mm;
  @bottom-center { content: counter(page) " / " counter(pages); font: 8.5pt sans-serif; color: #5c5c5c; } }
@media print {
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  h2, h3, caption, .note, .so, p:has(+ .choices) { break-after: avoid; }
  .issue, tr, blockquote, header, .proactive_disclosure, .litigation, .requests { break-inside: avoid; }
  thead { display: table-header-group; }
}
"""

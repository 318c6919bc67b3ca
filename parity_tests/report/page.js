"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const at = id => document.getElementById(id);
const count = n => n.toLocaleString("en");
const STATUSES = { proven: "proven by cases", there: "there, without a case", missing: "missing", outside: "out of scope" };
const NOTES = { d: "differs", t: "wider tolerance", b: "rounding beyond the table", a: "accuracy: exceptions", l: "something left out" };
const FIRST = 100, FIRST_CASES = 40; // rows drawn before one asks for more

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/* The data, by name */
const numbers = list => list.map(value => value === null ? null : Number(value));
const largest = list => list.reduce((most, value) => value !== null && (most === null || value > most) ? value : most, null);
const cases = data.cases.map(([page, text, inputs, refuses, ulps, errors, ratio, notes, why]) =>
  ({ page: data.pages[page], text, inputs, refuses, ulps: numbers(ulps), errors: numbers(errors), ratio, notes, why, low: `${text} ${inputs}`.toLowerCase() }));
const names = data.families.flatMap(family => family.names.map(([name, ours, used, own, about]) => {
  const all = used.map(number => cases[number]), compared = all.filter(c => !c.refuses), refusals = all.filter(c => c.refuses);
  const near = compared.slice(0, own); // the cases that are about it
  return {
    family: family.name, name, about, cases: compared, own, refusals, low: `${family.name}.${name}`.toLowerCase(),
    status: ours === null ? "outside" : !ours ? "missing" : compared.length ? "proven" : "there",
    ulps: [0, 1, 2, 3, 4, 5].map(i => largest(near.map(c => c.ulps[i]))),
    errors: [0, 1].map(i => largest(near.map(c => c.errors[i] ?? null))),
    ratio: largest(near.map(c => c.ratio)), notes: new Set([...near, ...refusals].flatMap(c => c.notes.map(n => n[0]))),
  };
}));
const total = (...statuses) => names.filter(name => statuses.includes(name.status)).length;

const COLUMNS = [
  { key: "cases", title: "cases", of: n => n.cases?.length ?? null, class: "cases" },
  ...["float64", "float32"].flatMap((precision, p) => [["values", "values"], ["∂", "gradients"], ["∂²", "second derivatives"]].map(([title, words], order) => (
    { key: `u${3 * p + order}`, title, of: n => n.ulps[3 * p + order], class: order ? "wide" : "start", narrow: order ? "" : precision, told: `worst difference of ${words} in ${precision}` }))),
  { key: "e0", title: "ours", of: n => n.errors[0] ?? null, class: "wide start", told: "error of our float32" },
  { key: "e1", title: "torch's", of: n => n.errors[1] ?? null, class: "wide", told: "error of torch's float32" },
  ...(cases.some(c => c.ratio !== null) ? [{ key: "r", title: "ratio", of: n => n.ratio, class: "wide", told: "our error over torch's, over many draws", ratio: true }] : []),
];
const GROUPS = [["float64", 3], ["float32", 3], ["float32 against float64", COLUMNS.length - 7]];

/* What is shown is what the address says */
const state = { q: "", family: null, show: new Set(["proven", "there", "missing"]), only: null, sort: null, limit: FIRST, open: new Set() };

function read() {
  const hash = decodeURIComponent(location.hash.slice(1)), said = new URLSearchParams(hash.includes("=") ? hash : "");
  if (!hash.includes("=") && !document.getElementById(hash)) said.set("q", hash); // #conv2d searches, #optimizers goes there
  state.q = said.get("q") ?? "";
  state.family = said.get("family");
  state.only = said.get("only");
  state.sort = said.get("sort");
  if (said.has("show")) state.show = new Set(said.get("show").split(","));
  state.open = new Set(said.getAll("open"));
}

function write() {
  const said = new URLSearchParams();
  for (const key of ["q", "family", "only", "sort"]) if (state[key]) said.set(key, state[key]);
  const show = Object.keys(STATUSES).filter(status => state.show.has(status)).join();
  if (show !== "proven,there,missing") said.set("show", show);
  for (const name of state.open) said.append("open", name);
  history.replaceState(null, "", `#${said}`);
}

function change(what) {
  Object.assign(state, { limit: FIRST }, what);
  write();
  draw();
}

/* Numbers */
function short(value) {
  if (value === Infinity) return "∞";
  if (value === 0 || value >= 10 && value < 1e4) return count(Math.round(value));
  if (value >= 1e4) return value.toExponential(0).replace("e+", "e");
  return value < 0.05 ? "<0.1" : value.toFixed(1);
}

function cell(column, row) {
  const value = column.of(row);
  if (value === null) return make("td", { class: `number none ${column.class}` }, column.key === "cases" ? "" : "–");
  if (column.key === "cases") return make("td", { class: `number ${column.class}` }, count(value));
  const heat = column.ratio ? Math.max(0, value - 1) * 30 : Math.log10(1 + Math.min(value, 1e6)) * 12;
  const shown = make("span", { class: value ? "heat" : "heat zero", title: value ? null : "the same bits" }, column.ratio ? `${value.toFixed(2)}×` : short(value));
  shown.style.setProperty("--heat", Math.min(60, heat));
  return make("td", { class: `number ${column.class}` }, shown);
}

/* Heads, which sort */
function drawHead() {
  const top = make("tr", { class: "groups" }, make("td", { class: "name" }), make("td", { class: "cases" }));
  for (const [title, span] of GROUPS) top.append(make("th", { class: `group of${span}`, scope: "colgroup", colspan: span }, title));
  const columns = make("tr", {}, head({ key: "name", title: "name", class: "name" }), ...COLUMNS.map(head));
  at("head").replaceChildren(top, columns);
}

function head(column) {
  const [key, down] = state.sort?.startsWith("-") ? [state.sort.slice(1), true] : [state.sort, false];
  const sorted = key === column.key ? (down ? "descending" : "ascending") : null;
  const words = column.narrow ? [make("span", { class: "words" }, column.title), make("span", { class: "narrow" }, column.narrow)] : [column.title];
  const button = make("button", { type: "button", title: `sort by ${column.told ?? column.title}`, "aria-label": column.told ?? null }, ...words);
  const fresh = column.key === "name" ? "name" : `-${column.key}`; // numbers: the largest first
  const other = column.key === "name" ? "-name" : column.key;
  button.onclick = () => { change({ sort: state.sort === fresh ? other : state.sort === other ? null : fresh }); at("head").querySelector(`[data-key=${column.key}] button`).focus(); };
  return make("th", { class: `${column.key === "name" ? "" : "number "}${column.class}`, scope: "col", "aria-sort": sorted, "data-key": column.key }, button);
}

/* Families, statuses, notes */
function drawFamilies() {
  at("families").replaceChildren(...data.families.map(family => {
    const inside = names.filter(n => n.family === family.name && n.status !== "outside");
    const parts = ["proven", "there", "missing"].map(status => {
      const part = make("span", { class: status });
      part.style.width = `${100 * inside.filter(n => n.status === status).length / Math.max(inside.length, 1)}%`;
      return part;
    });
    const here = inside.filter(n => n.status !== "missing").length;
    const button = make("button", { class: "family", type: "button", "aria-pressed": state.family === family.name, title: family.module },
      make("code", {}, family.module.replace(/^torch\./, "")), make("span", { class: "share" }, ...parts), make("span", { class: "number" }, `${here}/${inside.length}`));
    button.onclick = () => change({ family: state.family === family.name ? null : family.name });
    return button;
  }));
}

function chip(pressed, dot, words, number, act) {
  const node = make("button", { class: "chip", type: "button", "aria-pressed": pressed }, ...(dot ? [make("span", { class: `dot ${dot}` })] : []), words, make("b", {}, count(number)));
  node.disabled = !number && !pressed;
  node.onclick = act;
  return node;
}

function drawChips() {
  at("statuses").replaceChildren(...Object.entries(STATUSES).map(([status, words]) => chip(state.show.has(status), status, words, total(status), () => {
    const show = new Set(state.show);
    show.delete(status) || show.add(status);
    change({ show });
  })));
  at("notes").replaceChildren(...Object.entries(NOTES).map(([letter, words]) => chip(state.only === letter, letter === "d" ? "bug" : "rounding", words,
    names.filter(n => n.notes.has(letter)).length, () => change({ only: state.only === letter ? null : letter }))));
}

/* Names */
const words = () => state.q.toLowerCase().split(/\s+/).filter(Boolean);
const named = name => words().every(word => name.low.includes(word));
const used = name => words().every(word => name.low.includes(word) || [...name.cases, ...name.refusals].some(c => c.low.includes(word)));
const noted = c => !state.only || c.notes.some(n => n[0] === state.only);
const told = name => [...name.cases.slice(0, name.own), ...name.refusals].find(noted);

function found() {
  const open = names.filter(n => state.show.has(n.status) && (!state.family || state.family === n.family) && (!state.only || n.notes.has(state.only)));
  if (!state.sort) return state.q ? [...open.filter(named), ...open.filter(n => !named(n) && used(n))] : open;
  const down = state.sort.startsWith("-"), key = down ? state.sort.slice(1) : state.sort;
  const of = key === "name" ? n => n.name.toLowerCase() : COLUMNS.find(column => column.key === key)?.of ?? (() => 0);
  const order = (a, b) => of(a) === null ? (of(b) === null ? 0 : 1) : of(b) === null ? -1 : (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0) * (down ? -1 : 1);
  return open.filter(used).sort(order);
}

function reason(c, only = null) {
  const said = c.notes.filter(n => !only || n[0] === only).map(([letter, text]) => `${NOTES[letter]}: ${text}`);
  if (c.why) said.push(c.why);
  return said.join(" · ");
}

function caseRow(c, own) {
  const name = make("td", { class: "name" }, make("code", {}, c.text, ...(c.inputs ? [make("span", { class: "inputs" }, `   ${c.inputs}`)] : [])));
  name.append(make("span", { class: "reason narrow" }, rest(c)));
  const why = reason(c);
  if (why) name.append(make("span", { class: c.notes.some(n => n[0] === "d") ? "reason bug" : "reason" }, why));
  return make("tr", { class: own ? "case" : "case other" }, name, make("td", { class: "cases", title: `page of cases: ${c.page}` }), ...COLUMNS.slice(1).map(column => cell(column, c)));
}

const phone = matchMedia("(max-width: 860px)"); // as in the style: what is wide is not shown then
const columnsShown = () => 1 + COLUMNS.filter(column => !(phone.matches && column.class.includes("wide"))).length;
const across = (kind, ...children) => make("tr", { class: kind }, make("td", { colspan: columnsShown() }, ...children));

/* What a phone has no columns for */
function rest(c) {
  const said = ["float64", "float32"].map((precision, p) => [precision, ...[["∂", 1], ["∂²", 2]].filter(([, order]) => c.ulps[3 * p + order] !== null)
    .map(([title, order]) => `${title} ${short(c.ulps[3 * p + order])}`)]).filter(parts => parts.length > 1).map(parts => parts.join(" "));
  if (c.errors.length) said.push(`against float64 ${short(c.errors[0])}, torch's ${short(c.errors[1])}`);
  return said.join(" · ");
}

function inside(name, all) {
  const listed = [...name.cases.filter(noted), ...name.cases.filter(c => !noted(c))];
  const rows = [across("about", [name.about, `cases of ${[...new Set(listed.map(c => c.page))].slice(0, 6).join(", ")}`].filter(Boolean).join(" · "))];
  rows.push(...listed.slice(0, all ? Infinity : FIRST_CASES).map(c => caseRow(c, name.cases.indexOf(c) < name.own)));
  if (!all && listed.length > FIRST_CASES) {
    const more = make("button", { class: "chip", type: "button" }, `show all ${count(listed.length)} cases`);
    more.onclick = () => redraw(name, true);
    rows.push(across("about", more));
  }
  if (name.refusals.length) rows.push(across("about", `Raised as in torch: `, make("code", {}, name.refusals.slice(0, all ? Infinity : 8).map(c => c.text).join("  ·  ")), name.refusals.length > 8 && !all ? ` and ${name.refusals.length - 8} more` : ""));
  return rows;
}

const idOf = name => `${name.family}.${name.name}`;

function nameRows(name, all) {
  const open = state.open.has(idOf(name)), label = make("code", {}, make("i", {}, `${name.family}.`), name.name);
  const entry = make("td", { class: "name" });
  if (name.cases.length + name.refusals.length) {
    const button = make("button", { type: "button", "aria-expanded": open }, label);
    button.onclick = () => { state.open.delete(idOf(name)) || state.open.add(idOf(name)); write(); redraw(name); };
    entry.append(button);
  } else entry.append(label);
  if (name.status === "outside") entry.append(make("span", { class: "reason" }, name.about));
  if (state.only && !open) entry.append(make("span", { class: "reason" }, reason(told(name), state.only)));
  const rows = [make("tr", { class: "entry", "data-name": idOf(name) }, entry, ...COLUMNS.map(column => cell(column, name)))];
  return open ? [...rows, ...inside(name, all)] : rows;
}

function redraw(name, all = false) {
  const row = at("rows").querySelector(`[data-name="${CSS.escape(idOf(name))}"]`);
  while (row.nextSibling && !row.nextSibling.matches(".entry")) row.nextSibling.remove();
  const rows = nameRows(name, all);
  row.replaceWith(...rows);
  rows[0].querySelector("button").focus();
}

function drawRows() {
  const shown = found();
  const only = shown.filter(named);
  if (state.q && only.length === 1 && !state.open.size) state.open.add(idOf(only[0]));
  const rows = shown.slice(0, state.limit).flatMap(name => nameRows(name, false));
  at("rows").replaceChildren(...(rows.length ? rows : [across("nothing", "No name is found by these words and filters.")]));
  at("count").textContent = `${count(shown.length)} name${shown.length === 1 ? "" : "s"}. Worst differences from torch in units in the last place; – is not compared.`;
  at("more").hidden = shown.length <= state.limit;
  at("more").textContent = `show all ${count(shown.length)} names`;
}

function draw() {
  drawHead();
  drawFamilies();
  drawChips();
  drawRows();
}

/* The upper part */
function drawFigures() {
  const compared = cases.filter(c => !c.refuses), differ = cases.filter(c => c.notes.some(n => n[0] === "d")).length;
  const figures = [
    [total("proven", "there"), `of torch's ${count(total("proven", "there", "missing"))} names are here`], [total("proven"), "of them proven by cases"],
    [compared.length, `cases of values, on ${data.pages.length} pages`], [cases.length - compared.length, "cases of errors that are raised"], [differ, differ === 1 ? "case differs" : "cases differ"],
  ];
  at("lead").textContent = `Every public name of torch ${data.torch}, and the cases in which numpynn ${data.numpynn} was run beside it as this page was written: `
    + "values, gradients and second derivatives in float64 and float32, inputs that are not contiguous, empty batches, errors.";
  at("figures").append(...figures.map(([number, said]) => make("div", { class: "figure" }, make("b", {}, count(number)), make("span", {}, said))));
}

const EDGES = [0, 1, 2, 4, 8, 16, 64, 1024, Infinity];

function drawHistogram() {
  const worst = [0, 3].map(first => cases.map(c => largest(c.ulps.slice(first, first + 3))).filter(value => value !== null));
  const bins = worst.map(list => EDGES.map((edge, i) => list.filter(value => value <= edge && (i === 0 || value > EDGES[i - 1])).length));
  const most = Math.max(...bins.flat(), 1);
  at("apart").append(...EDGES.map((edge, i) => {
    const bars = ["float64", "float32"].map((precision, p) => {
      const bar = make("span", { class: `bar ${precision}`, title: `${count(bins[p][i])} cases in ${precision}` });
      bar.style.height = `${100 * bins[p][i] / most}%`;
      return bar;
    });
    return make("div", { class: "bin" }, make("div", { class: "pair" }, ...bars), make("div", { class: "under" }, edge === 0 ? "same" : edge === Infinity ? "> 1024" : `≤ ${edge}`));
  }));
  const shares = worst.map(list => Math.round(100 * list.filter(value => value <= 4).length / Math.max(list.length, 1)));
  at("apart").setAttribute("aria-label", ["float64", "float32"].map((p, i) => `${p}: ${EDGES.map((edge, b) => `${bins[i][b]} cases up to ${edge} ulps`).join(", ")}`).join("; "));
  at("apart-lead").replaceChildren(`The cases by their worst difference from torch, of values and derivatives, in units in the last place: no more than 4 in ${shares[0]} % of them in `,
    make("span", { class: "key float64" }, "float64"), `and ${shares[1]} % in `, make("span", { class: "key float32" }, "float32"));
}

/* Drift */
const WIDE = 250, HIGH = 92, LEFT = 22, TOP = 1e6;
const x = (step, steps) => LEFT + (WIDE - LEFT - 4) * step / (steps - 1);
const y = value => HIGH - 6 - (HIGH - 14) * (Math.log10(Math.min(Math.max(value, 0.1), TOP)) + 1) / 7;

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function drawPlot([rule, ...rest]) {
  const curves = rest.slice(0, 4).map(numbers), remark = rest[4], steps = curves[0].length;
  const lines = curves.map((curve, i) => svg("polyline", { class: `${i < 2 ? "float64" : "float32"}${i % 2 ? " itself" : ""}`,
    points: curve.map((value, step) => `${x(step, steps).toFixed(1)},${y(value).toFixed(1)}`).join(" ") }));
  const grid = [1, 1e3, 1e6].flatMap(value => [svg("line", { class: "grid", x1: LEFT, x2: WIDE, y1: y(value), y2: y(value) }),
    svg("text", { x: LEFT - 4, y: y(value) + 3, "text-anchor": "end" }, value === 1 ? "1" : value === 1e3 ? "10³" : "10⁶")]);
  const mark = svg("line", { class: "at", y1: 4, y2: HIGH - 4 });
  const picture = svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": `Drift of ${rule}` }, ...grid, ...[1, 3, 0, 2].map(i => lines[i]), mark);
  const after = make("th", { scope: "col" }), rows = ["float64", "float32"].map(precision => make("tr", {}, make("td", {}, precision), make("td"), make("td")));
  const tell = step => {
    after.textContent = `step ${step + 1}`;
    rows.forEach((row, p) => [0, 1].forEach(i => { row.children[1 + i].textContent = short(curves[2 * p + i][step]); }));
  };
  picture.onpointermove = event => {
    const box = picture.getBoundingClientRect(), share = ((event.clientX - box.left) * WIDE / box.width - LEFT) / (WIDE - LEFT - 4);
    const step = Math.min(steps - 1, Math.max(0, Math.round(share * (steps - 1))));
    mark.setAttribute("x1", x(step, steps));
    mark.setAttribute("x2", x(step, steps));
    mark.style.visibility = "visible";
    tell(step);
  };
  picture.onpointerleave = () => { mark.style.visibility = "hidden"; tell(steps - 1); };
  tell(steps - 1);
  const table = make("table", {}, make("tr", {}, after, make("th", { scope: "col" }, "ours"), make("th", { scope: "col" }, "torch itself")), ...rows);
  return make("figure", { class: "plot" }, make("figcaption", {}, make("code", {}, rule)), picture, table, ...(remark ? [make("p", {}, `${rule.split("(")[0]} ${remark}.`)] : []));
}

/* The rest */
function drawOutside() {
  at("reasons").append(...data.outside.map(([why, listed]) => make("details", {}, make("summary", {}, make("b", {}, listed.length), why), make("p", {}, make("code", {}, listed.join(", "))))));
}

function drawMethod() {
  const told = {
    "ulps": "The largest difference of an element from torch's, in units in the last place of the largest element of its tensor; so 1 in float32 is 2⁻²³ of it at most. What is zero in theory is not measured; a single number that comes near zero, as a weight does on its way, shows many.",
    "∂, ∂²": "Gradients by backward() and under create_graph, and second derivatives, of every floating input and parameter.",
    "names": "A name's numbers are the worst of the cases that are about it: those in which no other name stands that far fewer cases use. The others are listed after them, paler.",
    "tolerance": "One table for all cases: 1e-11 relative in float64; 1.3e-6 relative and 1e-5 absolute in float32. What has a wider one says why.",
    "rounding beyond the table": "Accepted where it is shown to be rounding: in float32 if our error against float64 is like torch's, in float64 if torch's own result moves as far when its inputs move by one unit in the last place.",
    "float32 against float64": "The worst error of a result or gradient in float32, ours and torch's, against torch's float64 on the same inputs, in units in the last place of float32, of one draw.",
    ...(COLUMNS.at(-1).ratio ? { ratio: `Our upper quartile of relative errors over torch's, over many draws and sizes of inputs, the worst of all results; ${data.limit}× is allowed but for named exceptions.${data.swept ? ` Every case was measured so on ${data.swept}.` : ""}` } : {}),
  };
  at("told").append(...Object.entries(told).flatMap(([term, words]) => [make("dt", {}, term), make("dd", {}, words)]));
}

at("search").oninput = event => change({ q: event.target.value, open: new Set() });
at("more").onclick = () => { state.limit = Infinity; drawRows(); };
document.onkeydown = event => {
  if (event.key !== "/" || event.target === at("search") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  at("search").focus();
};
phone.onchange = draw;
window.onhashchange = () => { read(); at("search").value = state.q; draw(); };

drawFigures();
drawHistogram();
at("plots").append(...data.drifts.map(drawPlot));
at("undrifted").textContent = Object.entries(data.undrifted).map(([rule, why]) => `Not drawn: ${rule}: ${why}.`).join(" ");
drawOutside();
drawMethod();
read();
at("search").value = state.q;
draw();

// What stands around the text: buttons above it, mistakes and history below.
import { forget, runs } from "./history.js";

function make(tag, className, text = "", attributes = {}) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function button(text, action, attributes = {}, className = "tp-small") {
  const element = make("button", className, text, { type: "button", ...attributes });
  element.addEventListener("click", action);
  return element;
}

/** The parts around the text, in the order in which they are read: {root, place, update functions}. */
export function frame(actions) {
  const root = make("div", "tp-host tp-editor");
  const run = button("Run", actions.run, { title: "Ctrl+Enter" }, "tp-primary");
  const stop = button("Stop query", actions.stop, {}, "tp-small tp-stop");
  const past = make("div", "tp-past");
  const history = button("History", () => toggle(history, past, actions), { "aria-expanded": "false" });
  const bar = make("div", "tp-edbar");
  const state = make("span", "tp-edstate", "", { role: "status" });
  const format = button("Format", actions.format, { title: "Shift+Alt+F" });
  const declare = button("Declare prefixes", actions.declare);
  bar.append(run, stop, format, declare, history, state);
  const place = make("div", "tp-edtext");
  const problems = make("div", "tp-problems", "", { role: "status", "aria-label": "Mistakes in the query" });
  const help = make("p", "tp-small tp-muted tp-edhelp");
  help.textContent =
    "Ctrl+Enter runs the query, Ctrl+Space completes names, Ctrl+F searches. Escape, then Tab leaves the editor. " +
    "Our prefixes need no declaration here.";
  root.append(bar, past, place, problems, help);
  past.hidden = true;
  stop.hidden = true;
  return { root, place, run, stop, state, problems, history, past };
}

/** Show mistakes, each with its place and a button for every change that may mend it. */
export function showProblems(parts, problems, apply) {
  parts.problems.replaceChildren(
    ...problems.slice(0, 6).map((problem) => {
      const line = make("div", `tp-problem tp-${problem.severity}`);
      line.append(make("strong", "", problem.place ? `${problem.place}: ` : ""), make("span", "", problem.message + " "));
      line.append(...problem.fixes.map((fix) => button(fix.label, () => apply(fix))));
      return line;
    }),
  );
}

function toggle(opener, past, actions) {
  past.hidden = !past.hidden;
  opener.setAttribute("aria-expanded", String(!past.hidden));
  if (!past.hidden) list(opener, past, actions);
}

function list(opener, past, actions) {
  const all = runs();
  const close = () => ((past.hidden = true), opener.setAttribute("aria-expanded", "false"));
  const items = all.map(({ text, at }) => {
    const item = make("li");
    const load = button("", () => (close(), actions.load(text)), {}, "tp-pastitem");
    load.append(make("small", "", new Date(at).toLocaleString()), make("code", "", text.replace(/\s+/g, " ").slice(0, 160)));
    item.append(load);
    return item;
  });
  if (!all.length) return past.replaceChildren(make("p", "tp-muted", "No query was run in this browser yet."));
  const box = make("ul");
  box.append(...items);
  const clear = button("Clear history", () => (forget(), list(opener, past, actions), opener.focus()));
  past.replaceChildren(make("p", "tp-small tp-muted", "Queries run in this browser. They stay in it."), box, clear);
}

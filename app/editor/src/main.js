// The SPARQL editor of the query page: CodeMirror with our completion, checks, history, and buttons to run and stop.
import { acceptCompletion, autocompletion } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { indentUnit, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, placeholder, tooltips } from "@codemirror/view";
import { classHighlighter, styleTags, tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { frame, showProblems } from "./bar.js";
import { completions } from "./completion.js";
import { draft, dropDraft, keepDraft, remember } from "./history.js";
import { check } from "./problems.js";
import { declare, names } from "./text.js";
import { load } from "./vocabulary.js";

const VOCABULARY = "/api/editor/vocabulary";
const CHECK = "/api/editor/check";
const FORMAT = "/api/editor/format";
const STOP = "/api/editor/stop";
const EXAMPLE = "SELECT ?attack ?label WHERE {\n  ?attack a praxis:Attack ; skos:prefLabel ?label .\n}";

// The grammar gives prefixed names, languages and "a" no colour of their own.
const SPARQL = new LanguageSupport(
  SparqlLanguage.configure({
    props: [styleTags({ "Pname_ln Pname_ns": tags.namespace, Langtag: tags.annotation, A_predicate: tags.keyword })],
  }),
);

const editors = new WeakMap();

/** Called by Streamlit at every run of the page: makes the editor once, and afterwards only tells it what is new. */
export function show({ parentElement, data, setTriggerValue }) {
  let editor = editors.get(parentElement);
  if (!editor) {
    editor = new Editor(parentElement, data);
    editors.set(parentElement, editor);
  }
  editor.send = setTriggerValue;
  editor.hear(data);
}

function post(address, data) {
  const headers = { "Content-Type": "application/json" };
  return fetch(address, { method: "POST", headers, body: JSON.stringify(data) });
}

class Editor {
  constructor(parent, data) {
    this.version = data.version;
    this.base = data.text;
    this.token = "";
    this.fixes = [];
    this.vocabulary = () => load(VOCABULARY);
    const act = (name) => () => this[name]();
    this.parts = frame({ run: act("run"), stop: act("stop"), format: act("format"), declare: act("declare"),
      load: (text) => this.set(text, true) });
    parent.appendChild(this.parts.root);
    this.view = new EditorView({
      parent: this.parts.place,
      state: EditorState.create({ doc: draft(data.text) ?? data.text, extensions: this.extensions() }),
    });
    this.view.dom.addEventListener("focusin", this.vocabulary, { once: true });
    this.watch = new MutationObserver(() => this.answered());
    this.watch.observe(document.body, { childList: true, subtree: true });
  }

  extensions() {
    const key = (name, action) => ({ key: name, run: () => (this[action](), true) });
    return [
      Prec.highest(keymap.of([key("Mod-Enter", "run"), key("Shift-Alt-f", "format")])),
      Prec.high(keymap.of([{ key: "Tab", run: acceptCompletion }])),
      basicSetup,
      keymap.of([indentWithTab]),
      indentUnit.of("  "),
      SPARQL,
      syntaxHighlighting(classHighlighter),
      autocompletion({ override: [completions(this.vocabulary)], maxRenderedOptions: 60, icons: false }),
      lintGutter(),
      linter((view) => this.lint(view), { delay: 500 }),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "SPARQL" }),
      EditorView.updateListener.of((update) => update.docChanged && this.changed(update)),
      placeholder(EXAMPLE),
      tooltips({ position: "fixed" }),
    ];
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Take in what the server says: a text where the address has changed, and whether a query runs. */
  hear(data) {
    this.base = data.text;
    if (data.version !== this.version) {
      this.version = data.version;
      if (data.text !== this.text) this.set(draft(data.text) ?? data.text, false);
    }
    this.parts.root.classList.toggle("tp-compact", data.compact);
    this.running(data.run);
    this.answered();
  }

  set(text, focus) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
    if (focus) this.view.focus();
  }

  running(token) {
    this.token = token;
    clearInterval(this.clock);
    const begun = performance.now();
    let resting = 0;
    const tell = () => {
      this.parts.state.textContent = `Running ${((performance.now() - begun) / 1000).toFixed(1)} s`;
      // Where the page was stopped by other means, no answer will come.
      resting = document.querySelector("[data-test-script-state=notRunning]") ? resting + 1 : 0;
      if (resting > 5) this.running("");
    };
    this.parts.state.textContent = "";
    this.parts.stop.disabled = false;
    if (token) this.clock = setInterval(tell, 100);
    if (!token && document.activeElement === this.parts.stop) this.view.focus();
    this.parts.stop.hidden = !token;
  }

  /** The page says in its text when a query has its answer. */
  answered() {
    if (!this.parts.root.isConnected) return this.watch.disconnect();
    if (this.token && document.querySelector(`[data-answered="${CSS.escape(this.token)}"]`)) this.running("");
  }

  async run() {
    const text = this.text;
    if (!text.trim()) return this.view.focus();
    remember(text);
    dropDraft();
    if (this.token) await this.stop();
    this.send("run", text);
  }

  async stop() {
    this.parts.stop.disabled = true;
    await post(STOP, { run: this.token }).catch(() => (this.parts.stop.disabled = false));
  }

  async format() {
    const before = this.text;
    const answer = await post(FORMAT, { text: before }).catch(() => null);
    if (!answer?.ok || this.text !== before) return;
    const { text } = await answer.json();
    const at = this.view.state.selection.main.head;
    const letters = before.slice(0, at).replace(/\s/g, "").length;
    this.view.dispatch({ changes: { from: 0, to: before.length, insert: text }, selection: { anchor: after(text, letters) } });
    this.view.focus();
  }

  async declare() {
    const { prefixes } = await this.vocabulary();
    const change = declare(this.text, names(this.text).map((n) => n.prefix), prefixes);
    if (change) this.view.dispatch({ changes: change });
    this.view.focus();
  }

  async lint(view) {
    const text = view.state.doc.toString();
    const problems = await check(text, CHECK, this.vocabulary);
    if (text !== this.text) return [];
    this.fixes = problems.flatMap((problem) => problem.fixes);
    for (const fix of this.fixes) fix.was = text.slice(fix.from, fix.to);
    showProblems(this.parts, problems, (fix) => this.mend(fix));
    return problems.map(({ from, to, severity, message, fixes }) => ({
      from, to, severity, message,
      actions: fixes.map((fix) => ({ name: fix.label, apply: () => this.mend(fix) })),
    }));
  }

  // What is offered moves along with the text until the next check offers anew.
  changed({ changes, state }) {
    keepDraft(this.base, state.doc.toString());
    for (const fix of this.fixes) [fix.from, fix.to] = [changes.mapPos(fix.from, -1), changes.mapPos(fix.to, 1)];
  }

  mend({ from, to, insert, was }) {
    if (this.view.state.sliceDoc(from, to) !== was) return; // it is mended already, or something else now
    this.view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true });
    this.view.focus();
  }
}

/** The offset behind the n-th letter that is no blank. */
function after(text, letters) {
  let offset = 0;
  for (; letters > 0 && offset < text.length; offset++) if (!/\s/.test(text[offset])) letters--;
  return offset;
}

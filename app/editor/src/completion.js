// Completion: words of SPARQL, variables of the text, prefixes, and the terms of the graph by name, label and synonym.
import { pickedCompletion, startCompletion } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { declare, variables } from "./text.js";
import { find } from "./vocabulary.js";

const WORDS = (
  "SELECT CONSTRUCT DESCRIBE ASK WHERE PREFIX DISTINCT FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES EXISTS NOT " +
  "GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET UNDEF COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES " +
  "DATATYPE BOUND IRI ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER " +
  "YEAR MONTH DAY NOW COALESCE IF STRLANG STRDT SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE"
).split(" ");
const SILENT = /comment|string|iriref/i;

/** A completion source over a vocabulary that may still be on its way. */
export function completions(vocabulary) {
  return async (context) => {
    if (SILENT.test(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) return variableOptions(context, variable);
    const typed = context.matchBefore(/[A-Za-z][\w-]*(?::[\w.-]*)?/);
    if (!typed && !context.explicit) return null;
    const known = await vocabulary();
    if (context.aborted) return null;
    return phrase(context, known) ?? word(context, known, typed ?? { from: context.pos, text: "" });
  };
}

function variableOptions(context, typed) {
  const mark = typed.text[0];
  const all = variables(context.state.doc.toString());
  const options = [...all].filter((name) => mark + name !== typed.text).sort();
  return { from: typed.from, options: options.map((name) => ({ label: mark + name, type: "variable" })) };
}

// Labels hold blanks: "model steal" should find "Model stealing".
function phrase(context, known) {
  const typed = context.matchBefore(/[A-Za-z][\w-]*(?: [A-Za-z][\w-]*){1,3}/);
  if (!typed) return null;
  const words = typed.text.split(" ");
  for (let first = 0; first < words.length - 1; first++) {
    const text = words.slice(first).join(" ");
    const found = find(known.terms, text, "", "", 20);
    if (found.length) return answer(context, typed.to - text.length, found.map((t) => option(t, known)));
  }
  return null;
}

function word(context, known, typed) {
  const colon = typed.text.indexOf(":");
  const favoured = place(context.state.sliceDoc(0, typed.from));
  if (colon >= 0) {
    const [prefix, local] = [typed.text.slice(0, colon), typed.text.slice(colon + 1)];
    return answer(context, typed.from, find(known.terms, local, prefix, favoured).map((t) => option(t, known)));
  }
  const upper = typed.text.toUpperCase();
  const words = WORDS.filter((w) => upper && w.startsWith(upper)).map((w) => ({ label: w, type: "keyword" }));
  const prefixes = Object.keys(known.prefixes)
    .filter((p) => p.startsWith(typed.text.toLowerCase()))
    .map((p) => ({ label: p + ":", detail: known.prefixes[p], type: "namespace", apply: applyPrefix(p, known) }));
  const terms = typed.text.length > 1 || context.explicit ? find(known.terms, typed.text, "", favoured) : [];
  const [early, late] = words.some((w) => w.label === upper) ? [words, []] : [words.slice(0, 3), words.slice(3)];
  const named = terms.map((t) => option(t, known));
  const rest = favoured === "class" ? [...named, ...prefixes.slice(0, 5)] : [...prefixes.slice(0, 5), ...named];
  return answer(context, typed.from, favoured === "class" ? [...rest, ...words] : [...early, ...rest, ...late]);
}

/** The kind of term that fits behind a text: a class behind "a", a property behind a subject or a semicolon. */
function place(before) {
  const statement = before.slice(-400).split(/[.;{}]\s/).at(-1).trim();
  if (/(?:^|\s)(?:a|rdf:type)$/.test(statement)) return "class";
  const words = statement ? statement.split(/\s+/).length : 0;
  const last = before.trimEnd().at(-1);
  return words === 1 || last === ";" ? "property" : "";
}

function answer(context, from, options) {
  return options.length ? { from, to: context.pos, options, filter: false } : null;
}

function option(term, known) {
  return {
    label: term.id,
    detail: term.label,
    type: term.kind === "class" || term.kind === "property" ? term.kind : "constant",
    info: () => card(term),
    apply: (view, completion, from, to) => insert(view, completion, from, to, term.id, term.prefix, known),
  };
}

function applyPrefix(prefix, known) {
  return (view, completion, from, to) => {
    insert(view, completion, from, to, prefix + ":", prefix, known);
    startCompletion(view);
  };
}

// The name goes where it was typed, and its PREFIX line to the top if it is not there.
function insert(view, completion, from, to, text, prefix, known) {
  const line = declare(view.state.doc.toString(), [prefix], known.prefixes);
  const changes = [{ from, to, insert: text }];
  if (line && line.from <= from) changes.unshift(line);
  const shift = changes.length > 1 ? line.insert.length : 0;
  view.dispatch({
    changes,
    selection: { anchor: from + shift + text.length },
    userEvent: "input.complete",
    annotations: pickedCompletion.of(completion),
    scrollIntoView: true,
  });
}

// Text only: a label may hold anything.
function card(term) {
  const box = document.createElement("div");
  box.className = "tp-term";
  const line = (tag, text) => text && box.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
  line("strong", term.label || term.id);
  line("small", term.kind);
  line("p", term.definition);
  line("p", term.synonyms.length ? "Also: " + term.synonyms.slice(0, 6).join("; ") : "");
  return box;
}

// Mistakes in the text: the server's syntax check, and names of ours that nothing bears. Each with changes that mend it.
import { names } from "./text.js";
import { nearest } from "./vocabulary.js";

/** What is wrong with a text: [{from, to, severity, message, place, fixes: [{label, from, to, insert}]}]. */
export async function check(text, address, vocabulary) {
  if (!text.trim()) return [];
  const [syntax, known] = await Promise.all([ask(address, text), vocabulary()]);
  return [...syntax, ...unknown(text, known)];
}

async function ask(address, text) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text }),
  }).catch(() => null);
  if (!answer?.ok) return []; // no answer is no statement about the text; running it will tell
  return (await answer.json()).problems;
}

function unknown(text, known) {
  const all = new Set(known.terms.map((t) => t.id));
  if (!all.size) return [];
  return names(text)
    .filter((n) => n.local && known.own.has(n.prefix) && !all.has(`${n.prefix}:${n.local}`))
    .map((n) => missing(text, n, known));
}

function missing(text, { prefix, local, from, to }, known) {
  const near = nearest(known.terms, prefix, local);
  const hint = near.length ? ` Did you mean ${near.join(" or ")}?` : "";
  return {
    from, to,
    severity: "warning",
    place: place(text, from),
    message: `The graph knows no ${prefix}:${local}.${hint}`,
    fixes: near.map((id) => ({ label: `Replace by ${id}`, from, to, insert: id })),
  };
}

function place(text, offset) {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${lines.at(-1).length + 1}`;
}

// What can be told about a query without parsing it: its names, its prefixes, its variables.

// Comments, IRIs and texts are matched so that nothing in them is taken for a name.
const TOKEN =
  /#[^\n]*|<[^<>"{}|^`\\\s]*>|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[?$](\w+)|([A-Za-z][\w-]*):([\w-](?:[\w.-]*[\w-])?)?/g;
const DECLARATION = /^[ \t]*(?:PREFIX|BASE)\b[^\n]*\n?/gim;

/** The prefixed names in a text: {prefix, local, from, to}. */
export function names(text) {
  const found = [];
  const own = declarations(text);
  for (const match of text.matchAll(TOKEN)) {
    if (match[2] === undefined) continue;
    if (own.some((d) => match.index >= d.from && match.index < d.to)) continue;
    found.push({ prefix: match[2], local: match[3] ?? "", from: match.index, to: match.index + match[0].length });
  }
  return found;
}

/** The variables in a text, without their mark. */
export function variables(text) {
  return new Set([...text.matchAll(TOKEN)].filter((m) => m[1]).map((m) => m[1]));
}

function declarations(text) {
  return [...text.matchAll(DECLARATION)].map((m) => ({ from: m.index, to: m.index + m[0].length }));
}

/** The prefixes that a text declares. */
export function declared(text) {
  return new Set([...text.matchAll(/\bPREFIX\s+([\w.-]*):/gi)].map((m) => m[1].toLowerCase()));
}

/** The change that declares prefixes, behind the declarations that are there; null where there is nothing to do. */
export function declare(text, prefixes, known) {
  const there = declared(text);
  const wanted = [...new Set(prefixes)].filter((p) => known[p] && !there.has(p.toLowerCase())).sort();
  if (!wanted.length) return null;
  const place = declarations(text).at(-1)?.to ?? 0;
  const start = place && text[place - 1] !== "\n" ? "\n" : "";
  return { from: place, insert: start + wanted.map((p) => `PREFIX ${p}: <${known[p]}>\n`).join("") };
}

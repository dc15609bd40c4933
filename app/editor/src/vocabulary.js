// The terms of the graph, as the server lists them, and the search among them. A few thousand take a millisecond.

let loading = null;

/** The vocabulary: {prefixes, terms}; fetched once. It stays empty where the server does not answer. */
export function load(address) {
  loading ??= fetch(address)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then(({ prefixes, terms, own }) => ({ prefixes, own: new Set(own), terms: terms.map(entry) }))
    .catch(() => ((loading = null), { prefixes: {}, own: new Set(), terms: [] }));
  return loading;
}

function entry([id, label, kind, synonyms, definition]) {
  const colon = id.indexOf(":");
  return {
    id, label, kind, synonyms, definition,
    prefix: id.slice(0, colon),
    local: id.slice(colon + 1).toLowerCase(),
    plain: fold(label),
    others: synonyms.map(fold),
  };
}

/** Without accents, case and hyphens. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[-_]+/g, " ");
}

const NONE = 99;

function fit(text, wanted) {
  if (text.startsWith(wanted)) return 0;
  return text.includes(" " + wanted) ? 1 : NONE;
}

function rank(term, wanted, dashed) {
  if (!wanted) return 5;
  const local = term.local.startsWith(dashed) ? 0 : NONE;
  const label = 1 + fit(term.plain, wanted);
  const other = 3 + Math.min(NONE, ...term.others.map((text) => fit(text, wanted)));
  const inside = term.local.includes(wanted) || term.plain.includes(wanted) ? 6 : NONE;
  return Math.min(local, label, other, inside);
}

/**
 * The terms that fit, best first.
 * @param terms all of them
 * @param typed what was typed, without a prefix
 * @param prefix only terms of this prefix; "" for any
 * @param favoured the kind that fits the place: it comes first among equals
 */
export function find(terms, typed, prefix, favoured, limit = 60) {
  const wanted = fold(typed);
  const dashed = wanted.replace(/ /g, "-");
  const found = [];
  for (const term of terms) {
    if (prefix && term.prefix !== prefix) continue;
    const score = rank(term, wanted, dashed);
    if (score < NONE) found.push([score - (favoured && term.kind === favoured ? 2.5 : 0), term]);
  }
  found.sort((a, b) => a[0] - b[0] || order(a[1]) - order(b[1]) || a[1].id.length - b[1].id.length);
  return found.slice(0, limit).map((pair) => pair[1]);
}

// What people name in queries comes before what they seldom do.
const FIRST = ["attack", "class", "property", "stage", "access", "model", "dim", "study", "technique", "tactic"];

function order(term) {
  const place = FIRST.indexOf(term.kind);
  return place < 0 ? FIRST.length : place;
}

/** The terms of a prefix whose names are nearest to one that does not exist. */
export function nearest(terms, prefix, local, limit = 3) {
  const wanted = local.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return terms
    .filter((t) => t.prefix === prefix && Math.abs(t.local.length - wanted.length) <= most)
    .map((t) => [distance(t.local, wanted), t.id])
    .filter(([steps]) => steps <= most)
    .sort((a, b) => a[0] - b[0])
    .slice(0, limit)
    .map(([, id]) => id);
}

/** Levenshtein distance with neighbours swapped counted as one step. */
function distance(a, b) {
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}

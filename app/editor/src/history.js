// The queries that were run in this browser, and the drafts of this tab. Nothing of it leaves the browser.
const RUNS = "threatpraxis.history";
const DRAFT = "threatpraxis.draft:";
const KEPT = 40;

function read(store, name, fallback) {
  try {
    return JSON.parse(store.getItem(name)) ?? fallback;
  } catch {
    return fallback; // forbidden or broken storage: there is no history, and that is all
  }
}

function write(store, name, value) {
  try {
    store.setItem(name, JSON.stringify(value));
  } catch {
    // full or forbidden: the editor works without
  }
}

/** The texts that were run, the last one first: [{text, at}]. */
export function runs() {
  const found = read(localStorage, RUNS, []);
  return Array.isArray(found) ? found.filter((r) => typeof r?.text === "string") : [];
}

export function remember(text) {
  if (!text.trim()) return;
  write(localStorage, RUNS, [{ text, at: Date.now() }, ...runs().filter((r) => r.text !== text)].slice(0, KEPT));
}

export function forget() {
  write(localStorage, RUNS, []);
}

/** What was typed at this address and not run; undefined where nothing was, or where the address now says another text. */
export function draft(base) {
  const kept = read(sessionStorage, DRAFT + location.search, null);
  return kept && kept.base === base ? kept.text : undefined;
}

export function keepDraft(base, text) {
  write(sessionStorage, DRAFT + location.search, { base, text });
}

/** The text was run: its address is where it stands now. */
export function dropDraft() {
  write(sessionStorage, DRAFT + location.search, null);
}

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

const INLINE_SCRIPT = /<script(?![^>]*\ssrc\s*=)[^>]*>([\s\S]*?)<\/script\s*>/gi;

/** What the book's pages and workers need besides their own scripts; all else is refused. */
const DIRECTIVES = [
  "default-src 'none'",
  "connect-src 'self'",
  "font-src 'self' data:",
  "frame-src 'self'",
  "img-src 'self' data:",
  // The editor makes its style sheets as it goes.
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/**
 * The Content-Security-Policy of one page: scripts of our own files, and those that stand in this very page.
 * @param html the page as it is sent; none for what is no page, a worker's script among others
 * @param framers the sites whose pages may show it in a frame, beside our own
 * @see https://www.w3.org/TR/CSP3/
 */
export function policyOf(html = '', framers: readonly string[] = []): string {
  const hashes = new Set(
    [...html.matchAll(INLINE_SCRIPT)].map(([, script = '']) => {
      return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
    }),
  );
  // The search's index is read by WebAssembly.
  const scripts = ["script-src 'self' 'wasm-unsafe-eval'", ...hashes].join(' ');
  const ancestors = ["frame-ancestors 'self'", ...framers].join(' ');
  return [...DIRECTIVES, ancestors, scripts].join('; ');
}

/** The policies of files: a page's is made again when the page has changed. Those below `framed` may be framed by `framers`. */
export function filePolicies(framed: string, framers: readonly string[]): (path: string) => string {
  const known = new Map<string, { changed: number; policy: string }>();
  return (path) => {
    if (!path.endsWith('.html')) return policyOf();
    const changed = statSync(path).mtimeMs;
    const before = known.get(path);
    if (before?.changed === changed) return before.policy;
    const policy = policyOf(readFileSync(path, 'utf8'), path.startsWith(framed) ? framers : []);
    known.set(path, { changed, policy });
    return policy;
  };
}

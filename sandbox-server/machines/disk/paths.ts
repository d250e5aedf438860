/** An absolute path without `.`, `..` and doubled slashes. */
export function normalize(path: string): string {
  // Most paths are so already.
  if (/^(\/[^/.][^/]*)+$/.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** `path` as seen from the folder `base`. */
export function resolvePath(base: string, path: string): string {
  return normalize(path.startsWith('/') ? path : `${base}/${path}`);
}

/** The folder that holds `path`. */
export function folderOf(path: string): string {
  return normalize(`${path}/..`);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

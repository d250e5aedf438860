/** The sections of an INI file, each with its keys; a key that comes again wins. */
export function parseIni(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  for (const raw of text.split('\n')) {
    const line = raw
      .replace(/^\s*[;#].*$/, '')
      .replace(/\s+;.*$/, '')
      .trim();
    const heading = line.match(/^\[(.+)\]$/)?.[1];
    if (heading !== undefined) {
      section = sections.get(heading) ?? new Map();
      sections.set(heading, section);
      continue;
    }
    const [, key, value] = line.match(/^([^=]+?)\s*[=]\s*(.*)$/) ?? [];
    if (key !== undefined && value !== undefined) section.set(key, value);
  }
  return sections;
}

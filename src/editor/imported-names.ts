const imports = /\bfrom\s*['"]([^'"\n]+)['"]|\bimport\s*\(?\s*['"]([^'"\n]+)['"]/g;

/** The modules that a text imports, also while it is being written. */
export const importedNames = (text: string): string[] =>
  [...text.matchAll(imports)].map(([, from, alone]) => from ?? alone ?? '');

const ordered = /^(\d+)-([a-z0-9][a-z0-9-]*)$/;

/** A folder's name without the number that puts it in order: `20-deploy-faafo` → `deploy-faafo`; undefined for another name. */
export const nameOfFolder = (folder: string): string | undefined => ordered.exec(folder)?.[2];

/** The number in front of a folder's name, by which chapters and lessons are put in order. */
export const orderOfFolder = (folder: string): number => Number(ordered.exec(folder)?.[1] ?? 0);

/**
 * A lesson's id, the same in the log, in links and in every language, from its path in `content/`:
 * `10-openstack/20-deploy-faafo` → `openstack/deploy-faafo`. The numbers only order, so that a book
 * that is put in another order keeps its links and its learners' work.
 */
export const lessonIdOf = (path: string): string =>
  path
    .split('/')
    .map((part) => nameOfFolder(part) ?? part)
    .join('/');

/** The id of a page in the site, from its file in `content/`: `10-a/20-b/en.mdx` → `en/a/b`. */
export const pageIdOf = (file: string): string => {
  const parts = file.replace(/\.mdx$/, '').split('/');
  const language = parts.pop() ?? '';
  return `${language}/${lessonIdOf(parts.join('/'))}`;
};

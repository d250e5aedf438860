import { packText, unpackText } from './packed-text.ts';

/** A text that somebody offers for a cell. */
export type OfferedCell = { cell: string; code: string };

/** Longer links get lost on their way: mail programs and chats cut them. */
const longestLink = 8_000;
/** Bytes that the text in a link may come to; the server takes cells of that size. */
const largestText = 200_000;

/** The id of a cell in its page. */
export const anchorOf = (cell: string): string => `cell-${cell}`;

/**
 * The address of a cell on its `page`; with `code`, it brings that text along.
 * @returns undefined when it would be too long to be passed on
 */
export const linkToCell = async (page: string, cell: string, code?: string): Promise<string | undefined> => {
  const address = new URL(page);
  address.hash =
    code === undefined
      ? anchorOf(cell)
      : new URLSearchParams({ cell, code: await packText(code) }).toString();
  return address.href.length > longestLink ? undefined : address.href;
};

/**
 * The text that an address brings along.
 * @param hash what stands behind the `#`, with it
 * @returns undefined for an address that brings none
 * @throws PackedTextError when what it brings cannot be read
 */
export const readCellLink = async (hash: string): Promise<OfferedCell | undefined> => {
  const given = new URLSearchParams(hash.slice(1));
  const [cell, packed] = [given.get('cell'), given.get('code')];
  if (cell === null || packed === null) return undefined;
  return { cell, code: await unpackText(packed, largestText) };
};

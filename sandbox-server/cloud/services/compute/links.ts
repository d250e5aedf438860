import type { Exchange } from '../../route.ts';

/** A link of a Nova thing. */
export interface Link {
  rel: string;
  href: string;
}

/** To itself with the version, and without: `…/v2.1/servers/<id>` and `…/servers/<id>`. */
export function links({ root }: Pick<Exchange, 'root'>, path: string): Link[] {
  return [{ rel: 'self', href: `${root}/compute/v2.1/${path}` }, bookmark({ root }, path)];
}

/** The link without a version, which outlives it. */
export function bookmark({ root }: Pick<Exchange, 'root'>, path: string): Link {
  return { rel: 'bookmark', href: `${root}/compute/${path}` };
}

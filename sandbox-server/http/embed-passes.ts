import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const content = z.object({ learner: z.string(), origin: z.string(), expires: z.number() });

/** Whom a pass lets in, and from which site's pages. */
export type EmbedPass = z.infer<typeof content>;

/** Makes and reads the passes of learners in other sites' pages. They are good for one origin, and not for long. */
export interface EmbedPasses {
  /** A pass made of characters that a WebSocket's protocol may have. */
  issue(pass: EmbedPass): string;
  /** What a pass of ours says, at an origin that it is for, until it expires. */
  read(pass: string, origin: string): EmbedPass | undefined;
}

/** Signs passes with a key of their own: no cookie is a pass, and no pass a cookie. */
export function createEmbedPasses(key: string, now: () => number = Date.now): EmbedPasses {
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    issue(pass) {
      const text = Buffer.from(JSON.stringify(pass)).toString('base64url');
      return `${text}.${sign(text).toString('base64url')}`;
    },
    read(pass, origin) {
      const [text = '', signature = ''] = pass.split('.');
      const [given, expected] = [Buffer.from(signature, 'base64url'), sign(text)];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const read = content.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
      return read.origin === origin && read.expires > now() ? read : undefined;
    },
  };
}

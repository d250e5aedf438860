import { z } from 'zod';

const session = z.object({ pass: z.string(), expires: z.number() });
const refusal = z.object({ error: z.object({ message: z.string() }) });

/** The server gives this page no pass; the message is for its reader. */
export class NoPass extends Error {
  override readonly name = 'NoPass';
}

const ask = async (server: string): Promise<Response> => {
  try {
    return await fetch(`${server}/api/embed-sessions`, { method: 'POST', credentials: 'omit' });
  } catch (cause) {
    throw new NoPass(`${server} does not answer. Is it running?`, { cause });
  }
};

/** The reader's pass for a server: kept for as long as the tab is open, and given to no other site. */
export class ReaderPass {
  readonly #server: string;

  constructor(server: string) {
    this.#server = server;
  }

  /** @throws NoPass */
  async get(): Promise<string> {
    const kept = session.safeParse(JSON.parse(sessionStorage.getItem(this.#key) ?? 'null'));
    if (kept.success && kept.data.expires > Date.now()) return kept.data.pass;
    const answer = await ask(this.#server);
    const body: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) {
      throw new NoPass(
        refusal.safeParse(body).data?.error.message ?? `The server answered ${answer.status}.`,
      );
    }
    const fresh = session.parse(body);
    sessionStorage.setItem(this.#key, JSON.stringify(fresh));
    return fresh.pass;
  }

  /** The server does not know the pass any more. */
  forget(): void {
    sessionStorage.removeItem(this.#key);
  }

  get #key(): string {
    return `workbook:embed-pass:${this.#server}`;
  }
}

import type { TerminalEntry, TerminalNews, TerminalRequest } from '../protocol/terminal.ts';

/** What one terminal printed, and prints. */
export interface TerminalOutput {
  read(offset: number, most: number): { offset: number; text: string };
  /** Hears that there is more to read; the answer ends that. */
  subscribe(listener: () => void): () => void;
}

/** One learner's terminals, as the socket sees them. Each call throws when the id is none of theirs. */
export interface TerminalDoor {
  list(): TerminalEntry[];
  /** Hears of terminals that come, end and go; the answer ends that. */
  watch(listener: () => void): () => void;
  /** Resolves to the new terminal's id. */
  open(machine: string, size: { columns: number; rows: number }): Promise<string>;
  output(id: string): TerminalOutput;
  input(id: string, text: string): void;
  resize(id: string, size: { columns: number; rows: number }): void;
  close(id: string): void;
  /** Types into the newest open terminal on a machine, or into a new one. */
  typeOn(machine: string, text: string): Promise<void>;
}

/** What a page may have before it that it has not drawn yet: a flood waits on the server, where only its end is kept. */
const MOST_UNDRAWN = 128 * 1024;
const PIECE = 32 * 1024;

/** A page's reading of one terminal. */
class TerminalReader {
  readonly #id: string;
  readonly #output: TerminalOutput;
  readonly #send: (news: TerminalNews) => void;
  readonly #stop: () => void;
  #sent: number;
  #drawn: number;
  #scheduled = false;
  #open = true;

  constructor(id: string, output: TerminalOutput, after: number, send: (news: TerminalNews) => void) {
    this.#id = id;
    this.#output = output;
    this.#send = send;
    this.#sent = after;
    this.#drawn = after;
    this.#stop = output.subscribe(() => this.#schedule());
    this.#schedule();
  }

  drawn(offset: number): void {
    this.#drawn = Math.max(this.#drawn, Math.min(offset, this.#sent));
    this.#schedule();
  }

  close(): void {
    this.#open = false;
    this.#stop();
  }

  /** What is printed in one go is sent in one go. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#open) this.#pump();
    });
  }

  #pump(): void {
    while (this.#sent - this.#drawn < MOST_UNDRAWN) {
      const { offset, text } = this.#output.read(this.#sent, PIECE);
      if (text === '') return;
      // What was left out needs no drawing.
      if (offset > this.#sent) this.#drawn += offset - this.#sent;
      this.#sent = offset + text.length;
      this.#send({ type: 'terminal-output', terminal: this.#id, offset, text });
    }
  }
}

/** What one page does with its learner's terminals. */
export class TerminalLines {
  readonly #door: TerminalDoor;
  readonly #send: (news: TerminalNews) => void;
  readonly #readers = new Map<string, TerminalReader>();
  #watching: (() => void) | undefined;

  constructor(door: TerminalDoor, send: (news: TerminalNews) => void) {
    this.#door = door;
    this.#send = send;
  }

  async carryOut(request: TerminalRequest): Promise<void> {
    switch (request.type) {
      case 'terminal-watch':
        return this.#watch();
      case 'terminal-open':
        return await this.#open(request);
      case 'terminal-attach':
        this.#readers.get(request.terminal)?.close();
        this.#readers.delete(request.terminal);
        this.#readers.set(
          request.terminal,
          new TerminalReader(
            request.terminal,
            this.#door.output(request.terminal),
            request.after,
            this.#send,
          ),
        );
        return;
      case 'terminal-drawn':
        return this.#readers.get(request.terminal)?.drawn(request.offset);
      case 'terminal-input':
        return this.#door.input(request.terminal, request.text);
      case 'terminal-resize':
        return this.#door.resize(request.terminal, request);
      case 'terminal-close':
        this.#readers.get(request.terminal)?.close();
        this.#readers.delete(request.terminal);
        return this.#door.close(request.terminal);
    }
  }

  close(): void {
    this.#watching?.();
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
  }

  #watch(): void {
    const tell = (): void => this.#send({ type: 'terminals', terminals: this.#door.list() });
    this.#watching ??= this.#door.watch(tell);
    tell();
  }

  async #open({
    request,
    machine,
    columns,
    rows,
  }: Extract<TerminalRequest, { type: 'terminal-open' }>): Promise<void> {
    const terminal = await this.#door.open(machine, { columns, rows });
    this.#send({ type: 'terminal-opened', request, terminal });
  }
}

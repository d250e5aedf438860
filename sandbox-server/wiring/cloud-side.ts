import type { CloudDoor } from '../http/cloud.ts';
import type { OutsideNetwork } from '../http/proxy.ts';
import type { FractalRows } from '../http/socket.ts';
import type { TerminalDoor } from '../http/terminal-lines.ts';
import type { Learner, LearnerAccounts } from '../learners/learners.ts';
import type { Reason } from '../protocol/reason.ts';

/** A request that this kind of cloud cannot carry out; the message is for the learner. */
export class NotOnThisCloud extends Error {
  override name = 'NotOnThisCloud';
  readonly reason: Reason | undefined;
  readonly status = 501;

  constructor(message: string, reason?: Reason) {
    super(message);
    this.reason = reason;
  }
}

/** An address that leads to somebody else's server, or is none. */
export class NotYours extends Error {
  override name = 'NotYours';
  readonly status = 404;

  constructor(address: string) {
    super(`${address} is not an address of yours.`);
  }
}

/** The cloud that the cells talk to, whichever it is: the pocket cloud or a real one. */
export interface CloudSide {
  /** `pocket`, or the name in `clouds.yaml`. */
  name: string;
  door: CloudDoor;
  accounts: LearnerAccounts;
  /** The name of the user whose valid token this is. */
  userOf(token: string): Promise<string | undefined>;
  /** Addresses that the cloud's servers have to the outside. */
  network: OutsideNetwork;
  /** The way of a packet from outside to an address and port. */
  trace(learner: Learner, address: string, port: number): Promise<unknown>;
  /** Gives a learner's project back as it was at the start. */
  reset(learner: Learner): Promise<void>;
  /** Removes a learner's user and project with all that is in it; a real cloud, which is not ours, stays as it is. */
  remove(learner: Learner): Promise<void>;
  /** Whether `remove` empties the learner's part of the cloud. */
  readonly removes: boolean;
  /** Rows of fractals as the learner's workers draw them; returns how to stop. */
  watchFractals(learner: Learner, read: (rows: FractalRows) => void): () => void;
  /** The learner's terminals. */
  terminals(learner: Learner): TerminalDoor;
  close(): Promise<void>;
}

import type { Position } from '../../sandbox-server/protocol/events.ts';

/** A learner asks to see a place in the code of the cell that hears of this. */
export class ShowPosition extends Event {
  static readonly type = 'show-position';
  readonly position: Position;

  constructor(position: Position) {
    super(ShowPosition.type, { bubbles: true });
    this.position = position;
  }
}

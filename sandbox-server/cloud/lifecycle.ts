/** `{ BUILD: { to: 'ACTIVE', after: 3000 } }`: from a state, after so many milliseconds, to another. */
export type Lifecycle<State extends string> = Partial<Record<State, { to: State; after: number }>>;

/** A state and the moment (ms since the epoch) it was entered. */
export interface Moment<State extends string> {
  state: State;
  since: number;
}

/** Where a thing stands at `now`. Nothing ticks: a status moves when it is read. */
export function settle<State extends string>(
  table: Lifecycle<State>,
  moment: Moment<State>,
  now: number,
): Moment<State> {
  let current = moment;
  for (let step = table[current.state]; step; step = table[current.state]) {
    const at = current.since + step.after;
    if (at > now) {
      break;
    }
    current = { state: step.to, since: at };
  }
  return current;
}

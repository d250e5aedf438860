import { SIGNALS, type SignalName } from '../../../machines/processes.ts';

/** A signal by its name or its number. */
export function signalNamed(text: string): SignalName | undefined {
  const name = /^\d+$/.test(text)
    ? Object.entries(SIGNALS).find(([, number]) => number === Number(text))?.[0]
    : `SIG${text.toUpperCase().replace(/^SIG/, '')}`;
  return Object.keys(SIGNALS).find((candidate): candidate is SignalName => candidate === name);
}

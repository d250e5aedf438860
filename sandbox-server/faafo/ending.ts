import type { Channel, ChannelModel } from 'amqplib';

/** Resolves once the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** A signal that is aborted with the reason why, as soon as a connection or its channel ends by itself. */
export function watch(connection: ChannelModel): { lost: AbortController; add: (channel: Channel) => void } {
  const lost = new AbortController();
  const fail = (error: Error): void => lost.abort(error);
  connection.on('error', fail);
  connection.on('close', (error?: Error) =>
    lost.abort(error ?? new Error('the broker closed the connection')),
  );
  return {
    lost,
    add(channel) {
      channel.on('error', fail);
      channel.on('close', () => lost.abort(new Error('the broker closed the channel')));
    },
  };
}

/** Closes a connection that may be closed already. */
export async function closeQuietly(connection: ChannelModel): Promise<void> {
  try {
    await connection.close();
  } catch (error) {
    // amqplib refuses to close what is closed, which is what was wanted.
    if (!(error instanceof Error) || error.name !== 'IllegalOperationError') throw error;
  }
}

/** The words of whatever was thrown. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** How much a message matters, as the original's programs name it. */
export type LogLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';

/** Takes a program's messages; `logger` is `faafo.api`, `faafo.worker` or `faafo.client`. */
export type Log = (level: LogLevel, logger: string, message: string) => void;

/** For whoever wants no messages. */
export const silent: Log = () => undefined;

/**
 * One line as the original writes it to standard error: `2016-05-26 10:00:00.000 123 INFO faafo.api [-] text`.
 * @param time milliseconds since 1970; shown as UTC
 */
export function formatLogLine(
  time: number,
  pid: number,
  level: LogLevel,
  logger: string,
  message: string,
): string {
  const stamp = new Date(time).toISOString().replace('T', ' ').replace('Z', '');
  return `${stamp} ${pid} ${level} ${logger} [-] ${message}`;
}

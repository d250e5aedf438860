/** A unit file for a service that is part of the usual start of a machine. */
export function unitText(
  description: string,
  command: string,
  more: { type?: 'simple' | 'notify'; user?: string; restart?: 'always' | 'on-failure'; pause?: number } = {},
): string {
  return [
    '[Unit]',
    `Description=${description}`,
    'After=network.target',
    '',
    '[Service]',
    `Type=${more.type ?? 'simple'}`,
    `User=${more.user ?? 'root'}`,
    `ExecStart=${command}`,
    `Restart=${more.restart ?? 'on-failure'}`,
    `RestartSec=${more.pause ?? 1}`,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}

import { expect, test } from 'vitest';
import { randomIds } from '../../../../../sandbox-server/cloud/ids.ts';
import { openPasswords } from '../../../../../sandbox-server/cloud/services/identity/password.ts';

test('a password matches what was kept of it, and nothing else does', async () => {
  const passwords = openPasswords({ ids: randomIds, rounds: 2 });
  const kept = await passwords.hash('correct');
  expect(kept).not.toContain('correct');
  expect(await passwords.matches('correct', kept)).toBe(true);
  expect(await passwords.matches('wrong', kept)).toBe(false);
  expect(await passwords.matches('correct', null)).toBe(false);
});

test('the same password is kept differently each time, and at any number of rounds', async () => {
  const kept = await openPasswords({ ids: randomIds, rounds: 2 }).hash('correct');
  const later = openPasswords({ ids: randomIds, rounds: 5 });
  expect(await later.hash('correct')).not.toBe(kept);
  expect(await later.matches('correct', kept)).toBe(true);
});

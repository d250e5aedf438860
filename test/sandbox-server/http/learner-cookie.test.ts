import { describe, expect, test } from 'vitest';
import { readLearnerCookie, writeLearnerCookie } from '../../../sandbox-server/http/learner-cookie.ts';

const cookieOf = (header: string): string => header.split(';')[0] ?? '';

describe("the learner's cookie", () => {
  test('proves the id that it was written for', () => {
    const kept = cookieOf(writeLearnerCookie('ada', 'key', false));
    expect(readLearnerCookie(`other=1; ${kept}`, 'key')).toBe('ada');
  });

  test('proves nothing when it is forged, altered or signed by another server', () => {
    const kept = cookieOf(writeLearnerCookie('ada', 'key', false));
    expect(readLearnerCookie(kept, 'another key')).toBeUndefined();
    expect(readLearnerCookie(kept.replace('ada', 'bob'), 'key')).toBeUndefined();
    expect(readLearnerCookie('workbook=ada', 'key')).toBeUndefined();
    expect(readLearnerCookie(undefined, 'key')).toBeUndefined();
  });

  test('no script can read it, no other site can send it along', () => {
    expect(writeLearnerCookie('ada', 'key', false)).toMatch(/HttpOnly.*SameSite=Lax/);
    expect(writeLearnerCookie('ada', 'key', true)).toMatch(/Secure/);
  });
});

import { expect, test } from 'vitest';
import { lessonId } from '../../../sandbox-server/protocol/browser.ts';
import { lessonIdOf, nameOfFolder, pageIdOf } from '../../../src/lessons/lesson-id.ts';

test('a lesson keeps its id when the book is put in another order', () => {
  expect(lessonIdOf('10-openstack/20-deploy-faafo')).toBe(lessonIdOf('30-openstack/05-deploy-faafo'));
});

test('a lesson’s id is one that the server takes', () => {
  expect(lessonId.parse(lessonIdOf('10-openstack/20-deploy-faafo'))).toBe('openstack/deploy-faafo');
});

test('a page’s id begins with its language', () => {
  expect(pageIdOf('10-openstack/20-deploy-faafo/es.mdx')).toBe('es/openstack/deploy-faafo');
});

test('a folder without a number is no chapter and no lesson', () => {
  expect(nameOfFolder('words')).toBeUndefined();
});

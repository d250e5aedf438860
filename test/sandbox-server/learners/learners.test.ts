import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { ClassroomFull, createLearners } from '../../../sandbox-server/learners/learners.ts';

const accounts = () => {
  let made = 0;
  return {
    async createLearner({ name }: { name: string; password: string }) {
      made += 1;
      return { projectId: `project-${made}-of-${name}`, userId: `user-${made}` };
    },
  };
};

describe('learners', () => {
  test('each has a project, a user and an id of their own that cannot be guessed', async () => {
    const learners = createLearners(new DatabaseSync(':memory:'), accounts());
    const [ada, bob] = [await learners.create(), await learners.create()];
    expect(ada.id).toMatch(/^[\w-]{24}$/);
    expect(new Set([ada.id, bob.id, ada.projectId, bob.projectId, ada.password, bob.password]).size).toBe(6);
    expect(learners.find(ada.id)).toEqual(ada);
    expect(learners.ofProject(bob.projectId)).toEqual(bob);
    expect(learners.named(ada.username)).toEqual(ada);
    expect(learners.named('nobody')).toBeUndefined();
    expect(learners.find('nobody')).toBeUndefined();
  });

  test('are still there when the database is opened again', async () => {
    const database = new DatabaseSync(':memory:');
    const ada = await createLearners(database, accounts()).create();
    expect(createLearners(database, accounts()).find(ada.id)).toEqual(ada);
  });

  test('are turned away in words when the classroom is full', async () => {
    const learners = createLearners(new DatabaseSync(':memory:'), accounts(), 1);
    await learners.create();
    await expect(learners.create()).rejects.toThrow(ClassroomFull);
    await expect(learners.create()).rejects.toThrow(/1 learners already/);
  });

  test('a cloud that gives no account makes no learner', async () => {
    const database = new DatabaseSync(':memory:');
    const broken = { createLearner: () => Promise.reject(new Error('quota')) };
    await expect(createLearners(database, broken).create()).rejects.toThrow('quota');
    expect(database.prepare('SELECT * FROM learners').all()).toEqual([]);
  });
});

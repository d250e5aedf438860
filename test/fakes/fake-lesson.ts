import type { LessonDoor } from '../../sandbox-server/http/socket.ts';

/** A lesson that notes in `calls` what it is asked to do. */
export function fakeLesson(calls: unknown[]): LessonDoor {
  return {
    subscribe(after, read) {
      calls.push(['subscribe', after]);
      const event = { kind: 'reset' as const };
      read([{ seq: after + 1, time: '2026-01-01T00:00:00.000Z', event }], true);
      return () => calls.push(['stop']);
    },
    run: (order) => calls.push(['run', order.cell, order.code]),
    check: ({ exercise }) => calls.push(['check', exercise]),
    parts: {
      answer: (part, answer) => calls.push(['answer', part, answer]),
      help: (part, help) => calls.push(['help', part, help]),
    },
    interrupt: async () => void calls.push(['interrupt']),
    cancel: (run) => calls.push(['cancel', run]),
    extend: async (run) => void calls.push(['extend', run]),
    restart: async () => void calls.push(['restart']),
    edit: (cell, code) => calls.push(['edit', cell, code]),
    reset: async () => void calls.push(['reset']),
    unfold: async (handle) =>
      handle === 'gone'
        ? { properties: [], gone: true }
        : { properties: [{ name: 'x', text: '1', type: 'number' }] },
    readTable: async ({ offset, count }) => ({ rows: [[`${offset}`, `${count}`]] }),
    readValue: async (handle) => ({ text: handle }),
    readVariables: async () => ({ variables: [], more: 0, gone: true }),
    debugger: {
      step: async (run, how) => void calls.push(['step', run, how]),
      setBreakpoints: async (run, breakpoints) => void calls.push(['set-breakpoints', run, breakpoints]),
    },
    inputs: {
      reply: async (run, id, reply) => void calls.push(['reply', run, id, reply]),
      choose: async (choice) => void calls.push(['choose', choice]),
    },
  };
}

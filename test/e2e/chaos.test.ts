import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellOf, isBusy } from '../../src/workbook/workbook-state.ts';
import { newLearner } from '../support/learner.ts';
import { type RunningWorkbook, startAgain, startWorkbook } from '../support/workbook.ts';
import {
  anySteps,
  type CellKind,
  cellKinds,
  codeOf,
  isBeginning,
  linesOf,
  type Step,
} from './chaos/steps.ts';
import { SharedStorage, Tab, type TabPlace } from './chaos/tab.ts';

const interleavings = 200;
/** A cell of its own, which asks the kernel what it knows. */
const probe = 'probe';

let workbook: RunningWorkbook;
let labels = 0;
beforeAll(async () => {
  workbook = await startWorkbook();
});
afterAll(() => workbook?.close());

/** One browser with a lesson open in two tabs, and all that happens to it. */
class Browser {
  readonly #place: TabPlace;
  readonly tabs: [Tab, Tab];
  /** The label that a run's code carries, by the run's id. */
  readonly labels = new Map<string, { kind: CellKind; label: string }>();

  /** The interrupts that were sent. */
  readonly #stopped = new Set<string>();

  constructor(place: TabPlace) {
    this.#place = place;
    this.tabs = [new Tab(place), new Tab(place)];
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'run':
        return this.#run(this.tabs[step.tab], step.cell);
      case 'edit':
        return this.tabs[step.tab].client.edit(step.cell, `// ${this.#label()}`);
      case 'interrupt':
        return this.tabs[step.tab].client.interrupt();
      case 'restart':
        return this.tabs[step.tab].client.restart();
      case 'reload':
        this.tabs[step.tab].close();
        this.tabs[step.tab] = new Tab(this.#place);
        return;
      case 'cut':
        return this.tabs[step.tab].cut();
      case 'offline':
        this.tabs[step.tab].isOnline = false;
        return this.tabs[step.tab].cut();
      case 'online':
        this.tabs[step.tab].isOnline = true;
        return;
      case 'wait':
        return pause(step.milliseconds);
      case 'kill':
      case 'stop':
        return restartServer(step.kind);
    }
  }

  /** Brings everything back, and waits until nothing is under way any more. Resolves to what the kernel has done. */
  async settle(): Promise<string[]> {
    for (const tab of this.tabs) tab.isOnline = true;
    await Promise.all(this.tabs.map((tab) => tab.when(({ connection }) => connection === 'open')));
    return this.#ask();
  }

  close(): void {
    for (const tab of this.tabs) tab.close();
  }

  /** Through both tabs: whatever they have sent before has been carried out when the answer is there. */
  async #ask(): Promise<string[]> {
    let answer = '[]';
    for (const tab of this.tabs) answer = await this.#askThrough(tab);
    return JSON.parse(answer);
  }

  async #askThrough(tab: Tab): Promise<string> {
    for (;;) {
      await tab.when(({ connection }) => connection === 'open');
      const run = tab.client.run(probe, 'console.log(JSON.stringify(globalThis.done ?? []))');
      if (run === undefined) continue;
      const isOver = ({ state }: Tab): boolean => {
        const { run: last, state: now } = cellOf(state, probe);
        return last === run && !['queued', 'running'].includes(now);
      };
      const answered = this.tabs.map((each) =>
        each.when(() => {
          this.#stopEndless(each);
          return isOver(each);
        }),
      );
      const neverArrived = tab.when(({ refused }) => refused.has(run));
      await Promise.race([Promise.all(answered), neverArrived]);
      if (!isOver(tab)) continue;
      const { state, shown } = cellOf(tab.state, probe);
      const [first] = shown;
      // One that failed before it was run again has taken the probe out of the queue with it.
      if (state === 'ok' && first?.kind === 'printed') return first.text;
    }
  }

  /**
   * Nothing that waits behind it would ever come to its turn. Where it was asked for twice, its cell tells of the one
   * that waits, not of the one that runs. An interrupt can be lost with its line: once for each.
   */
  #stopEndless(tab: Tab): void {
    const endless = cellOf(tab.state, 'endless');
    const interrupt = `${endless.run} ${endless.state} ${this.tabs.indexOf(tab)} ${tab.lines}`;
    if (!isBusy(endless) || this.#stopped.has(interrupt)) return;
    this.#stopped.add(interrupt);
    tab.client.interrupt();
  }

  #run(tab: Tab, kind: CellKind): void {
    const label = this.#label();
    const run = tab.client.run(kind, codeOf(kind, label));
    if (run !== undefined) this.labels.set(run, { kind, label });
  }

  #label(): string {
    labels += 1;
    return `label-${labels}`;
  }
}

async function restartServer(how: 'kill' | 'stop'): Promise<void> {
  await workbook[how]();
  workbook = await startAgain(workbook);
}

/** One that needs no luck to be met: an endless cell is asked for again while it runs. */
const examples: [Step[]][] = [
  [
    [
      { kind: 'wait', milliseconds: 500 },
      { kind: 'run', tab: 0, cell: 'endless' },
      { kind: 'wait', milliseconds: 500 },
      { kind: 'run', tab: 1, cell: 'endless' },
      { kind: 'wait', milliseconds: 100 },
    ],
  ],
];

const wholeLives = ['queued started finished', 'queued finished', 'started finished', 'finished'];

/**
 * What the log's entries say of each run must be one life: asked for, begun, ended, each once. Only a reader who was
 * away misses the end of one, when a newer run of the cell has taken its place in the log meanwhile.
 */
function demandWholeLives(tab: Tab): void {
  const seqs = tab.entries.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((one, other) => one - other));
  const lives = new Map<string, string[]>();
  const latest = new Map<string, string>();
  for (const { event } of tab.entries) {
    if (!('run' in event) || event.kind === 'output' || event.kind === 'display') continue;
    lives.set(event.run, [...(lives.get(event.run) ?? []), event.kind]);
    if ('cell' in event) latest.set(event.cell, event.run);
  }
  for (const [run, life] of lives) {
    const words = life.join(' ');
    const isReplaced = tab.wasAway && ![...latest.values()].includes(run);
    if (isReplaced) expect(wholeLives.some((whole) => whole.startsWith(words))).toBe(true);
    else expect(wholeLives).toContain(words);
  }
}

/** The output that a cell shows is its run's own, whole when that went well, and never with a hole in it. */
function demandOwnOutput({ state }: Tab, ran: Browser['labels']): void {
  for (const name of cellKinds) {
    const { run, shown, old, state: now } = cellOf(state, name);
    const known = run === undefined ? undefined : ran.get(run);
    // What was taken out of the queue leaves the output of the run before.
    if (known === undefined || old) continue;
    const printed = shown.map((each) => (each.kind === 'printed' ? each.text : '')).join('');
    expect(isBeginning(printed, known.kind, known.label), `${name}, ${now}: ${printed}`).toBe(true);
    if (now === 'ok' || now === 'error') expect(printed.split('\n').length - 1).toBe(linesOf(known.kind));
  }
}

/** What the kernel has done is what the log says that went well since the kernel began. */
function demandSameKernel({ state, entries }: Tab, ran: Browser['labels'], done: readonly string[]): void {
  const lastStart =
    entries.findLast(({ event }) => event.kind === 'kernel' && event.state === 'starting')?.seq ?? 0;
  for (const name of cellKinds) {
    const { run, state: now } = cellOf(state, name);
    const label = run === undefined ? undefined : ran.get(run)?.label;
    if (label === undefined) continue;
    const ended = entries.find(({ event }) => event.kind === 'finished' && event.run === run)?.seq ?? 0;
    if (now === 'ok' && ended > lastStart) expect(done).toContain(label);
    if (now === 'error' || now === 'queued') expect(done).not.toContain(label);
  }
  expect(new Set(done).size).toBe(done.length);
}

test(
  `after ${interleavings} random interleavings, the log, two tabs and the kernel agree, nothing lost, nothing doubled`,
  async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const { cookie } = await newLearner(workbook.url);
        const place = {
          url: workbook.url,
          cookie,
          lesson: 'openstack/your-first-server',
          storage: new SharedStorage(),
        };
        const browser = new Browser(place);
        for (const step of steps) await browser.take(step);
        const done = await browser.settle();
        const newcomer = new Tab(place);
        const [one, other] = browser.tabs;
        await newcomer.when(({ state }) => state.seq === one.state.seq);
        await Promise.all(
          browser.tabs.map((tab) => tab.when(({ client }) => client.edits.all().length === 0)),
        );
        for (const tab of [one, other]) {
          expect(tab.state.seq).toBe(newcomer.state.seq);
          expect(tab.state.cells).toEqual(newcomer.state.cells);
          demandWholeLives(tab);
          demandOwnOutput(tab, browser.labels);
        }
        demandSameKernel(one, browser.labels, done);
        browser.close();
        newcomer.close();
      }),
      { numRuns: interleavings, examples, endOnFailure: true, timeout: 90_000 },
    );
  },
  20 * 60_000,
);

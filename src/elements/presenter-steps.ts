/** One step of a lesson that is presented: blocks of the page that are shown together. */
export type Step = {
  /** The heading under which it stands. */
  title: string;
  blocks: HTMLElement[];
};

const isHeading = (block: Element): boolean => block.matches('h2, h3, h4, .sl-heading-wrapper');
const endsStep = (block: Element): boolean =>
  block.matches('run-cell, figure') || block.querySelector('run-cell, figure') !== null;
const titleOf = (block: Element): string =>
  (block.querySelector('h2, h3, h4') ?? block).textContent?.trim() ?? '';

/**
 * Cuts a lesson into steps: a heading begins one, and a cell or a figure ends the one with the prose before it.
 * @param opening what stands above the prose: the title with what belongs to it
 * @param blocks the prose, block by block
 */
export const stepsOf = (opening: HTMLElement[], lesson: string, blocks: readonly HTMLElement[]): Step[] => {
  const steps: Step[] = [{ title: lesson, blocks: [...opening] }];
  let ended = false;
  for (const block of blocks) {
    const last = steps.at(-1);
    const begins = isHeading(block) && last?.blocks.every(isHeading) === false;
    if (last === undefined || ended || begins) {
      steps.push({ title: isHeading(block) ? titleOf(block) : (last?.title ?? lesson), blocks: [block] });
    } else {
      last.blocks.push(block);
      if (isHeading(block)) last.title = titleOf(block);
    }
    ended = endsStep(block);
  }
  return steps;
};

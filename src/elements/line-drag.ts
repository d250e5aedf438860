/** What is dragged among: lists of lines. */
type Lists = { lists: readonly HTMLElement[]; dropped: (line: HTMLElement) => void };

/** So many pixels a pointer moves before it drags: less is a press. */
const slack = 5;

/**
 * Lets the lines of some lists be dragged with the mouse, and with a finger by an element `.parsons-grip`: the
 * line is moved as the pointer goes, and `dropped` hears where it was left. Escape puts it back.
 */
export const dragLines = ({ lists, dropped }: Lists): void => {
  for (const list of lists) {
    list.addEventListener('pointerdown', (event) => {
      const target = event.target instanceof Element ? event.target : undefined;
      const line = target?.closest<HTMLElement>('.parsons-line');
      const byGrip = target?.closest('.parsons-grip') != null;
      if (line == null || event.button !== 0 || (event.pointerType !== 'mouse' && !byGrip)) return;
      drag(line, event, { lists, dropped });
    });
  }
};

const drag = (line: HTMLElement, start: PointerEvent, { lists, dropped }: Lists): void => {
  const home = { list: line.parentElement, next: line.nextElementSibling };
  const ending = new AbortController();
  const { signal } = ending;
  let moved = false;
  const end = (): void => {
    ending.abort();
    line.removeAttribute('data-dragged');
  };
  const move = (event: PointerEvent): void => {
    if (event.pointerId !== start.pointerId) return;
    moved ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > slack;
    if (!moved) return;
    event.preventDefault();
    line.setAttribute('data-dragged', '');
    moveTo(line, lists, event);
  };
  const drop = (event: PointerEvent): void => {
    if (event.pointerId !== start.pointerId) return;
    end();
    if (!moved) return;
    // The press that ends a drag is none.
    const press = new AbortController();
    addEventListener('click', (click) => click.stopPropagation(), { capture: true, signal: press.signal });
    setTimeout(() => press.abort());
    dropped(line);
  };
  const putBack = (): void => {
    end();
    home.list?.insertBefore(line, home.next);
  };
  document.addEventListener('pointermove', move, { signal });
  document.addEventListener('pointerup', drop, { signal });
  document.addEventListener('pointercancel', putBack, { signal });
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && putBack(), { signal });
};

/** Puts the line where the pointer is: into the list under it, before the first line whose middle is below it. */
const moveTo = (
  line: HTMLElement,
  lists: readonly HTMLElement[],
  { clientX, clientY }: PointerEvent,
): void => {
  const list = lists.find((one) => isWithin(one, clientX, clientY));
  if (list === undefined) return;
  const next = [...list.querySelectorAll<HTMLElement>('.parsons-line')]
    .filter((other) => other !== line)
    .find((other) => {
      const { top, height } = other.getBoundingClientRect();
      return clientY < top + height / 2;
    });
  if (line.parentElement === list && line.nextElementSibling === (next ?? null)) return;
  list.insertBefore(line, next ?? null);
};

const isWithin = (element: HTMLElement, x: number, y: number): boolean => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left && x <= right && y >= top && y <= bottom;
};

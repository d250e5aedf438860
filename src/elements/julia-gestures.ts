/** What fingers, mouse, wheel and keys ask of a picture. Places are pixels of the element. */
export interface Gestures {
  pan(right: number, down: number): void;
  zoom(factor: number, at: { x: number; y: number }): void;
  key(event: KeyboardEvent): boolean;
}

type Point = { x: number; y: number };

const pointIn = (element: HTMLElement, { clientX, clientY }: MouseEvent): Point => {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
};

const middle = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

const spread = ([one, other]: readonly Point[]): number =>
  one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;

/** Follows the pointers on a picture: one drags it, two pinch it. */
function followPointers(element: HTMLElement, gestures: Gestures): void {
  const pointers = new Map<number, Point>();
  element.addEventListener('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, pointIn(element, event));
  });
  element.addEventListener('pointermove', (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = [...pointers.values()];
    pointers.set(event.pointerId, pointIn(element, event));
    const now = [...pointers.values()];
    const [from, to] = [middle(before), middle(now)];
    gestures.pan(to.x - from.x, to.y - from.y);
    const [apart, further] = [spread(before), spread(now)];
    if (apart > 0 && further > 0) gestures.zoom(apart / further, to);
  });
  const leave = ({ pointerId }: PointerEvent): void => void pointers.delete(pointerId);
  element.addEventListener('pointerup', leave);
  element.addEventListener('pointercancel', leave);
}

/**
 * Lets a picture be moved and zoomed. The wheel and a single vertical finger are the page's until the picture has the
 * focus, so that nobody gets caught in it while scrolling by; a pinch on a touch pad comes as a wheel with Ctrl.
 */
export function listenToGestures(element: HTMLElement, gestures: Gestures): void {
  followPointers(element, gestures);
  element.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && document.activeElement !== element) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const turned = Math.max(-240, Math.min(240, event.deltaY * lines)) * (event.ctrlKey ? 4 : 1);
      gestures.zoom(2 ** (turned / 400), pointIn(element, event));
    },
    { passive: false },
  );
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    if (gestures.key(event)) event.preventDefault();
  });
}

/** What a map's pointer does: shows what is under it, keeps it, or goes away. */
export interface Pointing {
  show(at: Point): void;
  keep(at: Point): void;
  leave(): void;
}

/** Lets a point of a map be chosen: a mouse shows by moving and keeps by a click, a finger does both by dragging. */
export function listenToPointing(element: HTMLElement, pointing: Pointing): void {
  element.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse' || element.hasPointerCapture(event.pointerId)) {
      pointing.show(pointIn(element, event));
    }
  });
  element.addEventListener('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    pointing.show(pointIn(element, event));
  });
  element.addEventListener('pointerup', (event) => pointing.keep(pointIn(element, event)));
  element.addEventListener('pointercancel', () => pointing.leave());
  element.addEventListener('pointerleave', (event) => {
    if (!element.hasPointerCapture(event.pointerId)) pointing.leave();
  });
}

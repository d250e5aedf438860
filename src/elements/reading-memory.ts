const focus = 'workbook:focus';
const letters = 'workbook:letter-keys';
const step = (): string => `workbook:presenter:${location.pathname}`;

/** Whether single characters are shortcuts; who dictates can turn that off. */
export const lettersAct = (): boolean => localStorage.getItem(letters) !== 'off';

export const setLettersAct = (act: boolean): void => {
  if (act) localStorage.removeItem(letters);
  else localStorage.setItem(letters, 'off');
};

/** Whether lessons are read in focus mode; the page's head looks at the same, before anything is drawn. */
export const isFocused = (): boolean => localStorage.getItem(focus) === 'on';

export const setFocused = (on: boolean): void => {
  if (on) localStorage.setItem(focus, 'on');
  else localStorage.removeItem(focus);
};

/** The step that is presented in this tab; undefined when none is. */
export const presenterStep = (): number | undefined => {
  const kept = sessionStorage.getItem(step());
  if (kept === null) return undefined;
  const number = Number(kept);
  return Number.isInteger(number) && number >= 0 ? number : 0;
};

export const setPresenterStep = (at: number | undefined): void => {
  if (at === undefined) sessionStorage.removeItem(step());
  else sessionStorage.setItem(step(), String(at));
};

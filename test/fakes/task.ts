/** A small task as a client of faafo posts it, or with whatever a test makes of it. */
export const task = (uuid: string, changes: object = {}) => ({
  uuid,
  width: 8,
  height: 6,
  iterations: 255,
  xa: -2,
  xb: 2,
  ya: -1.5,
  yb: 1.5,
  ...changes,
});

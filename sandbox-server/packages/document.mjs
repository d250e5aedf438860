import { parseHTML } from 'linkedom';

/** The page that Observable Plot draws into where there is no browser. */
export const { window } = parseHTML('<!doctype html><html><head></head><body></body></html>');

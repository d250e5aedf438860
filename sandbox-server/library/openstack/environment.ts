declare const Deno: { readonly env: { get(name: string): string | undefined } } | undefined;

/** How a variable such as `OS_AUTH_URL` is read. */
export type Environment = (name: string) => string | undefined;

/** The variables of the process that runs the cells. */
export const processEnvironment: Environment = (name) =>
  typeof Deno === 'undefined' ? undefined : Deno.env.get(name);

export const catalog: readonly string[];
export function bundleOf(name: string): string;

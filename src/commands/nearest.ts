/** ` Did you mean --threads?`, or nothing where no known name is near. Loads what it needs only when asked. */
export async function didYouMean(name: string, known: readonly string[], prefix = ''): Promise<string> {
  const { nearest } = await import('../experiment/index.ts');
  const meant = nearest(name, known);
  return meant === undefined ? '' : ` Did you mean ${prefix}${meant}?`;
}

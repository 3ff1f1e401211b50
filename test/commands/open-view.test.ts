import { afterEach, describe, expect, it } from 'vitest';
import type { Surroundings } from '../../src/commands/index.ts';
import { isLive } from '../../src/commands/open-view.ts';
import { screenOf } from '../../src/report/index.ts';

const { isTTY, columns } = process.stdout;
afterEach(() => {
  Object.assign(process.stdout, { isTTY, columns });
});

describe('a terminal', () => {
  const inTerminal = (width: number) => {
    Object.assign(process.stdout, { isTTY: true, columns: width });
    return isLive({ options: {}, surroundings: { env: { TERM: 'xterm' } } as unknown as Surroundings });
  };

  it('that knows its width gets a live list', () => {
    expect(inTerminal(80)).toBe(true);
  });

  it('of 0 columns gets lines, as wide as in one of 80', () => {
    expect(inTerminal(0)).toBe(false);
    expect(screenOf(process.stdout, {}).columns).toBe(80);
  });
});

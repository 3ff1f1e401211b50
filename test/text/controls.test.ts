import { describe, expect, it } from 'vitest';
import { escapeControls } from '../../src/text/index.ts';

describe('text from elsewhere', () => {
  it.each([
    ['\x1b]0;title\x07', '\\u001b]0;title\\u0007'],
    ['\x9b2J', '\\u009b2J'],
    ['a\u202ecba', 'a\\u202ecba'],
    ['over\rwritten', 'over\\u000dwritten'],
    ['two\r\nlines\tand a tab\n', 'two\nlines\tand a tab\n'],
    ['Grüße, 数字, 👩‍🔬', 'Grüße, 数字, 👩‍🔬'],
  ])('%j gives no order to a terminal', (text, shown) => {
    expect(escapeControls(text)).toBe(shown);
  });
});

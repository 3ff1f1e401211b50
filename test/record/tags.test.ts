import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import { addTag, openRun, removeTag, runFiles } from '../../src/record/index.ts';
import { temporaryFolder, writeRunIn } from './fixtures.ts';

let run: string;
beforeEach(() => {
  const runs = temporaryFolder();
  writeRunIn(runs, 'a-run');
  run = join(runs, 'a-run');
});
afterEach(() => rmSync(join(run, '..'), { recursive: true, force: true }));

const file = () => join(run, runFiles.tags);
const tagsOf = () => {
  const { tags, notes, tagsProblem } = openRun(run);
  return { tags, notes: { ...notes }, tagsProblem };
};

describe("a run's tags", () => {
  it('are none at first, and then those given, in alphabetical order', () => {
    expect(tagsOf()).toEqual({ tags: [], notes: {}, tagsProblem: null });
    addTag(run, 'paper', 'table 2');
    addTag(run, 'best', undefined);
    expect(tagsOf()).toEqual({ tags: ['best', 'paper'], notes: { paper: 'table 2' }, tagsProblem: null });
  });

  it('keep their note until another is given', () => {
    addTag(run, 'best', 'by  far,\nso far ');
    addTag(run, 'best', undefined);
    expect(tagsOf().notes).toEqual({ best: 'by far, so far' });
    addTag(run, 'best', 'on the old data');
    expect(tagsOf().notes).toEqual({ best: 'on the old data' });
    addTag(run, 'best', '');
    expect(tagsOf()).toMatchObject({ tags: ['best'], notes: {} });
  });

  it('go one by one, and the file with the last', () => {
    addTag(run, 'best', 'why');
    addTag(run, 'paper', undefined);
    expect(() => removeTag(run, 'bset')).toThrow(`${basename(run)} has no tag bset; it has best, paper.`);
    removeTag(run, 'best');
    expect(tagsOf().tags).toEqual(['paper']);
    removeTag(run, 'paper');
    expect(existsSync(file())).toBe(false);
    expect(() => removeTag(run, 'paper')).toThrow('a-run has no tag paper; it has none.');
  });

  it('may have any word for a name, those of JavaScript too', () => {
    for (const tag of ['v1.2_a-b', 'größte', '最好', '2', 'constructor', 'toString']) addTag(run, tag, undefined);
    expect(tagsOf().tags).toEqual(['2', 'constructor', 'größte', 'toString', 'v1.2_a-b', '最好']);
    expect(openRun(run).notes['constructor']).toBeUndefined();
  });

  it.each(['', 'two words', '-x', '.hidden', 'a/b', 'a,b', 'a=b', '__proto__', 'x\n', 'x'.repeat(41)])(
    '%j is none',
    (tag) => {
      expect(() => addTag(run, tag, undefined)).toThrow(InputError);
      expect(() => addTag(run, tag, undefined)).toThrow(/can't be a tag: a tag is one word of at most 40 letters/);
      expect(readdirSync(run)).not.toContain(runFiles.tags);
    },
  );
});

describe('a file of tags', () => {
  it.each([
    ['{', /^tags\.json is damaged; mend it, or delete it and tag anew\.$/],
    ['[]', /damaged/],
    ['{"format": 1}', /damaged/],
    ['{"format": 2, "tags": {}}', /^tags\.json was written by a newer version: format 2; this one reads 1\.$/],
  ])('that is %s is told, and left as it is', (text, problem) => {
    writeFileSync(file(), text);
    expect(tagsOf()).toEqual({ tags: [], notes: {}, tagsProblem: expect.stringMatching(problem) });
    expect(() => addTag(run, 'best', undefined)).toThrow(/^a-run: tags\.json/);
    expect(() => removeTag(run, 'best')).toThrow(/^a-run: tags\.json/);
    expect(readFileSync(file(), 'utf8')).toBe(text);
  });

  it('can be written by hand', () => {
    writeFileSync(file(), '{"format": 1, "tags": {"paper": "table 2", "best": null}}');
    expect(tagsOf()).toEqual({ tags: ['best', 'paper'], notes: { paper: 'table 2' }, tagsProblem: null });
  });

  it.skipIf(process.getuid?.() === 0)('in a folder that is closed is a sentence', () => {
    chmodSync(run, 0o555);
    expect(() => addTag(run, 'best', undefined)).toThrow(/^No permission to write .*tags\.json/);
    chmodSync(run, 0o755);
  });
});

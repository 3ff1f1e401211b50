import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import { findCheckpoint, readCheckpoint, runFiles, writeCheckpoint } from '../../src/record/index.ts';
import { checkpointAfter, temporaryFolder } from './fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const last = () => join(folder, runFiles.checkpointLast);
const previous = () => join(folder, runFiles.checkpointPrevious);
const stepOf = (found: ReturnType<typeof findCheckpoint>) => found?.checkpoint.point.state.step;

describe('a checkpoint', () => {
  it.each([
    ['after an epoch', checkpointAfter(2)],
    ['within the first epoch, with no best yet', checkpointAfter(0, 3)],
    ['within a later epoch, its sums to the last bit', checkpointAfter(1, 2)],
  ])('%s comes back as it was', (_, checkpoint) => {
    writeCheckpoint(folder, checkpoint);
    expect(readCheckpoint(last())).toEqual(checkpoint);
    expect(findCheckpoint(folder)).toMatchObject({ isFallback: false, warning: null });
  });

  it('keeps every bit of weights, whatever they are', () => {
    const bits = new Uint32Array([0, 1, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00001, 0x3eaaaaab]);
    const checkpoint = checkpointAfter(1);
    const weights = new Float32Array(bits.buffer);
    writeCheckpoint(folder, { ...checkpoint, point: { ...checkpoint.point, state: { step: 4, weights, slots: [] } } });
    const { state } = readCheckpoint(last()).point;
    expect(new Uint32Array(state.weights.buffer)).toEqual(bits);
    expect(state.slots).toEqual([]);
  });

  it('has the one before it beside it', () => {
    for (const step of [1, 2, 3]) writeCheckpoint(folder, checkpointAfter(1, step));
    expect(readCheckpoint(last()).point.position.stepInEpoch).toBe(3);
    expect(readCheckpoint(previous()).point.position.stepInEpoch).toBe(2);
  });

  it('is absent where none was written', () => {
    expect(findCheckpoint(folder)).toBeNull();
    mkdirSync(join(folder, runFiles.checkpoint));
    expect(findCheckpoint(folder)).toBeNull();
  });

  it('is the one before, without a word, where the power went between the two renames', () => {
    writeCheckpoint(folder, checkpointAfter(1));
    writeCheckpoint(folder, checkpointAfter(2));
    rmSync(last());
    expect(findCheckpoint(folder)).toMatchObject({ isFallback: true, warning: null });
    expect(stepOf(findCheckpoint(folder))).toBe(4);
  });
});

describe('a damaged checkpoint', () => {
  const writeBoth = () => {
    writeCheckpoint(folder, checkpointAfter(1));
    writeCheckpoint(folder, checkpointAfter(2));
  };

  it('gives way to the one before, however short it became, and says so', () => {
    writeBoth();
    const whole = readFileSync(last());
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        writeFileSync(last(), whole);
        truncateSync(last(), length);
        const found = findCheckpoint(folder);
        expect(stepOf(found)).toBe(4);
        expect(found?.warning).toMatch(
          /^checkpoint\/last\.bin is damaged: .*\. The one before it is whole: .* step 4\.$/,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is noticed by any flipped bit', () => {
    writeBoth();
    const whole = readFileSync(last());
    fc.assert(
      fc.property(fc.nat(8 * whole.length - 1), (bit) => {
        const torn = Buffer.from(whole);
        torn[bit >> 3] = (torn[bit >> 3] as number) ^ (1 << (bit & 7));
        writeFileSync(last(), torn);
        expect(stepOf(findCheckpoint(folder))).toBe(4);
      }),
      { numRuns: 500 },
    );
  });

  it('is noticed where something follows it, or zeros stand in its place', () => {
    writeBoth();
    const whole = readFileSync(last());
    for (const torn of [Buffer.concat([whole, Buffer.alloc(1)]), Buffer.alloc(whole.length), Buffer.alloc(0)]) {
      writeFileSync(last(), torn);
      expect(stepOf(findCheckpoint(folder))).toBe(4);
    }
  });

  it('is a sentence with both reasons and a way out where the one before is damaged too', () => {
    writeBoth();
    truncateSync(last(), statSync(last()).size - 100);
    writeFileSync(previous(), 'x'.repeat(100));
    expect(() => findCheckpoint(folder)).toThrow(InputError);
    expect(() => findCheckpoint(folder)).toThrow(
      /can't go on: checkpoint\/last\.bin is damaged: it has \d+ bytes instead of \d+\. checkpoint\/previous\.bin is damaged: it doesn't begin as a checkpoint does\. There is no other; train it anew with npm run exp .*resolved\.yaml\.$/,
    );
  });

  it('of a newer format is refused by its number', () => {
    writeCheckpoint(folder, checkpointAfter(1));
    const newer = readFileSync(last());
    newer.writeUInt32LE(9, 8);
    writeFileSync(last(), newer);
    expect(() => readCheckpoint(last())).toThrow('its format is 9, and this version reads 1');
  });

  it('that is a folder is a sentence', () => {
    mkdirSync(last(), { recursive: true });
    expect(() => readCheckpoint(last())).toThrow(/^checkpoint\/last\.bin is damaged: it can't be read/);
  });
});

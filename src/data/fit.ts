/** Whether an experiment fits its data: rules with a sentence for what breaks them, without an image read. */
import type { Rule, Rules } from '../experiment/index.ts';
import { plural } from '../text/index.ts';
import { sources } from './sources/sources.ts';

export const inputShapeFitsTheSource: Rule = {
  needs: ['/data/source', '/network/inputShape'],
  *check({ data, network }) {
    const [height, width, channels] = network.inputShape;
    const { shape } = sources[data.source].describe(data);
    if (height === shape.height && width === shape.width && channels === shape.channels) return;
    yield {
      pointer: '/network/inputShape',
      sentence:
        `network.inputShape is [${network.inputShape.join(', ')}], but the images of ${data.source} are ` +
        `${shape.height}×${shape.width} with ${plural(shape.channels, 'channel')}; ` +
        `write [${shape.height}, ${shape.width}, ${shape.channels}].`,
    };
  },
};

/** A limit can't exceed the data set, and must leave two images of each class, to make a pair. */
export const limitsFitTheDataSet: Rule = {
  needs: ['/data/source', '/data/limit'],
  *check({ data }) {
    for (const part of ['train', 'test'] as const) {
      const limit = data.limit[part];
      if (limit === null) continue;
      const { images, rarest } = sources[data.source].describe(data).counts[part];
      const least = Math.ceil((2 * images) / rarest);
      if (limit > images) {
        yield {
          pointer: `/data/limit/${part}`,
          sentence: `data.limit.${part} is ${limit}, but ${data.source} has ${images} such images; use ${images} or less, or null for all.`,
        };
      } else if (limit < least) {
        yield {
          pointer: `/data/limit/${part}`,
          sentence: `data.limit.${part} is ${limit}, which leaves a class with fewer than two images; use ${least} or more.`,
        };
      }
    }
  },
};

/** A fraction must leave two images of each class on both sides. */
export const validationFractionLeavesPairs: Rule = {
  needs: ['/data/source', '/data/limit/train', '/data/validation'],
  *check({ data }) {
    const { validation, limit, source } = data;
    if (validation.from !== 'train') return;
    const { images, rarest } = sources[source].describe(data).counts.train;
    const used = limit.train ?? images;
    if (used > images || used < Math.ceil((2 * images) / rarest)) return; // said by limitsFitTheDataSet
    const perClass = Math.floor((used * rarest) / images);
    const inValidation = perClass * validation.fraction;
    if (inValidation >= 2 && perClass - inValidation >= 2) return;
    const where = inValidation < 2 ? 'validation' : 'training';
    const bounds = `${roundUp(2 / perClass)} to ${roundDown(1 - 2 / perClass)}`;
    yield {
      pointer: '/data/validation/fraction',
      sentence:
        `data.validation keeps ${validation.fraction} of ${used} images, which leaves ${where} a class with fewer than two; ` +
        (perClass < 4 ? 'use more images.' : `use a fraction from ${bounds}, or more images.`),
    };
  },
};

export const dataRules: Rules = { inputShapeFitsTheSource, limitsFitTheDataSet, validationFractionLeavesPairs };

function roundUp(share: number): number {
  return Math.ceil(share * 1e4) / 1e4;
}

function roundDown(share: number): number {
  return Math.floor(share * 1e4) / 1e4;
}

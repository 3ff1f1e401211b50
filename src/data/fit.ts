/** Whether an experiment fits its data: rules with a sentence for what breaks them, without an image read. */
import type { Rule, Rules } from '../experiment/index.ts';
import { plural } from '../text/index.ts';
import { sourceOf } from './sources/sources.ts';

export const inputShapeFitsTheSource: Rule = {
  needs: ['/data/source', '/network/inputShape'],
  *check({ data, network }) {
    const [height, width, channels] = network.inputShape;
    const shape = sourceOf(data).describe(data)?.shape;
    if (shape === undefined) return; // said when its files are opened
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
    const described = sourceOf(data).describe(data);
    if (described === null) return; // said when its files are opened
    for (const part of ['train', 'test'] as const) {
      const limit = data.limit[part];
      if (limit === null) continue;
      const { images, rarest } = described.counts[part];
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
    const { validation, limit } = data;
    if (validation.from !== 'train') return;
    const described = sourceOf(data).describe(data);
    if (described === null) return; // said when its files are opened
    const { images, rarest } = described.counts.train;
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

/** Files of images are brought to one channel or to three. */
export const channelsCanBeDecoded: Rule = {
  needs: ['/data/source', '/network/inputShape'],
  *check({ data, network: { inputShape } }) {
    const [height, width, channels] = inputShape;
    const isDecoded = data.source !== 'mnist' && data.source !== 'idx';
    if (!isDecoded || channels === 1 || channels === 3) return;
    yield {
      pointer: '/network/inputShape',
      sentence: `network.inputShape has ${plural(channels, 'channel')}; images from files have 1, grey, or 3, red, green and blue: write [${height}, ${width}, ${channels === 2 ? 1 : 3}].`,
    };
  },
};

/** A split says what validation is. */
export const splitIsTheOnlyOne: Rule = {
  needs: ['/data/source', '/data/split', '/data/validation'],
  *check({ data }) {
    if (data.split === null || data.validation.from === 'test') return;
    yield {
      pointer: '/data/validation',
      sentence: 'data.split says which images validation has, and so does data.validation; leave one of them out.',
    };
  },
};

/** Shares leave something to train on, and groups are told apart by a pattern that is one. */
export const splitCanBeMade: Rule = {
  needs: ['/data/source', '/data/split'],
  *check({ data }) {
    if (data.split === null) return;
    const { validation, test, by, group } = data.split;
    const pointer = '/data/split';
    if (validation + test >= 1) {
      yield {
        pointer,
        sentence: `data.split keeps ${validation} and ${test} of the images aside, which leaves none to train on; the two must be less than 1 together.`,
      };
    }
    if (by !== 'group' && group !== null) {
      yield {
        pointer: `${pointer}/group`,
        sentence: `data.split.group has a meaning only where data.split.by is group; it is ${by}.`,
      };
    } else if (by === 'group' && group === null) {
      yield {
        pointer: `${pointer}/by`,
        sentence: String.raw`data.split.by is group, but data.split.group is missing; write the pattern of a group in a path, for example '/(person-\d+)-'.`,
      };
    } else if (by === 'group' && group !== null) {
      const wrong = whatIsWrongWith(group);
      if (wrong !== null) yield { pointer: `${pointer}/group`, sentence: `data.split.group ${wrong}` };
    }
  },
};

function whatIsWrongWith(pattern: string): string | null {
  try {
    // with an alternative that matches nothing, the match tells the number of groups
    const groups = (new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1) - 1;
    return groups === 1
      ? null
      : `has ${plural(groups, 'group')} in parentheses; it must have one, which names the images that stay together. (?:…) is none.`;
  } catch (error) {
    return `is no regular expression: ${(error as Error).message}.`;
  }
}

/** A list of pairs knows no classes, and is complete. */
export const listedPairsAreTakenAsTheyAre: Rule = {
  needs: ['/data/source', '/data/split', '/pairs', '/objective/loss'],
  *check({ data, pairs, objective }) {
    if (data.source !== 'pairs') return;
    const say = (pointer: string, what: string, right: string) => ({
      pointer,
      sentence: `${what}, but data.source is pairs, a list without classes; ${right}.`,
    });
    if (objective.loss === 'triplet') {
      yield say(
        '/objective/loss',
        'objective.loss is triplet, which needs classes',
        'use contrastive or binaryCrossentropy',
      );
    }
    if (data.split?.by === 'class') yield say('/data/split/by', 'data.split.by is class', 'use image or group');
    if (pairs.perImage !== 1)
      yield say(
        '/pairs/perImage',
        `pairs.perImage is ${pairs.perImage}`,
        'the listed pairs are all there are: leave it out',
      );
    if (pairs.refresh !== 'never')
      yield say(
        '/pairs/refresh',
        `pairs.refresh is ${pairs.refresh}`,
        'the listed pairs are all there are: leave it out',
      );
  },
};

export const dataRules: Rules = {
  inputShapeFitsTheSource,
  channelsCanBeDecoded,
  limitsFitTheDataSet,
  validationFractionLeavesPairs,
  splitIsTheOnlyOne,
  splitCanBeMade,
  listedPairsAreTakenAsTheyAre,
};

function roundUp(share: number): number {
  return Math.ceil(share * 1e4) / 1e4;
}

function roundDown(share: number): number {
  return Math.floor(share * 1e4) / 1e4;
}

/** The arrays of weights of a network, and how they lie in the flat vector of all of them. */

export interface Parameter {
  /** `blocks/0/conv/kernel`, `blocks/0/batchNorm/gamma`, `embedding/bias`, `head/kernel` … */
  readonly name: string;
  /** convolution kernels [height, width, in, out], dense kernels [in, out], all else [n] */
  readonly shape: readonly number[];
  /** first float in the flat vector */
  readonly offset: number;
  /** floats */
  readonly size: number;
  readonly trainable: boolean;
  readonly initializer:
    | { readonly kind: 'glorotUniform'; readonly fanIn: number; readonly fanOut: number }
    | { readonly kind: 'zeros' | 'ones' };
}

/** The flat vector: the trained floats are [0, trainableSize) of [0, size). */
export interface ParameterLayout {
  /** in the flat vector's order: the trainable ones first */
  readonly parameters: readonly Parameter[];
  readonly trainableSize: number;
  readonly size: number;
}

/** Collects parameters in order of creation, then lays them out: trainable ones first, moving statistics after. */
export class ParameterTable {
  readonly #parameters: (Omit<Parameter, 'offset'> & { offset: number })[] = [];

  /** A kernel whose last two dimensions are [in, out]; `taps` is the number of positions that it covers. */
  kernel(name: string, shape: readonly number[], taps: number): Parameter {
    const [inputs, outputs] = shape.slice(-2) as [number, number];
    const initializer = { kind: 'glorotUniform', fanIn: taps * inputs, fanOut: taps * outputs } as const;
    return this.#add({ name, shape, trainable: true, initializer });
  }

  vector(name: string, size: number, kind: 'zeros' | 'ones'): Parameter {
    return this.#add({ name, shape: [size], trainable: true, initializer: { kind } });
  }

  statistic(name: string, size: number, kind: 'zeros' | 'ones'): Parameter {
    return this.#add({ name, shape: [size], trainable: false, initializer: { kind } });
  }

  layOut(): ParameterLayout {
    const trainable = this.#parameters.filter((parameter) => parameter.trainable);
    const statistics = this.#parameters.filter((parameter) => !parameter.trainable);
    const parameters = [...trainable, ...statistics];
    let offset = 0;
    for (const parameter of parameters) {
      parameter.offset = offset;
      offset += parameter.size;
    }
    const trainableSize = trainable.reduce((sum, parameter) => sum + parameter.size, 0);
    return { parameters, trainableSize, size: offset };
  }

  #add(parameter: Omit<Parameter, 'offset' | 'size'>): Parameter {
    const size = parameter.shape.reduce((product, dimension) => product * dimension, 1);
    const placed = { ...parameter, size, offset: -1 }; // layOut() knows the offset
    this.#parameters.push(placed);
    return placed;
  }
}

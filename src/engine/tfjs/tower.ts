/** The plan as stages of TensorFlow.js, fed with our weights. */
import type { Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs';
import { imageName, type Layer, type Plan, readersOf } from '../../network/index.ts';
import type { TensorFlow } from './host/tensorflow.ts';
import { addBias, convolve, type Kit, layerStages, type Mode, type Stage, type StagesOf } from './layers.ts';

export interface Tower {
  /** by the name of its parameter */
  readonly variables: ReadonlyMap<string, Variable>;
  /**
   *   images [rows, height, width, channels] in [0, 1] → embeddings [rows, embeddingDim]
   * In training by the batch's statistics, which also move the moving ones.
   */
  apply(images: Tensor4D, mode: Mode): Tensor2D;
  dispose(): void;
}

/** Some layers of the plan, worked off together: from what `inputs` name to what is then called `name`. */
interface Step {
  readonly name: string;
  readonly inputs: Layer['inputs'];
  readonly stages: readonly Stage[];
}

export function assembleTower(tensorflow: TensorFlow, plan: Plan): Tower {
  const variables = new Map<string, Variable>();
  const steps = stepsOf({ tensorflow, variables }, plan);
  return {
    variables,
    apply(images, mode) {
      const outputs = new Map<string, Tensor>([[imageName, images]]);
      const outputOf = (name: string) => outputs.get(name) as Tensor;
      for (const { name, inputs, stages } of steps) {
        let given: Parameters<Stage>[0] = [outputOf(inputs[0]), ...inputs.slice(1).map(outputOf)];
        for (const stage of stages) given = [stage(given, mode)];
        outputs.set(name, given[0]);
      }
      return outputOf((steps.at(-1) as Step).name) as Tensor2D;
    },
    dispose() {
      for (const variable of variables.values()) variable.dispose();
    },
  };
}

/**
 * A layer a step, but for one thing: under a max-pool, a convolution's bias and relu come after it, on the winners
 * alone. Both keep the order of numbers, so values and derivatives stay what they were.
 */
function stepsOf(kit: Kit, plan: Plan): Step[] {
  const stagesOf = (layer: Layer) => (layerStages[layer.kind] as StagesOf<Layer>)(kit, layer);
  const readers = readersOf(plan);
  /** the layer that reads this one, where no other does */
  const readerOf = (layer: Layer): Layer | undefined => {
    const all = readers.get(layer.name) ?? [];
    return all.length === 1 ? all[0] : undefined;
  };
  const steps: Step[] = [];
  const done = new Set<Layer>();
  for (const layer of plan.layers) {
    if (done.has(layer)) continue;
    const { inputs } = layer;
    const next = readerOf(layer);
    const isRelu = next?.kind === 'activation' && next.activation === 'relu';
    const pool = isRelu ? readerOf(next) : next;
    if (layer.kind !== 'conv' || pool?.kind !== 'pool' || pool.type !== 'max') {
      steps.push({ name: layer.name, inputs, stages: stagesOf(layer) });
      continue;
    }
    const afterPool = isRelu ? stagesOf(next) : [];
    const stages = [convolve(kit, layer), ...stagesOf(pool), addBias(kit, layer), ...afterPool];
    steps.push({ name: pool.name, inputs, stages });
    for (const taken of isRelu ? [next, pool] : [pool]) done.add(taken);
  }
  return steps;
}

// Generated from schemas/experiment.schema.json by npm run generate; do not edit.

/**
 * The images and how they are split.
 */
export type Data = MnistData | IdxData | FolderData | PairsData | ParquetData;
/**
 * The images that each epoch is measured on.
 */
export type Validation = ValidationFromTest | ValidationFromTrain;
/**
 * Height and width.
 */
export type Size = [number, number];
/**
 * What the convolution's output goes through. leakyRelu's slope is 0.2.
 */
export type Activation = 'linear' | 'relu' | 'leakyRelu' | 'elu' | 'tanh' | 'sigmoid';
/**
 * The loss and the distance between two embeddings.
 */
export type Objective = BinaryCrossentropy | Contrastive | Triplet;
/**
 * How two embeddings are compared: √Σ(a-b)², Σ|a-b|, or 1 - cos(a, b).
 */
export type Distance = 'euclidean' | 'manhattan' | 'cosine';
/**
 * The optimizer with its settings.
 */
export type Optimizer = Sgd | Rmsprop | Adam | Adamw;
/**
 * The learning rate over training. It is worked out anew for each step. A warm-up comes first; the schedule begins, and counts its epochs, where the warm-up ends.
 */
export type Schedule = ConstantSchedule | StepSchedule | ExponentialSchedule | CosineSchedule;
/**
 * Epochs, or a part of one, in which the learning rate rises in a straight line from 0; fewer than epochs.
 */
export type WarmupEpochs = number;

/**
 * A resolved experiment: everything that decides a result, nothing left out, every shorthand written out.
 */
export interface Experiment {
  /**
   * What the experiment is called: part of its run folder's name.
   */
  name: string;
  /**
   * A sentence or two for people. Decides nothing.
   */
  description: string;
  /**
   * Decides initial weights, training pairs, shuffles and dropout. The same seed gives the same bits.
   */
  seed: number;
  /**
   * The images and how they are split.
   */
  data: Data;
  /**
   * How training pairs are drawn.
   */
  pairs: PairDrawing;
  /**
   * The tower: the network that both images of a pair go through, image → embedding.
   */
  network: Network;
  /**
   * What training makes small.
   */
  objective: Objective;
  /**
   * How it is trained, and for how long.
   */
  training: Training;
  /**
   * What computes. auto takes the fastest that runs here and says which. Decides the speed; results agree to rounding.
   */
  engine: 'auto' | 'wasm' | 'tfjs' | 'webgpu' | 'reference';
  /**
   * When a run writes down where it stands, to go on from there after a crash. Decides nothing.
   */
  checkpoint: Checkpoint;
  /**
   * Where a run is told of beside its folder. Decides nothing.
   */
  track: Track;
}
/**
 * 60,000 training and 10,000 test images of handwritten digits, 28×28, ten classes, installed with the program.
 */
export interface MnistData {
  /**
   * MNIST's images.
   */
  source: 'mnist';
  /**
   * Decides the split and the validation pairs: apart from the experiment's seed, so that every seed is measured on the same pairs.
   */
  seed: number;
  /**
   * The images that training never sees and each epoch is measured on: the source's test images, or a fraction of its training images, split by image before pairing, the same share of each class.
   */
  validation: Validation;
  /**
   * How the images are divided, where the source has no division of its own: validation measures each epoch, test is kept for the end; null: as `validation` says.
   */
  split: null | Split;
  /**
   * Use fewer images, the same share of each class.
   */
  limit: Limit;
  /**
   * Changes training images get each time they are trained on, drawn by `seed`; null: none. Validation sees images as they are.
   */
  augment: null | Augment;
}
/**
 * Validation on the source's own test images.
 */
export interface ValidationFromTest {
  /**
   * The source's test images.
   */
  from: 'test';
}
/**
 * Validation on a part of the training images.
 */
export interface ValidationFromTrain {
  /**
   * A part of the training images.
   */
  from: 'train';
  /**
   * The share of the training images that validation keeps for itself.
   */
  fraction: number;
}
/**
 * Shares of the images, drawn by `seed` alone.
 */
export interface Split {
  /**
   * The share that each epoch is measured on.
   */
  validation: number;
  /**
   * The share that is kept for the end, and that nothing is chosen by.
   */
  test: number;
  /**
   * What stays together. `image`: nothing, each class is in all parts. `class`: a class's images, so that the network is measured on classes that it has never seen. `group`: the images whose paths have the same text where `group` says.
   */
  by: 'image' | 'class' | 'group';
  /**
   * A regular expression with one group in parentheses, which names an image's group in its path below the source; null where `by` isn't `group`.
   */
  group: string | null;
}
/**
 * At most so many images, the same share of each class.
 */
export interface Limit {
  /**
   * Training images to use; null: all.
   */
  train: number | null;
  /**
   * Test images to use; null: all.
   */
  test: number | null;
}
/**
 * What is drawn anew for each image and step, each from its range. An image is flipped, scaled, sheared, turned and shifted about its middle, its edge going on beyond itself; then brightness and contrast, blur, noise and an erased rectangle follow.
 */
export interface Augment {
  /**
   * Moved down and to the right by shares of height and width, each drawn from the range; 0.1 is [-0.1, 0.1].
   */
  shift: null | [number, number];
  /**
   * Turned clockwise, in degrees.
   */
  rotate: null | [number, number];
  /**
   * Made larger by this share; 0.1 is [-0.1, 0.1], from nine to eleven tenths.
   */
  scale: null | [number, number];
  /**
   * Slanted, in degrees.
   */
  shear: null | [number, number];
  /**
   * Mirrored half of the time: left and right, top and bottom, or each of them.
   */
  flip: 'horizontal' | 'vertical' | 'both' | null;
  /**
   * Made brighter by this share of white.
   */
  brightness: null | [number, number];
  /**
   * Made higher in contrast by this share; 0.2 is [-0.2, 0.2].
   */
  contrast: null | [number, number];
  /**
   * Blurred by a Gaussian of this deviation, in pixels; 1 is [0, 1].
   */
  blur: null | [number, number];
  /**
   * Noise of this deviation, a share of white, in each pixel and channel; 0.05 is [0, 0.05].
   */
  noise: null | [number, number];
  /**
   * A rectangle of this share of the image takes the mean colour; 0.2 is [0, 0.2].
   */
  erase: null | [number, number];
}
/**
 * Files of MNIST's kin, as downloaded: Fashion-MNIST, EMNIST, KMNIST.
 */
export interface IdxData {
  /**
   * Images and labels in IDX files.
   */
  source: 'idx';
  /**
   * The training images and their labels.
   */
  train: IdxFiles;
  /**
   * The test images and their labels; null: there are none.
   */
  test: null | IdxFiles;
  /**
   * Decides the split and the validation pairs: apart from the experiment's seed, so that every seed is measured on the same pairs.
   */
  seed: number;
  /**
   * The images that training never sees and each epoch is measured on: the source's test images, or a fraction of its training images, split by image before pairing, the same share of each class.
   */
  validation: Validation;
  /**
   * How the images are divided, where the source has no division of its own: validation measures each epoch, test is kept for the end; null: as `validation` says.
   */
  split: null | Split;
  /**
   * Use fewer images, the same share of each class.
   */
  limit: Limit;
  /**
   * Changes training images get each time they are trained on, drawn by `seed`; null: none. Validation sees images as they are.
   */
  augment: null | Augment;
}
/**
 * A file of images and a file of their labels, as they are or compressed with gzip.
 */
export interface IdxFiles {
  /**
   * The file of images.
   */
  images: string;
  /**
   * The file of labels.
   */
  labels: string;
}
/**
 * A folder with a folder of images for each class, or with `train` and `test` that have them. PNG, JPEG, WebP, TIFF and GIF, told by content.
 */
export interface FolderData {
  /**
   * A folder of images for each class.
   */
  source: 'folder';
  /**
   * The folder, relative to this file.
   */
  path: string;
  /**
   * How an image of another size or shape is brought to network.inputShape: stretched, cropped to its middle, or padded with the background.
   */
  resize: 'stretch' | 'crop' | 'pad';
  /**
   * What lies behind transparent images and beside padded ones: a grey from 0, black, to 255, or [red, green, blue].
   */
  background: [number, number, number];
  /**
   * What happens where a file is no image that can be read: refuse to train, or skip it.
   */
  unreadable: 'refuse' | 'skip';
  /**
   * Decides the split and the validation pairs: apart from the experiment's seed, so that every seed is measured on the same pairs.
   */
  seed: number;
  /**
   * The images that training never sees and each epoch is measured on: the source's test images, or a fraction of its training images, split by image before pairing, the same share of each class.
   */
  validation: Validation;
  /**
   * How the images are divided, where the source has no division of its own: validation measures each epoch, test is kept for the end; null: as `validation` says.
   */
  split: null | Split;
  /**
   * Use fewer images, the same share of each class.
   */
  limit: Limit;
  /**
   * Changes training images get each time they are trained on, drawn by `seed`; null: none. Validation sees images as they are.
   */
  augment: null | Augment;
}
/**
 * A CSV file of pairs, `left,right,same` or `left,right,same,split`: paths of images relative to it, 1 or 0 (true, yes, false, no), and train, validation or test. No classes are needed; `limit` counts pairs.
 */
export interface PairsData {
  /**
   * A list of pairs.
   */
  source: 'pairs';
  /**
   * The CSV file, relative to this file.
   */
  path: string;
  /**
   * How an image of another size or shape is brought to network.inputShape: stretched, cropped to its middle, or padded with the background.
   */
  resize: 'stretch' | 'crop' | 'pad';
  /**
   * What lies behind transparent images and beside padded ones: a grey from 0, black, to 255, or [red, green, blue].
   */
  background: [number, number, number];
  /**
   * What happens where a file is no image that can be read: refuse to train, or skip it.
   */
  unreadable: 'refuse' | 'skip';
  /**
   * Decides the split and the validation pairs: apart from the experiment's seed, so that every seed is measured on the same pairs.
   */
  seed: number;
  /**
   * The images that training never sees and each epoch is measured on: the source's test images, or a fraction of its training images, split by image before pairing, the same share of each class.
   */
  validation: Validation;
  /**
   * How the images are divided, where the source has no division of its own: validation measures each epoch, test is kept for the end; null: as `validation` says.
   */
  split: null | Split;
  /**
   * Use fewer images, the same share of each class.
   */
  limit: Limit;
  /**
   * Changes training images get each time they are trained on, drawn by `seed`; null: none. Validation sees images as they are.
   */
  augment: null | Augment;
}
/**
 * Parquet files of encoded images and labels, as public sets of images come: `image: {bytes, path}`, `label`.
 */
export interface ParquetData {
  /**
   * Images in Parquet files.
   */
  source: 'parquet';
  /**
   * The files of training images, relative to this file.
   */
  train: string[];
  /**
   * The files of test images; null: there are none.
   */
  test: null | string[];
  /**
   * The column of images: bytes, or a struct that has `bytes`.
   */
  image: string;
  /**
   * The column of labels: whole numbers or texts.
   */
  label: string;
  /**
   * How an image of another size or shape is brought to network.inputShape: stretched, cropped to its middle, or padded with the background.
   */
  resize: 'stretch' | 'crop' | 'pad';
  /**
   * What lies behind transparent images and beside padded ones: a grey from 0, black, to 255, or [red, green, blue].
   */
  background: [number, number, number];
  /**
   * What happens where a file is no image that can be read: refuse to train, or skip it.
   */
  unreadable: 'refuse' | 'skip';
  /**
   * Decides the split and the validation pairs: apart from the experiment's seed, so that every seed is measured on the same pairs.
   */
  seed: number;
  /**
   * The images that training never sees and each epoch is measured on: the source's test images, or a fraction of its training images, split by image before pairing, the same share of each class.
   */
  validation: Validation;
  /**
   * How the images are divided, where the source has no division of its own: validation measures each epoch, test is kept for the end; null: as `validation` says.
   */
  split: null | Split;
  /**
   * Use fewer images, the same share of each class.
   */
  limit: Limit;
  /**
   * Changes training images get each time they are trained on, drawn by `seed`; null: none. Validation sees images as they are.
   */
  augment: null | Augment;
}
/**
 * How training pairs are drawn. For triplets: each image is an anchor that often.
 */
export interface PairDrawing {
  /**
   * Pairs of the same class, and as many of different classes, for each image.
   */
  perImage: number;
  /**
   * When training pairs are drawn: once (never refreshed, as in the tutorial), or anew each epoch.
   */
  refresh: 'never' | 'epoch';
}
/**
 * The tower, image → embedding.
 */
export interface Network {
  /**
   * Height, width and channels of an image. MNIST's is [28, 28, 1].
   */
  inputShape: [number, number, number];
  /**
   * The convolutional blocks, in order.
   */
  blocks: Block[];
  /**
   * How the last block's height × width × channels becomes a vector: the mean or the largest of each channel, or all numbers in a row.
   */
  reduce: 'globalAverage' | 'globalMax' | 'flatten';
  /**
   * Length of the embedding: a dense layer after reduce, without activation.
   */
  embeddingDim: number;
  /**
   * Whether embeddings are scaled to unit length.
   */
  normalize: boolean;
}
/**
 * One block: convolution, activation, pool, batch normalisation, dropout, in this order.
 */
export interface Block {
  /**
   * Channels that the convolution gives.
   */
  filters: number;
  /**
   * Height and width of the convolution's window; one number for both.
   */
  kernelSize: Size;
  /**
   * Step of the convolution's window, down and across; one number for both.
   */
  strides: Size;
  /**
   * same: zeros around the image, so that only strides make it smaller. valid: the window stays inside.
   */
  padding: 'same' | 'valid';
  activation: Activation;
  /**
   * Pooling after the activation, in windows that don't overlap; null: none. A number, or a pair [height, width], is max-pooling of that size.
   */
  pool: null | Pool;
  /**
   * Whether to normalise each channel over the batch (momentum 0.99, epsilon 0.001).
   */
  batchNorm: boolean;
  /**
   * Share of the block's numbers set to 0 at random while training; 0: none.
   */
  dropout: number;
}
/**
 * Pooling in windows that don't overlap; what is left over at the right and the bottom is dropped.
 */
export interface Pool {
  /**
   * What a window keeps: its largest number or their mean.
   */
  type: 'max' | 'average';
  /**
   * Height and width of the window; one number for both.
   */
  size: Size;
}
/**
 * The probability of same, from w·distance + b with w and b trained too, against the truth.
 */
export interface BinaryCrossentropy {
  /**
   * Binary cross-entropy of the probability of same.
   */
  loss: 'binaryCrossentropy';
  distance: Distance;
}
/**
 * Pulls pairs of the same class together and pushes others at least margin apart: d² or max(0, margin - d)².
 */
export interface Contrastive {
  /**
   * Contrastive loss.
   */
  loss: 'contrastive';
  distance: Distance;
  /**
   * The distance from which a pair of different classes costs nothing. Pairs nearer than half of it count as same.
   */
  margin: number;
}
/**
 * Wants an image nearer to one of its class than to one of another, by margin: max(0, d(a,p) - d(a,n) + margin).
 */
export interface Triplet {
  /**
   * Triplet loss.
   */
  loss: 'triplet';
  distance: Distance;
  /**
   * By how much the other class must be further away.
   */
  margin: number;
}
/**
 * How it is trained, and for how long.
 */
export interface Training {
  /**
   * What turns gradients into new weights: a name, or a mapping with its settings. Defaults are Keras's.
   */
  optimizer: Optimizer;
  /**
   * Pairs, or triplets, a step. The last step of an epoch takes what is left.
   */
  batchSize: number;
  /**
   * How often training goes through all pairs.
   */
  epochs: number;
  /**
   * The learning rate over training, from the optimizer's learningRate: a name, or a mapping with its settings.
   */
  schedule: Schedule;
  /**
   * Ends training when a figure no longer gets better; null: all epochs are trained.
   */
  earlyStopping: null | EarlyStopping;
}
/**
 * Stochastic gradient descent, with momentum if you like.
 */
export interface Sgd {
  /**
   * Stochastic gradient descent.
   */
  name: 'sgd';
  /**
   * Size of a step.
   */
  learningRate: number;
  /**
   * Share of the last step that the next one keeps.
   */
  momentum: number;
  /**
   * Whether momentum looks ahead (Nesterov); needs momentum.
   */
  nesterov: boolean;
  /**
   * All gradients together are scaled down to this norm where theirs is larger; null: never.
   */
  globalClipNorm: number | null;
}
/**
 * RMSprop: each weight's steps divided by its gradient's running root mean square.
 */
export interface Rmsprop {
  /**
   * RMSprop.
   */
  name: 'rmsprop';
  /**
   * Size of a step.
   */
  learningRate: number;
  /**
   * Share of the running mean square that each step keeps.
   */
  rho: number;
  /**
   * Added to the divisor so that it is never 0.
   */
  epsilon: number;
  /**
   * All gradients together are scaled down to this norm where theirs is larger; null: never.
   */
  globalClipNorm: number | null;
}
/**
 * Adam: running means of the gradient and of its square.
 */
export interface Adam {
  /**
   * Adam.
   */
  name: 'adam';
  /**
   * Size of a step.
   */
  learningRate: number;
  /**
   * Share of the gradient's running mean that each step keeps.
   */
  beta1: number;
  /**
   * Share of the squared gradient's running mean that each step keeps.
   */
  beta2: number;
  /**
   * Added to the divisor so that it is never 0.
   */
  epsilon: number;
  /**
   * All gradients together are scaled down to this norm where theirs is larger; null: never.
   */
  globalClipNorm: number | null;
}
/**
 * Adam with decoupled weight decay.
 */
export interface Adamw {
  /**
   * Adam with decoupled weight decay.
   */
  name: 'adamw';
  /**
   * Size of a step.
   */
  learningRate: number;
  /**
   * Share of the gradient's running mean that each step keeps.
   */
  beta1: number;
  /**
   * Share of the squared gradient's running mean that each step keeps.
   */
  beta2: number;
  /**
   * Added to the divisor so that it is never 0.
   */
  epsilon: number;
  /**
   * Share of every weight, times the learning rate, that each step takes away.
   */
  weightDecay: number;
  /**
   * All gradients together are scaled down to this norm where theirs is larger; null: never.
   */
  globalClipNorm: number | null;
}
/**
 * The optimizer's learningRate throughout.
 */
export interface ConstantSchedule {
  /**
   * The same rate throughout.
   */
  name: 'constant';
  warmupEpochs: WarmupEpochs;
}
/**
 * The learning rate drops at once, every so many epochs: learningRate · factor^⌊epochs done / every⌋.
 */
export interface StepSchedule {
  /**
   * The rate falls in steps.
   */
  name: 'step';
  /**
   * Epochs from one drop to the next.
   */
  every: number;
  /**
   * What each drop multiplies the learning rate by.
   */
  factor: number;
  warmupEpochs: WarmupEpochs;
}
/**
 * The learning rate falls by the same share in each epoch, a little with every step: learningRate · factor^(epochs done).
 */
export interface ExponentialSchedule {
  /**
   * The rate falls exponentially.
   */
  name: 'exponential';
  /**
   * What an epoch multiplies the learning rate by.
   */
  factor: number;
  warmupEpochs: WarmupEpochs;
}
/**
 * The learning rate falls along half a cosine, slowly at first and at the end, so that it depends on the number of epochs: a finished run can't go on with more of them.
 */
export interface CosineSchedule {
  /**
   * The rate falls along half a cosine.
   */
  name: 'cosine';
  /**
   * The share of the learning rate that is left at the end of training.
   */
  end: number;
  warmupEpochs: WarmupEpochs;
}
/**
 * Ends training when a figure has not got better for some epochs.
 */
export interface EarlyStopping {
  /**
   * The figure: a loss gets better by falling, an accuracy by rising.
   */
  monitor: 'valLoss' | 'valAccuracy' | 'loss' | 'accuracy';
  /**
   * Training ends after so many epochs in a row without one that is better than the best before them.
   */
  patience: number;
  /**
   * An epoch is better where it beats the best by more than this.
   */
  minDelta: number;
  /**
   * Whether the model is that of the best epoch, whether or not all epochs were trained; else that of the last.
   */
  restoreBest: boolean;
}
/**
 * When a run writes down where it stands. It does so after each epoch in any case.
 */
export interface Checkpoint {
  /**
   * Within an epoch too, every so many steps (to the next group of steps, some 18 of the tutorial's network); null: only after each epoch.
   */
  everySteps: number | null;
}
/**
 * Where a run is told of beside its folder.
 */
export interface Track {
  /**
   * Whether to write TensorBoard's event files, into the run folder.
   */
  tensorboard: boolean;
  /**
   * The MLflow server that runs are sent to; null: the one that MLFLOW_TRACKING_URI names, if it is set.
   */
  mlflow: null | Mlflow;
}
/**
 * The MLflow server that runs are sent to. Names, passwords and tokens come from the environment alone.
 */
export interface Mlflow {
  /**
   * The server's address; null: that of MLFLOW_TRACKING_URI.
   */
  uri: string | null;
  /**
   * What MLflow lists the runs under; null: what MLFLOW_EXPERIMENT_NAME says, else `siamese-lab`.
   */
  experiment: string | null;
  /**
   * Tags of each run beside our own, text for text.
   */
  tags: {
    [k: string]: string;
  };
}

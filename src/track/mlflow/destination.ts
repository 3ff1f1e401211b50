/** Which server, and as whom. The experiment file may say where; who one is says the environment alone. */
import { InputError } from '../../errors/index.ts';
import type { Experiment } from '../../experiment/index.ts';

export interface Destination {
  /** http or https, without credentials and without a slash at its end */
  readonly uri: string;
  /** MLflow's experiment: what its runs are listed under */
  readonly experiment: string;
}

/** Kept in memory alone. */
export interface Credentials {
  readonly username: string | null;
  readonly password: string | null;
  readonly token: string | null;
  /** there are some, and they are for another server than this one */
  readonly areForAnother: boolean;
}

export type Environment = Readonly<Partial<Record<string, string>>>;

/** Where nobody says, so that all runs can be compared on one page. */
const usualExperiment = 'siamese-lab';

/** Whether an experiment's runs go to MLflow. */
export function asksForMlflow({ track }: Experiment, env: Environment): boolean {
  return track.mlflow !== null || Boolean(env['MLFLOW_TRACKING_URI']);
}

/**
 * Where an experiment's runs go. The experiment file goes before MLFLOW_TRACKING_URI and MLFLOW_EXPERIMENT_NAME, and what
 * stands on the command line before both. Throws an InputError where nobody says where, or what is said is no address of
 * a server.
 */
export function destinationOf({ track }: Experiment, env: Environment, onCommandLine: string | null): Destination {
  const said = [
    ['--uri', onCommandLine],
    ['track.mlflow.uri', track.mlflow?.uri],
    ['MLFLOW_TRACKING_URI', env['MLFLOW_TRACKING_URI'] || null],
  ] as const;
  const [name, address] = said.find(([, address]) => address != null) ?? [];
  if (name === undefined || address == null) {
    throw new InputError(
      'No MLflow server is named: give its address as MLFLOW_TRACKING_URI in the environment, or as track.mlflow.uri in the experiment file.',
    );
  }
  const experiment = track.mlflow?.experiment ?? (env['MLFLOW_EXPERIMENT_NAME'] || usualExperiment);
  return { uri: plainAddress(address, name), experiment };
}

/**
 * Who one is at a server. The environment's credentials are for the server that MLFLOW_TRACKING_URI names, where it is
 * set, and else for the one that the person's own command line names: neither an experiment file nor a run folder, which
 * may be another's, can ask for them. A name and password may also stand in MLFLOW_TRACKING_URI.
 */
export function credentialsFor({ uri }: Destination, env: Environment, onCommandLine: string | null): Credentials {
  const { MLFLOW_TRACKING_URI: address, MLFLOW_TRACKING_TOKEN: token } = env;
  const named = parse(address || (onCommandLine ?? ''));
  const username = env['MLFLOW_TRACKING_USERNAME'] || decode(named?.username) || null;
  const password = env['MLFLOW_TRACKING_PASSWORD'] || decode(named?.password) || null;
  const isTheirs = named !== null && isOfServer(named) && named.origin === parse(uri)?.origin;
  if (isTheirs) return { username, password, token: token || null, areForAnother: false };
  return { username: null, password: null, token: null, areForAnother: Boolean(username || password || token) };
}

/** The server that an override on the command line names; null where none does. */
export function serverIn(command: readonly string[]): string | null {
  const words = command.filter((word) => word.startsWith(overriding));
  return (
    words
      .at(-1)
      ?.slice(overriding.length)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2') ?? null
  );
}

const overriding = 'track.mlflow.uri=';

/** Whether an address, which may have been edited since it was noted, is as `plainAddress` makes it. */
export function isPlainAddress(address: string): boolean {
  const url = parse(address);
  return url !== null && isOfServer(url) && address === plain(url);
}

/** An address without credentials, query and the slash at its end; `name` is whose it is. */
function plainAddress(address: string, name: string): string {
  const url = parse(address);
  if (url === null || !isOfServer(url)) {
    const scheme = url === null ? 'no address' : `of the kind ${url.protocol}`;
    throw new InputError(
      `${name} is ${scheme}; runs are sent to an MLflow server, e.g. http://localhost:5000 (mlflow server starts one).`,
    );
  }
  if (name !== 'MLFLOW_TRACKING_URI' && (url.username !== '' || url.password !== '')) {
    throw new InputError(
      `${name} holds a name or password; give them as MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD in the environment.`,
    );
  }
  if (name === '--uri' && holdsQuery(address)) {
    throw new InputError(`${name} holds a query; give a token as MLFLOW_TRACKING_TOKEN in the environment.`);
  }
  return plain(url);
}

const isOfServer = ({ protocol }: URL): boolean => /^https?:$/.test(protocol);
const holdsQuery = (address: string): boolean => /[?#][^=]*=/.test(address);
const plain = ({ origin, pathname }: URL): string => `${origin}${pathname}`.replace(/\/+$/, '');

const parse = (address: string): URL | null => URL.parse(address);

function decode(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    return text ?? '';
  }
}

/** Which server, and as whom. The experiment file says where; who one is says the environment alone. */
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
 * Who one is at a server. A name and password may also stand in MLFLOW_TRACKING_URI. Where that names another server,
 * all of them are for that other one: an experiment file can't ask for them to be sent elsewhere.
 */
export function credentialsFor({ uri }: Destination, env: Environment): Credentials {
  const url = parse(env['MLFLOW_TRACKING_URI'] ?? '');
  if (url !== null && url.origin !== parse(uri)?.origin) return { username: null, password: null, token: null };
  return {
    username: env['MLFLOW_TRACKING_USERNAME'] || decode(url?.username) || null,
    password: env['MLFLOW_TRACKING_PASSWORD'] || decode(url?.password) || null,
    token: env['MLFLOW_TRACKING_TOKEN'] || null,
  };
}

/** An address without credentials, query and the slash at its end; `name` is whose it is. */
function plainAddress(address: string, name: string): string {
  const url = parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
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
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

const parse = (address: string): URL | null => URL.parse(address);

function decode(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    return text ?? '';
  }
}

/**
 * Secrets in texts: the passwords and queries of addresses, which are told by how they look, and the passwords and tokens
 * that a process has been given, which are told by knowing them.
 */

type Environment = Readonly<Partial<Record<string, string>>>;

/** What stands in a secret's place. */
const hidden = '***';

/** The password of an address, which may hold what it should not; a number after the host is a port. */
const passwords = /(?<=\w:\/\/[^\s/:@"']*:)(?!\d+\/)[^\s"']+(?=@)/g;
/** A name without a password may be a token. */
const namesAlone = /(?<=\w:\/\/)[^\s/:@"']+(?=@)/g;
/** Values of an address's query, and of what comes after it. */
const queryValues = /(?<=\w:\/\/[^\s"'<>]*[?&;#][^\s=&;#"'<>]*=)[^\s&;#"'<>]+/g;

/** A text without the secrets of addresses in it. `star` has what takes a secret's place. */
export function hideInAddresses(text: string, star: (secret: string) => string = () => hidden): string {
  if (!text.includes('://')) return text;
  return text.replace(passwords, star).replace(namesAlone, star).replace(queryValues, star);
}

/** What follows a key that is called as a secret is, in YAML or as an override: `token: x`, `track.mlflow.password=x`. */
const namedValues = /(?<=(?:token|password|passwd|secret|api_?key)["']?\s*[:=]\s*["']?)[^\s"',}]+/gi;

/** A text without the values of keys that are called so, which may stand where a mistake is pointed at. */
export const hideNamedSecrets = (text: string, star: (secret: string) => string): string =>
  text.replace(namedValues, star);

/** A text without those of addresses, nor any of these; one of few characters only where it is a word of its own. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let result = hideInAddresses(text);
  for (const secret of secrets) {
    if (!result.includes(secret)) continue;
    result = secret.length >= longWord ? result.replaceAll(secret, hidden) : result.replace(wholeWord(secret), hidden);
  }
  return result;
}

/** Shorter ones may be parts of common words. */
const longWord = 8;
const leastLength = 3;
const wholeWord = (word: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'gu');

/** A value as `hideSecrets` makes each text in it. */
export function hideSecretsIn<T>(value: T, secrets: readonly string[]): T;
export function hideSecretsIn(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return hideSecrets(value, secrets);
  if (Array.isArray(value)) return value.map((each) => hideSecretsIn(each, secrets));
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hideSecretsIn(each, secrets)]));
}

const ours = ['MLFLOW_TRACKING_TOKEN', 'MLFLOW_TRACKING_PASSWORD'];
const nameOfSecret = /(^|_)(TOKEN|PASSWORD|PASSWD|SECRET|API_?KEY|ACCESS_?KEY|CREDENTIALS?)$/i;
const nameOfAddress = /^(MLFLOW_TRACKING_URI|(https?|all)_proxy)$/i;

/**
 * What a process's environment and arguments hold of secrets, in each way in which it may be written; the longest first,
 * as one may be a part of another.
 */
export function secretsIn(env: Environment, args: readonly string[] = []): readonly string[] {
  const found = new Set<string>();
  for (const [name, value = ''] of Object.entries(env)) {
    if (ours.includes(name) || (nameOfSecret.test(name) && value.length >= longWord)) found.add(value);
    if (nameOfAddress.test(name)) for (const secret of secretsOfAddress(value)) found.add(secret);
  }
  for (const word of args) if (word.includes('://')) for (const secret of secretsOfAddress(word)) found.add(secret);
  const { MLFLOW_TRACKING_USERNAME: username, MLFLOW_TRACKING_PASSWORD: password } = env;
  if (username && password) found.add(`${username}:${password}`);
  const written = new Set([...found].flatMap(waysToWrite).filter((each) => each.length >= leastLength));
  return [...written].sort((a, b) => b.length - a.length);
}

/** `name:password` as well, which is what a header holds. */
function secretsOfAddress(address: string): string[] {
  const secrets = [...address.matchAll(/[?&;#][^\s=&;#]*=([^\s&;#"'}]+)/g)].map(([, value = '']) => value);
  const [, user, password] = /:\/\/([^\s/:@]*):?(.*)@/.exec(address) ?? [];
  if (password) secrets.push(password, `${decoded(user ?? '')}:${decoded(password)}`);
  else if (user !== undefined && user.length >= longWord) secrets.push(user); // a token may stand in a name's place
  return [...secrets, ...secrets.map(decoded)];
}

function waysToWrite(secret: string): string[] {
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(secret))).replace(/=+$/, '');
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

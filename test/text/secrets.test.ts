import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hideInAddresses, hideSecrets, hideSecretsIn, secretsIn } from '../../src/text/index.ts';

describe('an address', () => {
  it.each([
    ['http://ada:s3cret@host/x', 'http://ada:***@host/x'],
    ['see https://ada:s3/cr@et@host:5000.', 'see https://ada:***@host:5000.'],
    ['http://t0ken@host', 'http://***@host'],
    ['https://host/?token=s3cret&user=ada#x', 'https://host/?token=***&user=***#x'],
    ['track.mlflow.uri=https://host/a?key=s3cret', 'track.mlflow.uri=https://host/a?key=***'],
    ['https://host/#access_token=s3cret', 'https://host/#access_token=***'],
    ['"postgresql://ada:s3cret@host/db"', '"postgresql://ada:***@host/db"'],
  ])('%s is shown as %s', (text, shown) => {
    expect(hideInAddresses(text)).toBe(shown);
  });

  it.each([
    'http://localhost:5000/#/experiments/1/runs/2',
    'https://medium.com/@ada/a-post',
    'http://127.0.0.1:5000/@ada',
    'mail ada@host, then training.epochs=3 and https://host',
  ])('without a secret is left as it is: %s', (text) => {
    expect(hideInAddresses(text)).toBe(text);
  });
});

describe('what a process has been given', () => {
  const env = {
    MLFLOW_TRACKING_USERNAME: 'ada',
    MLFLOW_TRACKING_PASSWORD: 'pa"ss/wörd',
    MLFLOW_TRACKING_TOKEN: 't0ken',
    MLFLOW_TRACKING_URI: 'https://bob:hunter2@host/?key=querykey',
    HTTPS_PROXY: 'http://carl:proxypass@proxy:3128',
    GITHUB_TOKEN: 'ghp_0123456789',
    MAX_TOKEN: '4096',
    HOME: '/home/ada',
  };
  const secrets = secretsIn(env, ['exp', 'a.yaml', 'track.mlflow.uri=http://dora:fr%6fmargs@host']);
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    'pa"ss/wörd',
    't0ken',
    'hunter2',
    'querykey',
    'proxypass',
    'ghp_0123456789',
    'fr%6fmargs',
    'fromargs',
    encodeURIComponent('pa"ss/wörd'),
    JSON.stringify('pa"ss/wörd'),
    base64('ada:pa"ss/wörd'),
    base64('bob:hunter2'),
    base64('t0ken'),
  ])('is hidden: %s', (written) => {
    const shown = hideSecrets(`The server says: <${written}>, twice ${written}.`, secrets);
    expect(shown).not.toContain(written.replace(/^"|"$|=+$/g, ''));
    expect(shown).toMatch(/^The server says: </);
  });

  it('is hidden in every text of a value, and no figure is', () => {
    const value = { said: ['Not t0ken.', { deep: 't0ken' }], epochs: 4096, when: new Date(0), none: null };
    expect(hideSecretsIn(value, secrets)).toEqual({ ...value, said: ['Not ***.', { deep: '***' }] });
  });

  it('hides no common word that holds a short one, and no short value of another program', () => {
    expect(
      hideSecrets('adamw trained 4096 pairs in /home/ada', secretsIn({ ...env, MLFLOW_TRACKING_TOKEN: 'adam' })),
    ).toBe('adamw trained 4096 pairs in /home/ada');
  });

  test('whatever it is, and wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, unit: 'grapheme' }), fc.string(), (token, before) => {
        fc.pre(token.trim() === token && !'***'.includes(token) && !token.includes('*'));
        const shown = hideSecrets(`${before}${token}!`, secretsIn({ MLFLOW_TRACKING_TOKEN: token }));
        expect(shown.slice(before.length)).not.toContain(token);
      }),
    );
  });
});

/** The keys that decide a result. */
export const decidingKeys = ['seed', 'data', 'pairs', 'network', 'objective', 'training'] as const;

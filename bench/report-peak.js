/** Loaded before the program itself: writes the process's peak memory, in bytes, to the file named by BENCH_PEAK. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS * 1024)));

/** The server of the tests in a process of its own, for programs that a test waits for: it prints its address. */
import { FaultServer } from './fault-server.ts';

const server = new FaultServer();
await server.start();
console.log(server.uri);

import { runCli } from './cli/run-cli.ts';
import { processEnvironment } from './config.ts';

const code = await runCli(process.argv.slice(2), processEnvironment());
if (code !== 0) process.exitCode = code;

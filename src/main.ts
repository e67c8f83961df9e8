import { runCli } from './cli/run-cli.ts';
import { processEnvironment } from './config.ts';

process.exitCode = await runCli(process.argv.slice(2), processEnvironment());

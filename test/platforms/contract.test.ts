import { describePlatform } from '../contracts/platform.contract.ts';
import { openDiscordStage } from '../fakes/stages/discord-stage.ts';
import { openRecordingStage } from '../fakes/stages/recording-stage.ts';
import { openSlackStage } from '../fakes/stages/slack-stage.ts';
import { openTerminalStage } from '../fakes/stages/terminal-stage.ts';

describePlatform('terminal', openTerminalStage);
describePlatform('Discord', openDiscordStage);
describePlatform('Slack', openSlackStage);
describePlatform('the recording platform', openRecordingStage);

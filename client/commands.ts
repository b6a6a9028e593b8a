/** Every command of the palette, one entry each. Those that concern a function take it from the cursor unless told otherwise. */

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { toggleHints } from "./hintsSwitch.js";
import { markFunction } from "./markFunction.js";
import type { ResultsView } from "./panel/resultsView.js";
import { restartServer } from "./server.js";
import { isSpot, type Spot, spotAtCursor } from "./spot.js";

/** What commands work with. */
export interface Services {
  client: LanguageClient;
  log: vscode.LogOutputChannel;
  results: ResultsView;
}

const commands: Record<string, (services: Services, spot?: Spot) => Promise<void> | void> = {
  "derivativeLens.showResults": ({ results }, spot) => results.show(spot ?? spotAtCursor()),
  "derivativeLens.markFunction": async ({ client }, spot = spotAtCursor()) => {
    if (spot) return markFunction(client, spot);
    void vscode.window.showInformationMessage("Put the cursor into a function first.");
  },
  "derivativeLens.toggleHints": () => toggleHints(),
  "derivativeLens.restartServer": ({ client }) => restartServer(client),
  "derivativeLens.showLog": ({ log }) => log.show(),
};

export function registerCommands(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(name, (argument: unknown) =>
        run(services, isSpot(argument) ? argument : undefined),
      ),
    ),
  );
}

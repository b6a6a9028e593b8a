/** Turns the hints of both kinds on or off. */

import * as vscode from "vscode";

const switches = ["inlayHints.signature", "inlayHints.body"];

/** Off if any kind is on, on if all are off; written where the user set it before, else for all workspaces. */
export async function toggleHints(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("derivativeLens");
  const turnOn = !switches.some((name) => settings.get<boolean>(name));
  for (const name of switches) {
    const isOfWorkspace = settings.inspect<boolean>(name)?.workspaceValue !== undefined;
    const target = isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await settings.update(name, turnOn, target);
  }
  if (turnOn) await offerEditorHints();
}

/** The editor has a switch of its own above ours. */
async function offerEditorHints(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("editor");
  if (settings.get<string>("inlayHints.enabled") !== "off") return;
  const turnOn = "Turn On";
  const answer = await vscode.window.showInformationMessage(
    "The editor shows no inlay hints of any kind, because the setting editor.inlayHints.enabled is off.",
    turnOn,
  );
  if (answer === turnOn) {
    await settings.update("inlayHints.enabled", "on", vscode.ConfigurationTarget.Global);
  }
}

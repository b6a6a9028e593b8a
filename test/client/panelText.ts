/** The panel's model as it reads on the page: a line a row, cells parted by bars. */

import type {
  FindingModel,
  FunctionModel,
  PointModel,
  ResultsModel,
  Table,
} from "../../client/panel/panelModel.js";
import { pointModels } from "../../client/panel/pointModels.js";

export function textOf({ documents, digits }: ResultsModel): string[] {
  return documents.flatMap(({ folder, name, findings, functions }) => [
    folder === "" ? name : `${name} in ${folder}`,
    ...findings.map(findingText),
    ...functions.flatMap((each) => functionText(each, digits)),
  ]);
}

function findingText({ severity, message, code, line }: FindingModel): string {
  return `${severity}: ${message} (${code}, line ${line})`;
}

function functionText(model: FunctionModel, digits: number): string[] {
  const { name, detail, line, isPending, needsPoint, findings } = model;
  return [
    `${name}: ${detail} · line ${line}${isPending ? " · computing" : ""}${needsPoint ? " · needs a point" : ""}`,
    ...findings.map(findingText),
    ...pointModels(model, digits).flatMap(pointText),
  ];
}

export function pointText({ heading, value, tables, notes }: PointModel): string[] {
  return [heading, value, ...tables.flatMap(tableText), ...notes].filter((line) => line !== "");
}

const marks = { plain: "", zero: " (structural)", alarming: " (!)", missing: "" };

function tableText({ caption, columns, rows, isCaptionUnseen }: Table): string[] {
  return [
    ...(isCaptionUnseen ? [] : [caption]),
    ...(columns.length > 0 ? [["", ...columns].join(" | ")] : []),
    ...rows.map(({ name, cells }) =>
      [name, ...cells.map(({ text, tone }) => text + marks[tone])].join(" | "),
    ),
  ];
}

// @ts-check
/** Mocha's usual output, and the results in a file beside it. */

import Mocha from "mocha";
import { recordResults, resultsVariable } from "./testResults.mjs";

export default class RecordingReporter extends Mocha.reporters.Spec {
  /**
   * @param {import("mocha").Runner} runner
   * @param {import("mocha").MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    recordResults(runner, process.env[resultsVariable]);
  }
}

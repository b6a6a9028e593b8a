/** What operators and property access need of the place where they stand: ending the run there, noting a loss there. */

import type { Span } from "../../../finding.js";
import { getMember, type MemberSite } from "../objects/members.js";
import type { Frame } from "../objects/values.js";
import type { Context } from "./compile.js";
import type { OperatorSite } from "./operators.js";

export function siteOf(context: Context, frame: Frame, span: Span): OperatorSite & MemberSite {
  const { machine, program } = context;
  const site: OperatorSite & MemberSite = {
    fail: (message, errorName) => machine.failWith(errorName ?? "TypeError", frame, span, message),
    unsupported: (message) => machine.fail("unsupported-construct", frame, span, message),
    lose: (what, origins, result) => machine.noteLoss(frame, span, what, origins, result),
    spend: (count) => machine.spendElements(count, frame, span),
    call: (callee, thisValue, parameters) => program.call(callee, thisValue, parameters, frame, span),
    throw: (value) => program.throw(value, frame, span),
    get: (object, key) => getMember(object, key, site),
    bits: machine.bits,
  };
  return site;
}

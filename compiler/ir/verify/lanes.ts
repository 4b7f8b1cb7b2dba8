// Rules of the lane level: names are declared, representations fit, buffers and captures exist, masks and tests are booleans, and in wide code control
// flow does not depend on the lane.
import type { LaneCode, LaneExpression, LaneLocal, LaneModule, LaneNest, LanePass, LaneStatement, LaneType } from "../lanes.ts";
import { accumulatorFields, laneTypeOf } from "../lanes.ts";
import type { Report } from "./kernels.ts";

interface Scope {
  readonly module: LaneModule;
  readonly nest: LaneNest;
  readonly locals: ReadonlyMap<string, LaneLocal>;
  readonly wide: boolean;
  readonly report: Report;
}

export function verifyLaneModule(module: LaneModule, report: Report): void {
  for (const nest of module.nests) for (const pass of nest.passes) verifyPass(pass, nest, module, (sentence) => report(`lanes ${nest.name}: ${sentence}`));
  module.sites.forEach((site, k) => {
    if (site.parts.length !== site.values.length + 1) report(`site ${k} has one text more than values`);
  });
}

function verifyPass(pass: LanePass, nest: LaneNest, module: LaneModule, report: Report): void {
  const verifyCode = (name: string, code: LaneCode, wide: boolean): Scope => {
    const locals = new Map(code.locals.map((local) => [local.name, local]));
    const scope: Scope = { module, nest, locals, wide, report: (sentence) => report(`${name}: ${sentence}`) };
    if (locals.size !== code.locals.length) scope.report("two locals have one name");
    if (code.width < 1 || code.interleave < 1 || (!wide && code.width * code.interleave !== 1)) scope.report(`has ${code.interleave} vectors of ${code.width} lanes`);
    verifyStatements(code.row, scope, []);
    verifyStatements(code.body, scope, []);
    return scope;
  };
  if (pass.axis >= Math.max(1, nest.ndim)) report(`walks along axis ${pass.axis} of ${nest.ndim}`);
  verifyCode("script", pass.script, false);
  const scalar = verifyCode("scalar", pass.scalar, false);
  if (pass.wide) verifyCode("wide", pass.wide, true);
  for (const { combine } of pass.accumulators) verifyStatements(combine, scalar, []);
  for (const { value, left, right, stored, buffer } of accumulatorFields(pass)) {
    for (const name of [value, left, right]) if (!scalar.locals.has(name)) scalar.report(`accumulates in ${name}, which is not declared`);
    verifyExpression(stored, scalar);
    if (nest.buffers[buffer]?.role === "input") scalar.report(`leaves go to buffer ${buffer}, which is no output`);
  }
}

function verifyStatements(statements: readonly LaneStatement[], scope: Scope, labels: readonly string[]): void {
  const { report } = scope;
  const test = (e: LaneExpression): void => {
    verifyExpression(e, scope);
    expect(e, "bool", "a test", report);
    if (scope.wide && varies(e, scope)) report("a test differs between lanes; it should be a mask");
  };
  const mask = (e: LaneExpression | undefined): void => {
    if (!e) return;
    verifyExpression(e, scope);
    expect(e, "bool", "a mask", report);
  };
  for (const s of statements) {
    switch (s.kind) {
      case "assign": {
        verifyExpression(s.value, scope);
        const local = scope.locals.get(s.target);
        if (!local) report(`assigns ${s.target}, which is not declared`);
        else expect(s.value, local.type, `what ${s.target} is assigned`, report);
        if (scope.wide && local && !local.varying && varies(s.value, scope)) report(`${s.target} is the same in all lanes and is assigned what differs`);
        break;
      }
      case "store": {
        verifyExpression(s.value, scope);
        mask(s.mask);
        const buffer = scope.nest.buffers[s.buffer];
        if (buffer?.role !== "output") report(`stores into buffer ${s.buffer}, which is no output`);
        else expect(s.value, laneTypeOf(buffer.dtype), `what is stored as ${buffer.dtype}`, report);
        break;
      }
      case "if":
        test(s.test);
        verifyStatements(s.then, scope, labels);
        verifyStatements(s.else, scope, labels);
        break;
      case "while":
        verifyStatements(s.before, scope, labels);
        test(s.test);
        verifyStatements(s.body, scope, [...labels, s.label]);
        verifyStatements(s.step, scope, labels);
        break;
      case "block":
        verifyStatements(s.body, scope, [...labels, s.label]);
        break;
      case "break":
      case "continue":
        if (!labels.includes(s.label)) report(`${s.kind} ${s.label} stands outside such a loop or block`);
        break;
      case "throw":
        s.values.forEach((value) => verifyExpression(value, scope));
        mask(s.mask);
        if (!scope.module.sites[s.site]) report(`throws at site ${s.site}, which does not exist`);
        break;
    }
  }
}

function expect(e: LaneExpression, type: LaneType, what: string, report: Report): void {
  if (e.type !== type) report(`${what} is ${e.type}, not ${type}`);
}

const operandsOf = (e: LaneExpression): readonly LaneExpression[] => {
  switch (e.kind) {
    case "unary": return [e.operand];
    case "binary":
    case "compare":
    case "logical": return [e.left, e.right];
    case "select": return [e.test, e.then, e.else];
    case "intrinsic": return e.args;
    case "read": return e.mask ? [e.position, e.mask] : [e.position];
    default: return [];
  }
};

/** Whether lanes may differ in it. Loads and positions are looked at through the locals that hold them. */
function varies(e: LaneExpression, scope: Scope): boolean {
  if (e.kind === "local") return scope.locals.get(e.name)?.varying ?? false;
  // Which lanes ask for an element does not change it.
  if (e.kind === "read") return varies(e.position, scope);
  return !(e.kind === "unary" && e.op === "any") && operandsOf(e).some((operand) => varies(operand, scope));
}

function verifyExpression(e: LaneExpression, scope: Scope): void {
  const { report } = scope;
  for (const operand of operandsOf(e)) verifyExpression(operand, scope);
  switch (e.kind) {
    case "const":
      if ((typeof e.value === "boolean") !== (e.type === "bool")) report(`the constant ${e.value} is said to be ${e.type}`);
      return;
    case "local":
      if (scope.locals.get(e.name)?.type !== e.type) report(`uses ${e.name} as ${e.type}; it is ${scope.locals.get(e.name)?.type ?? "not declared"}`);
      return;
    case "capture":
      if (e.capture >= scope.nest.captures.length) report(`uses capture ${e.capture} of ${scope.nest.captures.length}`);
      return;
    case "index":
      if (e.axis >= scope.nest.ndim) report(`uses the position along axis ${e.axis} of ${scope.nest.ndim}`);
      return;
    case "load":
      if (!scope.nest.buffers[e.buffer]) report(`loads from buffer ${e.buffer}, which does not exist`);
      return;
    case "read":
      if (!scope.nest.buffers[e.buffer]) report(`reads buffer ${e.buffer}, which does not exist`);
      if (e.mask) expect(e.mask, "bool", "the mask of a read", report);
      return expect(e.position, "i32", "a position", report);
    case "binary": return operandsOf(e).forEach((operand) => expect(operand, e.type, `an operand of ${e.op}`, report));
    case "compare":
      if (e.left.type !== e.right.type) report(`compares ${e.left.type} with ${e.right.type}`);
      return;
    case "logical": return operandsOf(e).forEach((operand) => expect(operand, "bool", `an operand of ${e.op}`, report));
    case "select":
      expect(e.test, "bool", "the test of a select", report);
      expect(e.then, e.type, "the first choice of a select", report);
      return expect(e.else, e.type, "the second choice of a select", report);
    default: return;
  }
}

import { errorDocs } from "@openbeat/schema";
import { limits, schema } from "@openbeat/schema/graphql";
import { createComplexityRule } from "@pothos/plugin-complexity";
import { type DocumentNode, GraphQLError, Kind, parse, type SelectionSetNode, type ValidationRule, validate } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { ApiErrorCode } from "./errors.ts";
import { introspectionRule } from "./introspection-limit.ts";
import type { RequestContext } from "./yoga.ts";

function refusal(
  code: ApiErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>>,
  nodes?: GraphQLError["nodes"],
): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    extensions: { code, ...details, docs: errorDocs(code), http: { status: 400, spec: false } },
  });
}

const aliasRule: ValidationRule = function maxAliases(context) {
  let aliases = 0;
  return {
    Field(node) {
      if (node.alias !== undefined && ++aliases === limits.maxAliases + 1) {
        const message = `The question gives more than ${limits.maxAliases} fields another name.`;
        context.reportError(refusal("TOO_MANY_ALIASES", message, { max: limits.maxAliases }, [node]));
      }
    },
  };
};

const rootFieldRule: ValidationRule = function maxRootFields(context) {
  // Each set is counted once, however often it is spread: fragments that spread fragments would otherwise be walked without end.
  const counted = new Map<SelectionSetNode, number>();
  const count = (set: SelectionSetNode): number => {
    const known = counted.get(set);
    if (known !== undefined) return known;
    // A fragment that contains itself is refused by another rule: here it adds nothing.
    counted.set(set, 0);
    let fields = 0;
    for (const selection of set.selections) {
      if (selection.kind === "Field") fields += 1;
      else if (selection.kind === "InlineFragment") fields += count(selection.selectionSet);
      else fields += count(context.getFragment(selection.name.value)?.selectionSet ?? { kind: set.kind, selections: [] });
    }
    counted.set(set, fields);
    return fields;
  };
  return {
    OperationDefinition(node) {
      const measured = count(node.selectionSet);
      if (measured > limits.maxRootFields) {
        const message = `The question holds more than ${limits.maxRootFields} fields of \`Query\`.`;
        context.reportError(refusal("TOO_MANY_ROOT_FIELDS", message, { measured, max: limits.maxRootFields }, [node]));
      }
    },
  };
};

const schemaRule = introspectionRule((context, measured, max) => {
  const message = "The question asks for more of the schema than the whole of it.";
  context.reportError(refusal("QUERY_TOO_EXPENSIVE", message, { hint: "Take /schema.graphql.", measured, max }));
});

function tooExpensive(complexity: number): GraphQLError {
  const message = `The question asks for too much at once: its complexity is ${complexity}, and ${limits.maxComplexity} is allowed.`;
  const hint = "Use `table` in place of `cells`, or ask for fewer fields or smaller pages.";
  return refusal("QUERY_TOO_EXPENSIVE", message, { hint, measured: complexity, max: limits.maxComplexity });
}

/** What a question costs whose text is our own, with these variables. @throws {GraphQLError} `QUERY_TOO_EXPENSIVE` beyond what one question may. */
export function costOf(document: DocumentNode, variableValues: Readonly<Record<string, unknown>>): number {
  let cost = 0;
  const rule = createComplexityRule({
    context: {},
    variableValues,
    validate({ complexity }) {
      cost = complexity;
    },
  });
  validate(schema, document, [rule]);
  if (cost > limits.maxComplexity) throw tooExpensive(cost);
  return cost;
}

const mostErrors = 5;

/** What a question asks for: see `limits`. */
interface Measured {
  readonly complexity: number;
  readonly depth: number;
}

/** What documents ask for whose cost hangs on their text alone. */
const reckoned = new WeakMap<DocumentNode, Measured>();

/** Whether a document asks one thing, and without variables. */
function costsTheSameAlways({ definitions }: DocumentNode, operationName: string | null | undefined): boolean {
  const [operation, ...others] = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return (
    operation !== undefined &&
    others.length === 0 &&
    (operation.variableDefinitions ?? []).length === 0 &&
    (operationName == null || operation.name?.value === operationName)
  );
}

/**
 * Refuses what goes beyond the limits before anything is read. What depends on the text alone is validation, which is cached by
 * text; the complexity depends on the variables too, so it is reckoned for each request of a question that has some.
 */
export const useLimits = (): Plugin<RequestContext> => ({
  onParse({ setParseFn }) {
    setParseFn((source, options) => parse(source, { ...options, maxTokens: limits.maxTokens }));
    return ({ result, replaceParseResult }) => {
      if (result instanceof GraphQLError && result.message.includes(`more than ${limits.maxTokens} tokens`)) {
        replaceParseResult(
          refusal("TOO_MANY_TOKENS", `The question is longer than ${limits.maxTokens} words and signs.`, {
            max: limits.maxTokens,
          }) as never,
        );
      } else if (result instanceof RangeError) {
        const message = `The question nests more deeply than can be read; fields may nest ${limits.maxDepth} deep.`;
        replaceParseResult(refusal("QUERY_TOO_DEEP", message, { max: limits.maxDepth }) as never);
      }
    };
  },
  onValidate({ addValidationRule, setValidationFn }) {
    setValidationFn((schema, document, rules) => validate(schema, document, rules, { maxErrors: mostErrors }));
    addValidationRule(aliasRule);
    addValidationRule(rootFieldRule);
    addValidationRule(schemaRule);
  },
  onExecute({ args, setResultAndStopExecution }) {
    let cost: number | undefined;
    const check = (measured: Measured, report: (error: GraphQLError) => void) => {
      const { complexity, depth } = measured;
      cost = complexity;
      args.contextValue.onCost?.(complexity, depth > limits.maxDepth || complexity > limits.maxComplexity);
      if (depth > limits.maxDepth) {
        const details = { measured: depth, max: limits.maxDepth };
        report(refusal("QUERY_TOO_DEEP", `The question nests fields ${depth} deep; ${limits.maxDepth} are allowed.`, details));
      }
      if (complexity > limits.maxComplexity) report(tooExpensive(complexity));
    };
    const mayKnow = costsTheSameAlways(args.document, args.operationName);
    const known = mayKnow ? reckoned.get(args.document) : undefined;
    const errors: GraphQLError[] = [];
    if (known !== undefined) check(known, (error) => errors.push(error));
    else {
      const rule = createComplexityRule({
        context: args.contextValue,
        variableValues: args.variableValues ?? {},
        operationName: args.operationName ?? null,
        validate(measured, report) {
          if (mayKnow) reckoned.set(args.document, measured);
          check(measured, report);
        },
      });
      errors.push(...validate(args.schema, args.document, [rule], { maxErrors: mostErrors }));
    }
    if (errors.length > 0) setResultAndStopExecution({ errors });
    return {
      onExecuteDone({ result, setResult }) {
        if (cost !== undefined && "data" in result) setResult({ ...result, extensions: { ...result.extensions, cost } });
      },
    };
  },
});

import { getIntrospectionQuery, parse, type SelectionSetNode, type ValidationContext, type ValidationRule } from "graphql";

/** How long lists of the schema are, about, in entries; `types` is told by the schema itself. */
const lengths: Readonly<Record<string, number>> = {
  args: 3,
  directives: 5,
  enumValues: 5,
  fields: 10,
  inputFields: 10,
  interfaces: 2,
  locations: 3,
  possibleTypes: 2,
};

type Fragments = (name: string) => SelectionSetNode | undefined;

/** What a question asks of the schema, in fields; each set is weighed once, however often it is spread. */
function weigh(root: SelectionSetNode | undefined, types: number, fragments: Fragments): number {
  const weighed = new Map<SelectionSetNode, number>();
  const weight = (set: SelectionSetNode | undefined, isRoot: boolean): number => {
    if (set === undefined) return 0;
    const known = weighed.get(set);
    if (known !== undefined) return known;
    // A fragment that contains itself is refused by another rule: here it adds nothing.
    weighed.set(set, 0);
    let sum = 0;
    for (const selection of set.selections) {
      if (selection.kind === "FragmentSpread") sum += weight(fragments(selection.name.value), isRoot);
      else if (selection.kind === "InlineFragment") sum += weight(selection.selectionSet, isRoot);
      else if (!isRoot || /^__(schema|type)$/.test(selection.name.value)) {
        const entries = selection.name.value === "types" ? types : (lengths[selection.name.value] ?? 1);
        sum += entries * (1 + weight(selection.selectionSet, false));
      }
    }
    weighed.set(set, sum);
    return sum;
  };
  return weight(root, true);
}

/** The question that tools ask to learn a schema, with all that it can ask for. */
const whole = parse(
  getIntrospectionQuery({
    descriptions: true,
    directiveIsRepeatable: true,
    inputValueDeprecation: true,
    oneOf: true,
    schemaDescription: true,
    specifiedByUrl: true,
  }),
);

function weighWhole(types: number): number {
  const sets = new Map<string, SelectionSetNode>();
  for (const one of whole.definitions) {
    if (one.kind === "OperationDefinition" || one.kind === "FragmentDefinition") sets.set(one.name?.value ?? "", one.selectionSet);
  }
  return weigh(sets.get("IntrospectionQuery"), types, (name) => sets.get(name));
}

/**
 * Refuses a question that asks more about the schema than what tools ask to learn the whole of it.
 * @param refuse Tells it.
 */
export const introspectionRule = (refuse: (context: ValidationContext, measured: number, max: number) => void): ValidationRule =>
  function maxIntrospection(context) {
    const types = Object.keys(context.getSchema().getTypeMap()).length;
    return {
      OperationDefinition(node) {
        const measured = weigh(node.selectionSet, types, (name) => context.getFragment(name)?.selectionSet);
        const max = weighWhole(types);
        if (measured > max) refuse(context, measured, max);
      },
    };
  };

/** Path of what a rule keeps for a weight, by the rule's own name for it. Names of rules and of `averageSlot` can't meet. */
export const ruleSlot = (weight: string, type: string, name: string): string => `${weight}/${type}/${name}`;

/** Path of the moving average of a weight. */
export const averageSlot = (weight: string): string => `${weight}/average`;

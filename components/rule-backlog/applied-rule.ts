/** The rule that is applied to older mail, as its panel needs it. */
export interface AppliedRule {
  readonly id: string
  readonly name: string
  readonly accountId: string
}

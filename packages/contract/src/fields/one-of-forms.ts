/** The message for a value that has none of the forms it may have. A missing value stays "is required". */
export const oneOfForms = (message: string) => ({
  error: (issue: { code: string; input?: unknown }) =>
    issue.code === 'invalid_union' && issue.input !== undefined ? message : undefined,
})

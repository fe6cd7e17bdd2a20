namespace Dms.Predictive.Explanation.Report;

/// <summary>A question that a stranger asks first, answered on the first page.</summary>
/// <param name="Question">The question, in the reader's words.</param>
/// <param name="Key">The figure that answers it, with its unit, a few words at most.</param>
/// <param name="Text">One to three plain sentences.</param>
/// <param name="Section">Section that holds the evidence, such as <c>local</c>.</param>
public sealed record ReaderAnswer(string Question, string Key, string Text, string Section);

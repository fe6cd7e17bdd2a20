namespace Dms.Predictive.Explanation.Report;

/// <summary>A piece of a section.</summary>
internal abstract record Block;

/// <summary>A sub-heading.</summary>
internal sealed record HeadingBlock(string Text) : Block;

/// <summary>A paragraph.</summary>
internal sealed record ParagraphBlock(string Text) : Block;

/// <summary>A paragraph that ends in links to other places of the page.</summary>
internal sealed record LinkBlock(string Text, IReadOnlyList<NamedText> Targets) : Block;

/// <summary>A plain list.</summary>
internal sealed record ListBlock(IReadOnlyList<string> Items) : Block;

/// <summary>Names and facts.</summary>
internal sealed record FactsBlock(string Id, IReadOnlyList<NamedText> Facts) : Block;

/// <summary>Commands, one per line.</summary>
internal sealed record CommandBlock(IReadOnlyList<string> Lines) : Block;

/// <summary>The first questions and their answers.</summary>
internal sealed record AnswersBlock(IReadOnlyList<ReaderAnswer> Answers) : Block;

/// <summary>The verdict box.</summary>
internal sealed record VerdictBlock(IReadOnlyList<Verdict> Verdicts) : Block;

/// <summary>A table in the open.</summary>
internal sealed record TableBlock(Table Table) : Block;

/// <summary>A drawing with its sentence and its numbers.</summary>
/// <param name="Id">Starts with <c>fig-</c>.</param>
/// <param name="Title">What is drawn, a few words.</param>
/// <param name="Says">The computed sentence, with the number that matters.</param>
/// <param name="Reading">How to read the drawing: colours, lines, units.</param>
/// <param name="Chart">The drawing.</param>
/// <param name="Table">The plotted numbers, ≤ 200 rows.</param>
internal sealed record FigureBlock(
    string Id, string Title, string Says, string Reading, IChart Chart, Table Table) : Block;

/// <summary>A section of the report.</summary>
internal sealed record Section(string Id, string Heading, IReadOnlyList<Block> Blocks);

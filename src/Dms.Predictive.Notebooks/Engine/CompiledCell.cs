using Microsoft.CodeAnalysis.CSharp;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>A loaded cell.</summary>
/// <param name="Compilation">What the next cell builds on.</param>
/// <param name="Start">Runs it; the array holds the globals and the state of the cells before.</param>
internal sealed record CompiledCell(CSharpCompilation Compilation, Func<object?[], Task<object?>> Start);

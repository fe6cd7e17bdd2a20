using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>Answers about code that is being written. Positions count Unicode characters.</summary>
internal sealed class CodeInsight(CellCompiler compiler, CSharpCompilation previous)
{
    private const int MostMatches = 500;

    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeContainingType)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut);

    /// <summary>Names that fit before the cursor.</summary>
    public (IReadOnlyList<string> Matches, int Start, int End) Complete(string code, int cursor)
    {
        int end = CodePoints.ToIndex(code, cursor);
        int start = end;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] == '_'))
        {
            start--;
        }

        string prefix = code[start..end];
        string[] matches =
        [
            .. Candidates(code, start)
                .Where(n => n.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Distinct()
                .OrderByDescending(n => n.StartsWith(prefix, StringComparison.Ordinal))
                .ThenBy(n => n, StringComparer.Ordinal)
                .Take(MostMatches),
        ];
        return (matches, CodePoints.FromIndex(code, start), CodePoints.FromIndex(code, end));
    }

    /// <summary>Signature and summary of the name at the cursor; null when there is none.</summary>
    public (string Signature, string? Summary)? Inspect(string code, int cursor)
    {
        int position = CodePoints.ToIndex(code, cursor);
        (SemanticModel model, SyntaxNode root) = Bind(code);
        SyntaxToken token = root.FindToken(position);
        if (!token.IsKind(SyntaxKind.IdentifierToken) || token.SpanStart > position)
        {
            token = position > 0 ? root.FindToken(position - 1) : token;
        }

        if (token.Parent is null || token.Span.IsEmpty)
        {
            return null;
        }

        SymbolInfo found = model.GetSymbolInfo(token.Parent);
        ISymbol? symbol = found.Symbol ?? found.CandidateSymbols.FirstOrDefault() ?? model.GetDeclaredSymbol(token.Parent);
        return symbol is null ? null : (symbol.ToDisplayString(Signature), Summary(symbol));
    }

    private IEnumerable<string> Candidates(string code, int start)
    {
        (SemanticModel model, SyntaxNode root) = Bind(code);
        SyntaxToken before = start > 0 ? root.FindToken(start - 1) : default;
        if (before.IsKind(SyntaxKind.DotToken))
        {
            return Members(model, before, start);
        }

        return model.LookupSymbols(start).Where(s => s.CanBeReferencedByName).Select(s => s.Name)
            .Concat(SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText));
    }

    private static IEnumerable<string> Members(SemanticModel model, SyntaxToken dot, int position)
    {
        ExpressionSyntax? left = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax { Parent: ConditionalAccessExpressionSyntax access } => access.Expression,
            _ => null,
        };
        if (left is null)
        {
            return [];
        }

        ISymbol? named = model.GetSymbolInfo(left).Symbol;
        INamespaceOrTypeSymbol? container = named as INamespaceOrTypeSymbol ?? model.GetTypeInfo(left).Type;
        if (container is null)
        {
            return [];
        }

        bool onType = named is INamespaceOrTypeSymbol;
        ImmutableArray<ISymbol> symbols =
            model.LookupSymbols(position, container, includeReducedExtensionMethods: !onType);
        return symbols
            .Where(s => s.CanBeReferencedByName && (s is INamespaceOrTypeSymbol ? onType : s.IsStatic == onType || IsExtension(s)))
            .Select(s => s.Name);
    }

    private static bool IsExtension(ISymbol symbol) => symbol is IMethodSymbol { ReducedFrom: not null };

    private static string? Summary(ISymbol symbol)
    {
        string? xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml))
        {
            return null;
        }

        try
        {
            XElement? summary = XElement.Parse(xml).DescendantsAndSelf("summary").FirstOrDefault();
            foreach (XElement see in summary?.Descendants().Where(e => e.IsEmpty).ToArray() ?? [])
            {
                string target = (see.Attribute("cref") ?? see.Attribute("name") ?? see.Attribute("langword"))?.Value ?? "";
                see.ReplaceWith(target[(target.LastIndexOfAny(['.', ':']) + 1)..]);
            }

            return summary is null ? null : string.Join(' ', summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private (SemanticModel Model, SyntaxNode Root) Bind(string code)
    {
        CSharpCompilation compilation = compiler.Bind(code, previous);
        SyntaxTree tree = compilation.SyntaxTrees[^1];
        return (compilation.GetSemanticModel(tree), tree.GetRoot());
    }
}

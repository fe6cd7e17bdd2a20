using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>
/// Builds the brake of <see cref="CellStop"/> into source text: at the start of each loop body and named function and
/// before each goto. Text is only inserted, never a line break, so every line keeps its number.
/// </summary>
internal sealed class CellBrakes : CSharpSyntaxWalker
{
    private const string Check = " global::Dms.Predictive.Notebooks.Engine.CellStop.Check(); ";
    private const string Room = " global::Dms.Predictive.Notebooks.Engine.CellStop.Room(); ";
    private const string Enter = " global::Dms.Predictive.Notebooks.Engine.CellStop.Enter(); ";

    private readonly List<(int Position, string Text)> _insertions = [];

    /// <summary>The text with brakes; the same text when there is nothing to brake or the tree has syntax errors.</summary>
    public static string Build(SyntaxTree tree)
    {
        string text = tree.GetText().ToString();
        if (tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return text;
        }

        CellBrakes brakes = new();
        brakes.Visit(tree.GetRoot());
        return brakes.Insert(text);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node) => Loop(node, node.Statement, base.VisitWhileStatement);

    public override void VisitDoStatement(DoStatementSyntax node) => Loop(node, node.Statement, base.VisitDoStatement);

    public override void VisitForStatement(ForStatementSyntax node) => Loop(node, node.Statement, base.VisitForStatement);

    public override void VisitForEachStatement(ForEachStatementSyntax node) =>
        Loop(node, node.Statement, base.VisitForEachStatement);

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        Loop(node, node.Statement, base.VisitForEachVariableStatement);

    public override void VisitGotoStatement(GotoStatementSyntax node)
    {
        Surround(node);
        base.VisitGotoStatement(node);
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        Function(node.Body);
        base.VisitLocalFunctionStatement(node);
    }

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        Function(node.Body);
        base.VisitMethodDeclaration(node);
    }

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
    {
        Callback(node.Block);
        base.VisitParenthesizedLambdaExpression(node);
    }

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        Callback(node.Block);
        base.VisitSimpleLambdaExpression(node);
    }

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        Callback(node.Block);
        base.VisitAnonymousMethodExpression(node);
    }

    private void Loop<T>(T loop, StatementSyntax body, Action<T> visitChildren)
    {
        if (body is BlockSyntax block)
        {
            _insertions.Add((block.OpenBraceToken.Span.End, Check));
        }
        else
        {
            Surround(body);
        }

        visitChildren(loop);
    }

    private void Function(BlockSyntax? body)
    {
        if (body is not null)
        {
            _insertions.Add((body.OpenBraceToken.Span.End, Enter));
        }
    }

    // A callback may run on a timer, where nobody catches: being called is no reason to stop it, looping in it is.
    private void Callback(BlockSyntax? body)
    {
        if (body is not null)
        {
            _insertions.Add((body.OpenBraceToken.Span.End, Room));
        }
    }

    private void Surround(StatementSyntax statement)
    {
        _insertions.Add((statement.SpanStart, "{" + Check));
        _insertions.Add((statement.Span.End, "}"));
    }

    private string Insert(string text)
    {
        StringBuilder result = new(text.Length + (_insertions.Count * Check.Length));
        int done = 0;
        foreach ((int position, string insertion) in _insertions.OrderBy(i => i.Position))
        {
            result.Append(text, done, position - done).Append(insertion);
            done = position;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }
}

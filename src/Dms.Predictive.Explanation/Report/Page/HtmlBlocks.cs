using System.Text;

namespace Dms.Predictive.Explanation.Report;

/// <summary>Blocks as HTML.</summary>
internal sealed class HtmlBlocks
{
    private readonly StringBuilder _html;

    internal HtmlBlocks(StringBuilder html) => _html = html;

    internal void Write(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                Element("h3", heading.Text);
                break;
            case ParagraphBlock paragraph:
                Element("p", paragraph.Text);
                break;
            case LinkBlock link:
                WriteLinks(link);
                break;
            case ListBlock list:
                WriteList(list);
                break;
            case FactsBlock facts:
                WriteFacts(facts);
                break;
            case CommandBlock commands:
                Element("pre", string.Join("\n", commands.Lines.Select(l => l.ReplaceLineEndings(" "))), keepLines: true);
                break;
            case AnswersBlock answers:
                WriteAnswers(answers);
                break;
            case VerdictBlock verdicts:
                WriteVerdicts(verdicts.Verdicts);
                break;
            case TableBlock table:
                HtmlTables.Write(_html, table.Table);
                break;
            case FigureBlock figure:
                WriteFigure(figure);
                break;
        }
    }

    /// <summary>Tells the result of all checks in one line: "9 of 11 checks pass, 1 warns, 1 not judged".</summary>
    internal static string Summary(IReadOnlyList<Verdict> verdicts)
    {
        int Number(VerdictStatus status) => verdicts.Count(v => v.Status == status);
        List<string> rest = [];
        Add(Number(VerdictStatus.Fail), "fails", "fail");
        Add(Number(VerdictStatus.Warn), "warns", "warn");
        Add(Number(VerdictStatus.NotApplicable), "not judged", "not judged");
        string head = $"{Number(VerdictStatus.Pass)} of {Numerals.Plural(verdicts.Count, "check passes", "checks pass")}";
        return string.Join(", ", rest.Prepend(head)) + ".";

        void Add(int count, string one, string many)
        {
            if (count > 0)
            {
                rest.Add($"{count} {(count == 1 ? one : many)}");
            }
        }
    }

    /// <summary>The value of a verdict with its unit; a fraction in percent when the unit says so.</summary>
    internal static string Value(Verdict verdict)
    {
        if (!verdict.Value.IsPresent)
        {
            return "n/a";
        }

        double value = verdict.Value.Value;
        return verdict.Unit == "%" ? Numerals.Short(value * 100) + Numerals.NoBreak + "%"
            : Numerals.Short(value) + (verdict.Unit.Length > 0 ? Numerals.NoBreak + verdict.Unit : "");
    }

    private void Element(string tag, string text, bool keepLines = false)
    {
        string safe = keepLines
            ? string.Join("\n", text.Split('\n').Select(HtmlText.Escape))
            : HtmlText.Escape(text);
        _html.Append('<').Append(tag).Append('>').Append(safe).Append("</").Append(tag).Append(">\n");
    }

    private void WriteLinks(LinkBlock link)
    {
        IEnumerable<string> anchors = link.Targets.Select(t =>
            "<a href=\"#" + HtmlText.Escape(t.Text) + "\">" + HtmlText.Escape(t.Name) + "</a>");
        _html.Append("<p>").Append(HtmlText.Escape(link.Text)).Append(' ').AppendJoin(", ", anchors).Append(".</p>\n");
    }

    private void WriteList(ListBlock list)
    {
        _html.Append("<ul>");
        foreach (string item in list.Items)
        {
            _html.Append("<li>").Append(HtmlText.Escape(item)).Append("</li>");
        }

        _html.Append("</ul>\n");
    }

    private void WriteAnswers(AnswersBlock answers)
    {
        _html.Append("<ul class=\"answers\">\n");
        foreach (ReaderAnswer answer in answers.Answers)
        {
            _html.Append("<li><span class=\"q\">").Append(HtmlText.Escape(answer.Question))
                .Append("</span> <span class=\"a\">").Append(HtmlText.Escape(answer.Key)).Append("</span> <span class=\"e\">")
                .Append(HtmlText.Escape(answer.Text)).Append(" <a href=\"#").Append(HtmlText.Escape(answer.Section))
                .Append("\">").Append(HtmlText.Escape(SectionIds.Of(answer.Section).Heading)).Append("</a></span></li>\n");
        }

        _html.Append("</ul>\n");
    }

    private void WriteFacts(FactsBlock facts)
    {
        _html.Append("<dl>");
        foreach (NamedText fact in facts.Facts)
        {
            _html.Append("<dt>").Append(HtmlText.Escape(fact.Name)).Append("</dt><dd>")
                .Append(HtmlText.Escape(fact.Text)).Append("</dd>");
        }

        _html.Append("</dl>\n");
    }

    private void WriteVerdicts(IReadOnlyList<Verdict> verdicts)
    {
        _html.Append("<ul class=\"verdicts\"><li class=\"count\">").Append(HtmlText.Escape(Summary(verdicts)))
            .Append("</li>\n");
        foreach (Verdict verdict in verdicts)
        {
            _html.Append("<li class=\"").Append(StatusWords.CssClass(verdict.Status))
                .Append("\"><span class=\"word\"><i aria-hidden=\"true\">").Append(StatusWords.Sign(verdict.Status))
                .Append("</i>").Append(StatusWords.Word(verdict.Status)).Append("</span> <span>")
                .Append(HtmlText.Escape(verdict.Check)).Append("</span> <span class=\"value\">")
                .Append(HtmlText.Escape(Value(verdict))).Append("</span>");
            string why = string.Join(" ", new[]
            {
                verdict.Limit.Length > 0 ? "Limit: " + verdict.Limit.TrimEnd('.') + "." : "", verdict.Reason,
            }.Where(t => t.Length > 0));
            _html.Append(why.Length > 0 ? " <span class=\"why\">" + HtmlText.Escape(why) + "</span>" : "")
                .Append("</li>\n");
        }

        _html.Append("</ul>\n");
    }

    private void WriteFigure(FigureBlock figure)
    {
        _html.Append("<figure id=\"").Append(figure.Id).Append("\">\n");
        SvgFile.Write(_html, figure, ChartLayout.Wide, "wide");
        SvgFile.Write(_html, figure, ChartLayout.Narrow, "narrow");
        _html.Append("<figcaption><p class=\"says\">").Append(HtmlText.Escape(figure.Says)).Append("</p>");
        if (figure.Reading.Length > 0)
        {
            _html.Append("<p class=\"how\">").Append(HtmlText.Escape(figure.Reading)).Append("</p>");
        }

        _html.Append("</figcaption>\n<details><summary>Table</summary>");
        HtmlTables.Write(_html, figure.Table);
        _html.Append("</details></figure>\n");
    }
}

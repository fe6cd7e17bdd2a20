using System.Reflection;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Architecture.Tests;

public sealed partial class SizeAndNameTests(ITestOutputHelper output)
{
    private const int Longest = 400;
    private const int TalkAbove = 300;
    private static readonly string[] BannedEndings = ["Manager", "Helper", "Helpers", "Processor", "Data", "Info", "Utils"];

    [Fact]
    public void SourceFile_Length_StaysBelowTheLimit()
    {
        List<(string File, int Lines)> files =
            [.. Repository.Files("src", "*.cs").Select(f => (Repository.Relative(f), File.ReadLines(f).Count()))];
        foreach ((string file, int lines) in files.Where(f => f.Lines > TalkAbove))
        {
            output.WriteLine($"{lines} lines, worth a talk with a reviewer: {file}");
        }

        Assert.NotEmpty(files);
        Assert.Empty(files.Where(f => f.Lines > Longest).Select(f => f.File));
    }

    [Fact]
    public void TypeName_EndsInAWordWithoutMeaning_IsRefused()
    {
        List<(string File, string Name)> types =
        [
            .. Repository.Files("src", "*.cs").SelectMany(f =>
                TypeDeclaration().Matches(File.ReadAllText(f)).Select(m => (Repository.Relative(f), m.Groups[1].Value))),
        ];

        Assert.True(types.Count > 100, "The pattern finds hardly any type.");
        Assert.Empty(types.Where(t => BannedEndings.Any(b => t.Name.EndsWith(b, StringComparison.Ordinal))).Select(t => $"{t.File}: {t.Name}"));
    }

    [Fact]
    public void PublicClass_OfASourceAssembly_IsSealedStaticOrAbstract()
    {
        List<Type> open =
        [
            .. Directory.EnumerateFiles(AppContext.BaseDirectory, "Dms.Predictive.*.dll")
                .Append(Path.Combine(AppContext.BaseDirectory, "dms.dll"))
                .SelectMany(f => Assembly.LoadFrom(f).GetExportedTypes())
                .Where(t => t.IsClass && !t.IsSealed && !t.IsAbstract),
        ];

        Assert.Empty(open.Select(t => t.FullName));
    }

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|readonly|partial|ref)\s+)+(?:record\s+struct|record\s+class|record|class|struct|interface|enum)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}

using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Dms.Predictive.Serving.Tests.Page;

[Collection(HostCollection.Name)]
public sealed partial class PageFilesTests(HostFixture fixture)
{
    private const int MostBytes = 500_000;
    private const string Prefix = "page/";
    private static readonly Assembly Serving = typeof(KeyRing).Assembly;

    public static TheoryData<string> Files => [.. Names()];

    [Fact]
    public void Page_AllFiles_AreEmbeddedAndSmall()
    {
        string[] names = [.. Names()];

        Assert.Contains("index.html", names);
        Assert.Contains("problems.html", names);
        Assert.Contains("style.css", names);
        Assert.Contains("app.js", names);
        Assert.InRange(names.Sum(n => Text(n).Length), 1000, MostBytes);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Page_File_HasNothingInlineAndNothingForeign(string name)
    {
        string text = Text(name);

        Assert.DoesNotMatch(ForeignAddress(), text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
        Assert.DoesNotContain("localStorage", text, StringComparison.Ordinal);
        if (name.EndsWith(".html", StringComparison.Ordinal))
        {
            Assert.DoesNotMatch(InlineScript(), text);
            Assert.DoesNotMatch(InlineAttribute(), text);
            Assert.DoesNotContain("<style", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("<script>x()</script>")]
    [InlineData("<script type=\"module\">x()</script>")]
    public void InlineScript_IsSeen(string text) => Assert.Matches(InlineScript(), text);

    [Theory]
    [InlineData("<p style=\"color:red\">")]
    [InlineData("<p onclick=\"x()\">")]
    public void InlineAttribute_IsSeen(string text) => Assert.Matches(InlineAttribute(), text);

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/style.css", "text/css")]
    [InlineData("/reference/problems", "text/html")]
    public async Task Page_OverHttp_ComesWithTypeAndPolicyAndWithoutAKey(string path, string type)
    {
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://127.0.0.1:{fixture.Host.Port}{path}"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void ProblemsPage_Codes_AreThoseOfTheSource()
    {
        string root = PageHost.Root;
        string[] folders = ["Dms.Predictive.Serving", Path.Combine("Dms.Predictive.Pipeline", "Overrides")];
        string[] used = [.. folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, "src", f), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => ProblemCode().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Append("malformed").Distinct().Order(StringComparer.Ordinal)];
        string[] listed = [.. Anchor().Matches(Text("problems.html")).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)];

        Assert.True(used.Length > 25, $"Only {used.Length} codes were found; the expression has gone blind.");
        Assert.Equal(used, listed);
    }

    private static IEnumerable<string> Names() => Serving.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..]);

    private static string Text(string name)
    {
        using StreamReader reader = new(Serving.GetManifestResourceStream(Prefix + name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("(https?:)?//[a-z0-9-]+\\.[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex("<[^>]*\\s(style|on[a-z]+)\\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineAttribute();

    [GeneratedRegex("<dt id=\"([a-z-]+)\">")]
    private static partial Regex Anchor();

    // The places where a code is given to an answer: refused requests and commands, and problems written directly.
    [GeneratedRegex("(?:RequestRefusedException\\(\\s*\\d+,\\s*|CommandRefusedException\\(|Answers\\.Problem\\(\\d+,\\s*|(?:Problems\\.WriteAsync|Refuse)\\(\\s*context,\\s*[\\w.]+,\\s*|=>\\s*new\\(\\d{3},\\s*|Refused\\(\\s*|InputRefusedException\\((?=\"override-))\"([a-z]+(?:-[a-z]+)*)\"")]
    private static partial Regex ProblemCode();
}

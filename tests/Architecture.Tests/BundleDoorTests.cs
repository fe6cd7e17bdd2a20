using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>
/// There is one loader of model bundles. Whoever could load a model past it, by a path, a native library, ML.NET's own
/// loader or a parser of a part, is named here.
/// </summary>
public sealed partial class BundleDoorTests
{
    private static readonly (string What, string Pattern, string[] Allowed)[] Doors =
    [
        ("an ONNX session", @"new\s+InferenceSession\s*\(", ["Dms.Predictive.Learning/Scoring/OnnxSession.cs"]),
        ("opening ONNX bytes", @"\bOnnxSession\.Open\s*\(", ["Dms.Predictive.Learning/Foreign/ForeignNetwork.cs", "Dms.Predictive.Learning/Scoring/OnnxScorer.cs"]),
        ("a scorer of ONNX bytes", @"new\s+OnnxScorer\s*\(|OnnxScorer\s+\w+\s*=\s*new\s*\(", ["Dms.Predictive.Learning/Bundles/BundleReader.cs"]),
        ("a bundle's own scorer", @"OnnxScorer\s+CreateScorer", ["Dms.Predictive.Learning/Bundles/ModelBundle.cs"]),
        ("a bundle made of parts", @"new\s+ModelBundle\s*\(", ["Dms.Predictive.Learning/Bundles/BundleReader.cs"]),
        ("a manifest", @"\bManifestJson\.Read\s*\(|\bManifestFields\.Read\s*\(", ["Dms.Predictive.Learning/Bundles/BundleReader.cs"]),
        ("trees of a bundle", @"\bTreesDocument\.Read\s*\(", ["Dms.Predictive.Learning/Bundles/BundleReader.cs"]),
        ("ML.NET's loader", @"\.Model\.Load\w*\s*\(|ApplyOnnxModel|LoadFromTextFile|ModelLoadContext|TransformerChain\.Load", []),
        ("an assembly by its name or path", @"\bAssembly\.(Load|LoadFrom|LoadFile|UnsafeLoadFrom)\s*\(|\bNativeLibrary\.(Try)?Load\s*\(", []),
        ("LightGBM's loader", @"LightGbmLibrary\.LoadText\s*\(|LGBM_BoosterCreateFromModelfile", ["Dms.Predictive.Training/Boosting/Native/LightGbmTextScorer.cs"]),
        ("unpacking a zip to disk", @"ExtractToDirectory|ExtractToFile", []),
    ];

    public static TheoryData<string> Names => [.. Doors.Select(d => d.What)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Source_EveryWayToAModel_GoesThroughTheOneLoader(string what)
    {
        (_, string pattern, string[] allowed) = Doors.Single(d => d.What == what);
        string[] found =
        [
            .. Repository.Files("src", "*.cs")
                .Where(f => File.ReadLines(f).Any(l => !Comment().IsMatch(l) && Regex.IsMatch(l, pattern)))
                .Select(f => Repository.Relative(f)["src/".Length..].Replace('\\', '/')),
        ];

        // A door that moved must be looked at again, so the list says exactly where each is.
        Assert.Equal(allowed.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ForecastModel_OfABundle_IsMadeOfABundleThatWasRead()
    {
        string[] callers = [.. Repository.Files("src", "*.cs").Where(f => Regex.IsMatch(File.ReadAllText(f), @"\bForecastModelJson\.Read\s*\("))
            .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

        Assert.Equal(["BundleExport.cs", "ModelShelf.cs"], callers);
        Assert.All(callers, c => Assert.DoesNotMatch(
            @"ForecastModelJson\.Read\((?!bundle\))", File.ReadAllText(Repository.Files("src", c).Single())));
    }

    [GeneratedRegex(@"^\s*//")]
    private static partial Regex Comment();
}

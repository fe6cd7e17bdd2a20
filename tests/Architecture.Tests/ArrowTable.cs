namespace Architecture.Tests;

/// <summary>Who may know whom. Adding an arrow means editing this table in the same change and saying why.</summary>
internal static class ArrowTable
{
    private const string Prefix = "Dms.Predictive.";

    public static IReadOnlyDictionary<string, Allowed> Rows { get; } = new Dictionary<string, Allowed>
    {
        [Prefix + "Core"] = Row([], []),
        [Prefix + "MarketData"] = Row(["Core"], ["Parquet.Net", "DuckDB.NET.Data.Full"]),
        [Prefix + "Features"] = Row(["Core"], []),
        [Prefix + "Volatility"] = Row(["Core"], ["MathNet.Numerics"]),
        [Prefix + "Learning"] = Row(["Core"], ["Microsoft.ML", "Microsoft.ML.OnnxRuntime"]),
        [Prefix + "Margin"] = Row(["Core"], ["MathNet.Numerics"]),
        [Prefix + "Explanation"] = Row(["Core", "Learning"], ["Microsoft.ML", "Microsoft.ML.OnnxRuntime"]),
        [Prefix + "Audit"] = Row(["Core"], []),
        // Signatures and hashes of chains bring a package of their own.
        [Prefix + "Relay"] = Row(["Core"], ["BouncyCastle.Cryptography"]),
        [Prefix + "Pipeline"] = Row(
            ["Core", "Features", "Volatility", "Learning", "Margin", "Explanation", "Audit", "Relay"], []),
        // Google.Protobuf and Grpc.Tools write ONNX files: docs/decisions/0004. FastTree fits two kinds of members.
        [Prefix + "Training"] = Row(
            ["Core", "Features", "Volatility", "Learning"],
            ["Google.Protobuf", "Grpc.Tools", "Microsoft.ML", "Microsoft.ML.FastTree", "Microsoft.ML.LightGbm", "Microsoft.ML.OnnxRuntime", "Microsoft.Data.Analysis", "Parquet.Net"]),
        // The doors may name what their steps hand out: a reference through Pipeline would be there anyway.
        [Prefix + "Serving"] = Row(
            ["Core", "MarketData", "Features", "Volatility", "Learning", "Margin", "Explanation", "Audit", "Pipeline"],
            ["Microsoft.AspNetCore.OpenApi", "OpenTelemetry.Exporter.Prometheus.AspNetCore", "OpenTelemetry.Extensions.Hosting"]),
        // The kernel knows no step of the flow: a notebook reaches them through the assemblies it runs beside.
        [Prefix + "Notebooks"] = Row(
            [],
            ["HarfBuzzSharp.NativeAssets.Linux", "Microsoft.CodeAnalysis.CSharp.Scripting", "Microsoft.Data.Analysis", "NetMQ", "ScottPlot",
                "SkiaSharp.NativeAssets.Linux.NoDependencies"]),
        [Prefix + "Cli"] = Row(
            ["Core", "MarketData", "Features", "Volatility", "Learning", "Margin", "Explanation", "Audit", "Pipeline", "Training", "Serving",
                "Notebooks"],
            // Parquet.Net: the auditor pack holds its records as a table too.
            ["Microsoft.Data.Sqlite", "Parquet.Net", "Spectre.Console", "System.CommandLine"]),
    };

    private static Allowed Row(string[] projects, string[] packages) => new([.. projects.Select(p => Prefix + p)], packages);

    internal sealed record Allowed(IReadOnlyList<string> Projects, IReadOnlyList<string> Packages);
}

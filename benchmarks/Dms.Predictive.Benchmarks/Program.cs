using Dms.Predictive.Benchmarks;

// Usage, from the root: dotnet run -c Release --project benchmarks/Dms.Predictive.Benchmarks -- forests|decision|margin|options|book|formats|explain|attributions|volatility|ssa [REPORT.md]
string report = args is ["decision", ..] ? LiveDecisionBenchmarks.Run()
    : args is ["margin", ..] ? MarginBenchmarks.Run()
    : args is ["book", ..] ? BookBenchmarks.Run()
    : args is ["formats", ..] ? FormatBenchmarks.Run()
    : args is ["volatility", ..] ? VolatilityBenchmarks.Run()
    : args is ["ssa", ..] ? SsaBenchmarks.Run()
    : args is ["explain", ..] ? ExplainBenchmarks.Run()
    : args is ["audit", ..] ? AuditBenchmarks.Run()
    : args is ["options", ..] ? OptionBenchmarks.Run()
    : args is ["attributions", ..] ? AttributionBenchmarks.Run()
    : FlatForestBenchmarks.Run();
Console.WriteLine(report);
if (args is [_, string path])
{
    File.WriteAllText(path, report);
}

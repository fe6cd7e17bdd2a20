using Dms.Predictive.Benchmarks;

// Usage: dotnet run -c Release --project benchmarks/Dms.Predictive.Benchmarks [-- REPORT.md]
string report = FlatForestBenchmarks.Run();
Console.WriteLine(report);
if (args is [string path])
{
    File.WriteAllText(path, report);
}
